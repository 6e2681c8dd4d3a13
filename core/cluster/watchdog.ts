import type { Clock } from '#core/ports/clock.ts';

interface Watchdog {
  /** Something was heard; the time starts anew. */
  heard(): void;
  stop(): void;
}

/** Calls `expire` once when nothing was heard for `silenceMs`. */
export const watchdog = (clock: Clock, silenceMs: number, expire: () => void): Watchdog => {
  const over = new AbortController();
  let heardAt = clock.now();
  const guard = async () => {
    for (let left = silenceMs; left > 0;) {
      await clock.sleep(left, over.signal);
      const now = clock.now();
      // The wall clock may be set back; silence must not become longer by it.
      if (now < heardAt) heardAt = now;
      left = heardAt + silenceMs - now;
    }
    if (!over.signal.aborted) expire();
  };
  guard().catch((error: unknown) => {
    if (!over.signal.aborted) throw error;
  });
  return {
    heard: () => {
      heardAt = clock.now();
    },
    stop: () => over.abort(),
  };
};
