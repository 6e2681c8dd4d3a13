// Time that passes only when nothing else can happen: tests and the practice lab's speed do not wait for it.
import type { Clock } from '#core/ports/clock.ts';

export interface VirtualClock extends Clock {
  /** Sleepers that have not woken yet. */
  readonly sleeping: number;
  /** No sleeper of this clock wakes any more; what it drives is as dead as after a power cut. */
  stop(): void;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Jumps to the next sleeper as soon as all that is due at once has been done. */
export function virtualClock(start = 1_700_000_000_000): VirtualClock {
  const sleepers = new Set<Sleeper>();
  let now = start;
  let planned = false;
  let stopped = false;

  const step = () => {
    planned = false;
    if (stopped || sleepers.size === 0) return;
    now = Math.max(now, Math.min(...[...sleepers].map((sleeper) => sleeper.at)));
    for (const sleeper of sleepers) {
      if (sleeper.at > now) continue;
      sleepers.delete(sleeper);
      sleeper.wake();
    }
    plan();
  };
  // After setImmediate every promise that could settle has settled.
  const plan = () => {
    if (planned || stopped || sleepers.size === 0) return;
    planned = true;
    setImmediate(step);
  };

  return {
    now: () => now,
    get sleeping() {
      return sleepers.size;
    },
    stop() {
      stopped = true;
      sleepers.clear();
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason);
        const onAbort = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const wake = () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        };
        const sleeper: Sleeper = { at: now + Math.max(0, ms), wake };
        signal?.addEventListener('abort', onAbort, { once: true });
        if (!stopped) sleepers.add(sleeper);
        plan();
      }),
  };
}
