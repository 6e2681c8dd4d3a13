// The bound on connections to strangers, for all searches of one engine together.
import type { Clock } from '#core/ports/clock.ts';
import type { Network } from '#core/ports/network.ts';

/** Sockets at once: enough for a network in seconds, few enough for a home router's table of connections. */
export const mostSockets = 64;
/** Begun at even distances: no burst for a small router to drop. */
const mostPerSecond = 200;

/** Waits for a place and for its turn, then does the work. Rejects with the signal's reason, or as the work does. */
export type Cross = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

function placesOf(most: number) {
  const waiting = new Set<() => void>();
  let taken = 0;
  return {
    async enter(signal: AbortSignal): Promise<void> {
      signal.throwIfAborted();
      if (taken < most) {
        taken += 1;
        return;
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const onAbort = () => {
        if (waiting.delete(resolve)) reject(signal.reason);
      };
      waiting.add(resolve);
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        await promise;
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    /** The place goes to whoever waited longest. */
    leave(): void {
      const [next] = waiting;
      if (next === undefined) {
        taken -= 1;
      } else {
        waiting.delete(next);
        next();
      }
    },
  };
}

function crossing(clock: Clock): Cross {
  const places = placesOf(mostSockets);
  const distance = 1000 / mostPerSecond;
  let next = 0;
  return async (signal, work) => {
    await places.enter(signal);
    try {
      const now = clock.now();
      const mine = Math.max(now, next);
      next = mine + distance;
      if (mine > now) await clock.sleep(mine - now, signal);
      return await work();
    } finally {
      places.leave();
    }
  };
}

const crossings = new WeakMap<Network, Cross>();

/** The one of this network: two scans at once are no faster than one. */
export function crossingOf(network: Network, clock: Clock): Cross {
  const known = crossings.get(network) ?? crossing(clock);
  crossings.set(network, known);
  return known;
}
