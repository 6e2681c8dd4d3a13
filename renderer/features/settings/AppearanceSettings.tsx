import { useSyncExternalStore } from 'react';
import { appearance } from '#renderer/kit/appearance.ts';
import { Segments } from '#renderer/kit/Choices.tsx';
import { Facts } from '#renderer/kit/Facts.tsx';
import { t } from '#renderer/texts/current.ts';
import styles from './settings.module.css';

const words = t.settings.appearance;

export function AppearanceSettings() {
  const { theme, density } = useSyncExternalStore(appearance.subscribe, appearance.get);
  const themes = (['system', 'light', 'dark'] as const).map((value) => ({ value, label: words.themes[value] }));
  const densities = (['compact', 'standard', 'cosy'] as const).map((value) => ({ value, label: words.densities[value] }));
  return (
    <>
      <p className={styles.intro}>{words.intro}</p>
      <Facts
        facts={[
          {
            name: words.theme,
            value: <Segments label={words.theme} value={theme} options={themes} onChange={(next) => appearance.set({ theme: next })} />,
          },
          {
            name: words.density,
            value: (
              <Segments label={words.density} value={density} options={densities} onChange={(next) => appearance.set({ density: next })} />
            ),
          },
        ]}
      />
    </>
  );
}
