// One clock for every relative time on the screen.
import { useSyncExternalStore } from 'react';

function ticker(everyMs: number) {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = (): void => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    get: (): number => now,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      if (listeners.size === 1) {
        now = Date.now();
        timer = setInterval(tick, everyMs);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
}

const second = ticker(1_000);
const slow = ticker(15_000);

/** The time in milliseconds, renewed every second, or every 15 s where seconds do not matter. */
export function useNow(pace: 'second' | 'slow' = 'second'): number {
  const source = pace === 'second' ? second : slow;
  return useSyncExternalStore(source.subscribe, source.get);
}
