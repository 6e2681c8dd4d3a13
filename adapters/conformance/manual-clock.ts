import type { Clock } from '#core/ports/clock.ts';

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

/** Lets everything that can run without time passing run. */
export const settle = async (turns = 6): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A clock that moves when the test says so. */
export class ManualClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();

  constructor(now = 1_700_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const done = () => {
        this.#timers.delete(timer);
        signal?.removeEventListener('abort', abort);
      };
      const timer: Timer = {
        at: this.#now + ms,
        fire: () => {
          done();
          resolve();
        },
      };
      const abort = () => {
        done();
        reject(signal?.reason);
      };
      this.#timers.add(timer);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Moves on by `ms`, waking sleepers in their order. */
  async advance(ms: number, turns?: number): Promise<void> {
    const end = this.#now + ms;
    await settle(turns ?? 60);
    for (let next = this.#next(end); next !== null; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.at);
      next.fire();
      await settle(turns);
    }
    this.#now = end;
  }

  #next(end: number): Timer | null {
    let first: Timer | null = null;
    for (const timer of this.#timers) if (timer.at <= end && (first === null || timer.at < first.at)) first = timer;
    return first;
  }
}
