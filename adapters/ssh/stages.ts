// The stages of reaching a machine, in order; the doctor shows each as a rung.
import type { Clock } from '#core/ports/clock.ts';
import { fault, isFault, type Fault } from '#core/fault.ts';
import { noLonger } from '#core/no-longer.ts';

export type Stage = 'resolve' | 'tcp' | 'banner' | 'host-key' | 'auth';

export interface StageWatch {
  /** Longest time a single stage may take. */
  readonly stageMs: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** A stage was passed; one sentence says what was found. */
  onPass(stage: Stage, found: string): void;
}

/** The reason of an abort as a fault: the caller's own if it gave one. */
export function abortFault(signal: AbortSignal, doing: string): Fault {
  return isFault(signal.reason) ? signal.reason : fault('CANCELLED', { doing });
}

/** Calls `late` after `ms` unless stopped before. */
export function alarm(clock: Clock, ms: number, late: () => void): () => void {
  const stop = new AbortController();
  clock.sleep(ms, stop.signal).then(late, () => undefined);
  return () => stop.abort(noLonger);
}

/** Rejects with the abort's fault as soon as the signal fires; what the work later brings is dropped by `discard`. */
export async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  options: { readonly doing: string; readonly discard?: (value: T) => void },
): Promise<T> {
  const drop = () => {
    work.then(options.discard ?? (() => undefined), () => undefined);
  };
  if (signal.aborted) {
    drop();
    throw abortFault(signal, options.doing);
  }
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const onAbort = () => {
    drop();
    reject(abortFault(signal, options.doing));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  work.then(resolve, reject);
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
