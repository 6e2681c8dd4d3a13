// Writes that are asked for in one turn of the event loop go to the disk together: it takes as long for many as for one.
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './schema.ts';

type Work = (trx: Transaction<Tables>) => Promise<void>;

interface Waiting {
  readonly work: Work;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Each call resolves once it is on the disk, in the order of the calls; one that is refused keeps none of the others from it. */
export type GroupCommit = (work: Work) => Promise<void>;

export function groupCommit(db: Kysely<Tables>): GroupCommit {
  let waiting: readonly Waiting[] = [];

  const together = (all: readonly Waiting[]) =>
    db.transaction().execute(async (trx) => {
      for (const { work } of all) await work(trx);
    });

  async function alone(one: Waiting): Promise<void> {
    try {
      await together([one]);
      one.done();
    } catch (error) {
      one.failed(error);
    }
  }

  async function commit(): Promise<void> {
    const all = waiting;
    waiting = [];
    try {
      await together(all);
    } catch {
      // Nothing of it was kept: which of them is refused shows when each is asked for by itself.
      for (const one of all) await alone(one);
      return;
    }
    for (const { done } of all) done();
  }

  return (work) =>
    new Promise((done, failed) => {
      waiting = [...waiting, { work, done, failed }];
      if (waiting.length === 1) setImmediate(() => void commit());
    });
}
