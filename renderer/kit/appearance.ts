// Theme and density: the choice is kept here, the operating system decides while there is none.
export type Theme = 'system' | 'light' | 'dark';
export type Density = 'compact' | 'standard' | 'cosy';
export interface Appearance {
  readonly theme: Theme;
  readonly density: Density;
}

const key = 'hearth.appearance';
const usual: Appearance = { theme: 'system', density: 'standard' };
const themes: readonly Theme[] = ['system', 'light', 'dark'];
const densities: readonly Density[] = ['compact', 'standard', 'cosy'];
const listeners = new Set<() => void>();
const dark = window.matchMedia('(prefers-color-scheme: dark)');

function read(): Appearance {
  const [theme, density] = (window.localStorage.getItem(key) ?? '').split(' ');
  return {
    theme: themes.find((one) => one === theme) ?? usual.theme,
    density: densities.find((one) => one === density) ?? usual.density,
  };
}

let chosen = read();

function show(): void {
  const isDark = chosen.theme === 'dark' || (chosen.theme === 'system' && dark.matches);
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  document.documentElement.dataset['density'] = chosen.density;
}

export const appearance = {
  get: (): Appearance => chosen,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  set(change: Partial<Appearance>): void {
    chosen = { ...chosen, ...change };
    window.localStorage.setItem(key, `${chosen.theme} ${chosen.density}`);
    show();
    for (const listener of listeners) listener();
  },
};

/** Called before the first paint, so that nothing flashes. */
export function applyAppearance(): void {
  show();
  dark.addEventListener('change', show);
}

/** Height of a table row in CSS pixels; the same as --row. */
export const rowHeights: Readonly<Record<Density, number>> = { compact: 28, standard: 32, cosy: 36 };
