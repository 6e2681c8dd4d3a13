// Waiting for a drive that may never answer, such as one on the network that has gone away.
import { fault } from '#core/fault.ts';

export type Attended = <T>(path: string, signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

/**
 * What takes too long is given up, though nobody can end it. While it hangs, nothing else is tried on that path: each try would
 * take one of the few threads that all files share. HOME_UNREACHABLE; the signal's reason.
 */
export function attending(patienceMs: number): Attended {
  const hanging = new Set<string>();
  return (path, signal, work) => {
    const silent = () => fault('HOME_UNREACHABLE', { home: path, reason: 'The drive does not answer.' });
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      if (hanging.has(path)) throw silent();
      const stop = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
      const giveUp = () => {
        hanging.add(path);
        reject(signal.aborted ? signal.reason : silent());
      };
      stop.addEventListener('abort', giveUp, { once: true });
      const over = () => {
        stop.removeEventListener('abort', giveUp);
        hanging.delete(path);
      };
      work().finally(over).then(resolve, reject);
    });
  };
}
