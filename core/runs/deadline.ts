// A time limit and a stop signal around one piece of work.
import { fault } from '#core/fault.ts';
import { noLonger } from '#core/no-longer.ts';
import type { Clock } from '#core/ports/clock.ts';

export interface Deadline {
  readonly clock: Clock;
  readonly ms: number;
  /** The run's signal. */
  readonly signal: AbortSignal;
  /** For TIMED_OUT: "Join node2 to the cluster". */
  readonly doing: string;
}

/** Time that work which was told to stop gets to end its remote process; after it nobody waits any longer. */
export const stopGraceMs = 30_000;

type Ended<T> = { readonly kind: 'value'; readonly value: T } | { readonly kind: 'error'; readonly error: unknown };

/**
 * Runs `work` with a signal that is aborted by the run's signal or when the time is up.
 * Rejects with TIMED_OUT, with the signal's reason, or with what the work itself threw.
 */
export async function withDeadline<T>({ clock, ms, signal, doing }: Deadline, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const inner = new AbortController();
  const over = new AbortController();
  const combined = AbortSignal.any([signal, inner.signal]);
  const ended: Promise<Ended<T>> = work(combined).then(
    (value) => ({ kind: 'value', value }),
    (error: unknown) => ({ kind: 'error', error }),
  );
  const quiet = (wait: Promise<void>) => wait.catch(() => undefined).then((): null => null);
  try {
    let result = await Promise.race([ended, quiet(clock.sleep(ms, AbortSignal.any([signal, over.signal])))]);
    if (result === null) {
      if (!signal.aborted) inner.abort(fault('TIMED_OUT', { doing, seconds: Math.round(ms / 1000) }));
      result = await Promise.race([ended, quiet(clock.sleep(stopGraceMs, over.signal))]);
    }
    if (inner.signal.aborted) throw inner.signal.reason;
    if (result === null) throw signal.reason;
    if (result.kind === 'error') throw result.error;
    return result.value;
  } finally {
    over.abort(noLonger);
  }
}
