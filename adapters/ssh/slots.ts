// A bounded number of places, given out in the order of asking.
import { abortFault } from './stages.ts';

export interface Slots {
  /** Resolves when a place is taken; rejects with the abort's fault. */
  turn(signal: AbortSignal, doing: string): Promise<void>;
  leave(): void;
  /** Asked by one who has a place: lowers the limit to the other places taken. False when there are none. */
  lower(): boolean;
}

export function slots(limit: number): Slots {
  const waiting: (() => void)[] = [];
  let most = limit;
  let taken = 0;
  const admit = () => {
    while (taken < most) {
      const next = waiting.shift();
      if (next === undefined) return;
      taken += 1;
      next();
    }
  };
  return {
    turn(signal, doing) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      if (signal.aborted) {
        reject(abortFault(signal, doing));
        return promise;
      }
      const enter = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        const at = waiting.indexOf(enter);
        if (at < 0) return;
        waiting.splice(at, 1);
        reject(abortFault(signal, doing));
      };
      signal.addEventListener('abort', onAbort, { once: true });
      waiting.push(enter);
      admit();
      return promise;
    },
    leave() {
      taken -= 1;
      admit();
    },
    lower() {
      if (taken <= 1) return false;
      most = Math.min(most, taken - 1);
      return true;
    },
  };
}
