// For what needs no memory: "Copied". Whatever must be remembered is a run or a fault, never a toast.
export interface ToastItem {
  readonly id: number;
  readonly text: string;
  /** What "Undo" does, for ten seconds. */
  readonly undo?: (() => void) | undefined;
}

const shortMs = 3_000;
const undoMs = 10_000;

let items: readonly ToastItem[] = [];
let next = 0;
const listeners = new Set<() => void>();

function set(to: readonly ToastItem[]): void {
  items = to;
  for (const listener of listeners) listener();
}

export const toasts = {
  get: (): readonly ToastItem[] => items,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  dismiss: (id: number): void => set(items.filter((item) => item.id !== id)),
};

export function toast(text: string, undo?: () => void): void {
  const id = next++;
  set([...items.slice(-2), { id, text, undo }]);
  setTimeout(() => toasts.dismiss(id), undo === undefined ? shortMs : undoMs);
}
