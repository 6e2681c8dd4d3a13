// Many machines side by side, each result as soon as it is there.

/** Connections opened at once: enough for a shelf, and no flood on a small router. */
export const manyMachines = 16;

interface ParallelWork<T, R> {
  readonly items: readonly T[];
  readonly signal: AbortSignal;
  /** `manyMachines` when left out. */
  readonly atOnce?: number;
  /** Its signal is aborted too when nobody reads on. */
  readonly work: (item: T, signal: AbortSignal) => Promise<R>;
}

/** Results in the order they come. The first rejection ends it. */
export async function* inParallel<T, R>({
  items,
  signal,
  atOnce = manyMachines,
  work,
}: ParallelWork<T, R>): AsyncGenerator<R, void, undefined> {
  const own = new AbortController();
  const both = AbortSignal.any([signal, own.signal]);
  const queue = items.values();
  const pending = new Set<Promise<Finished<R>>>();
  const startNext = () => {
    while (pending.size < atOnce) {
      const next = queue.next();
      if (next.done === true) return;
      const running: Promise<Finished<R>> = work(next.value, both).then((result) => ({ running, result }));
      pending.add(running);
    }
  };
  try {
    for (startNext(); pending.size > 0; startNext()) {
      const { running, result } = await Promise.race(pending);
      pending.delete(running);
      yield result;
    }
  } finally {
    own.abort();
    await Promise.allSettled(pending);
  }
}

interface Finished<R> {
  readonly running: Promise<Finished<R>>;
  readonly result: R;
}
