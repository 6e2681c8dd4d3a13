/** Runs what it is given one after another, in the order of the calls; a failure is the caller's and stops nobody else. */
export type Serial = <T>(work: () => Promise<T>) => Promise<T>;

/** One after another for each key; those of other keys do not wait. */
export interface Serials {
  <T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Once all that was begun has ended. */
  idle(): Promise<void>;
}

export function createSerials(): Serials {
  const known = new Map<string, Serial>();
  const run = <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const serial = known.get(key) ?? createSerial();
    known.set(key, serial);
    return serial(work);
  };
  return Object.assign(run, {
    async idle() {
      await Promise.all([...known.values()].map((serial) => serial(async () => undefined)));
    },
  });
}

export function createSerial(): Serial {
  let tail: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = tail.then(work);
    tail = result.catch(() => undefined);
    return result;
  };
}
