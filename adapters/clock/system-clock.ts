import type { Clock } from '#core/ports/clock.ts';

/** A longer timer of Node fires at once; such a sleep is made of several. */
const longestTimerMs = 2 ** 31 - 1;

const once = (ms: number, signal: AbortSignal | undefined) =>
  new Promise<void>((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    let left = Math.max(0, ms);
    do {
      const part = Math.min(left, longestTimerMs);
      await once(part, signal);
      left -= part;
    } while (left > 0);
  },
};
