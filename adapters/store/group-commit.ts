// Writes that are asked for in one turn of the event loop share a transaction: it takes as long for many as for one.
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from './schema.ts';

type Work = (trx: Transaction<Tables>) => Promise<void>;

/**
 * `forced` is on the disk when the call is answered, and all before it with it; an `easy` one outlives the process, but perhaps not a
 * machine that loses its power.
 */
type Weight = 'forced' | 'easy';

interface Waiting {
  readonly weight: Weight;
  readonly work: Work;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Carried out in the order of the calls; one that is refused keeps none of the others from it. */
export type GroupCommit = (weight: Weight, work: Work) => Promise<void>;

export function groupCommit(db: Kysely<Tables>): GroupCommit {
  let waiting: readonly Waiting[] = [];

  const forced = (all: readonly Waiting[], on: Kysely<Tables> = db) =>
    on.transaction().execute(async (trx) => {
      for (const { work } of all) await work(trx);
    });

  /** On a connection of its own meanwhile, so that nobody else's write is taken as easily. */
  const easy = (all: readonly Waiting[]) =>
    db.connection().execute(async (own) => {
      await sql`PRAGMA synchronous = NORMAL`.execute(own);
      try {
        await forced(all, own);
      } finally {
        await sql`PRAGMA synchronous = FULL`.execute(own);
      }
    });

  const together = (all: readonly Waiting[]) => (all.some(({ weight }) => weight === 'forced') ? forced(all) : easy(all));

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

  return (weight, work) =>
    new Promise((done, failed) => {
      waiting = [...waiting, { weight, work, done, failed }];
      if (waiting.length === 1) setImmediate(() => void commit());
    });
}
