// The journal of what is being typed. A change is one row, on the disk when its promise resolves.
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { errorCode } from '#adapters/error-code.ts';
import { fault } from '#core/fault.ts';
import type { DraftEntry, DraftRecord, DraftStore } from '#core/ports/drafts.ts';
import { guardFor, type Guard } from './guard.ts';
import type { Tables } from './schema.ts';

type Db = Kysely<Tables>;

const replacements = z.array(z.object({ from: z.number(), removed: z.string(), insert: z.string() }));
const text = z.string();

const readEntry = (row: Selectable<Tables['draft_edits']>): DraftEntry => ({
  seq: row.seq,
  kind: row.kind,
  label: row.label,
  at: row.at,
  edits: replacements.parse(JSON.parse(row.edits)),
  ...(row.base_before !== null && row.base_after !== null && { rebased: { from: row.base_before, to: row.base_after } }),
});

const rowOf = (draftId: string, { seq, kind, label, at, edits, rebased }: DraftEntry) => ({
  draft_id: draftId,
  seq,
  kind,
  label,
  at,
  edits: JSON.stringify(edits),
  base_before: rebased?.from ?? null,
  base_after: rebased?.to ?? null,
});

const readRecord = (row: Omit<Selectable<Tables['drafts']>, 'snapshot' | 'snapshot_seq'>, newestAt: number): DraftRecord => ({
  id: row.id,
  platformId: row.platform_id,
  name: row.name,
  baseRevision: row.base_revision,
  origin: row.origin,
  changedAt: Math.max(row.changed_at, newestAt),
});

export function draftStore(db: Db, dir: string): DraftStore {
  const guard = guardFor(dir);
  return { ...readers(db, guard), ...writers(db, guard) };
}

function readers(db: Db, guard: Guard): Pick<DraftStore, 'list' | 'get'> {
  return {
    list: (platformId) =>
      guard(async () => {
        const rows = await db
          .selectFrom('drafts')
          .select(['id', 'platform_id', 'name', 'base_revision', 'origin', 'changed_at'])
          .select((eb) =>
            eb
              .selectFrom('draft_edits')
              .select('at')
              .whereRef('draft_id', '=', 'drafts.id')
              .orderBy('seq', 'desc')
              .limit(1)
              .as('newest_at'),
          )
          .where('platform_id', '=', platformId)
          .orderBy('name')
          .execute();
        return rows.map((row) => readRecord(row, row.newest_at ?? 0));
      }),
    get: (draftId) =>
      guard(async () => {
        const row = await db.selectFrom('drafts').selectAll().where('id', '=', draftId).executeTakeFirst();
        if (row === undefined) return null;
        const rows = await db.selectFrom('draft_edits').selectAll().where('draft_id', '=', draftId).orderBy('seq').execute();
        const snapshot = { text: text.parse(JSON.parse(row.snapshot)), seq: row.snapshot_seq };
        return { ...readRecord(row, rows.at(-1)?.at ?? 0), snapshot, entries: rows.map(readEntry) };
      }),
  };
}

/** What it belongs to is gone. */
const isOrphan = (error: unknown): boolean => errorCode(error) === 'SQLITE_CONSTRAINT_FOREIGNKEY';

/** Another window may have thrown the draft away meanwhile, or forgotten its platform. */
async function insertEntry(db: Db, draftId: string, entry: DraftEntry): Promise<void> {
  try {
    await db.insertInto('draft_edits').values(rowOf(draftId, entry)).execute();
  } catch (error) {
    const cause = { cause: error };
    if (isOrphan(error)) throw fault('NOT_FOUND', { thing: 'draft', id: draftId }, cause);
    if (errorCode(error) === 'SQLITE_CONSTRAINT_PRIMARYKEY')
      throw fault('CHANGED_MEANWHILE', { thing: 'draft', yours: entry.seq, stored: entry.seq }, cause);
    throw error;
  }
}

function writers(db: Db, guard: Guard): Omit<DraftStore, 'list' | 'get'> {
  return {
    insert: ({ id, platformId, name, baseRevision, origin, changedAt }, begun) =>
      guard(async () => {
        const row = { id, platform_id: platformId, name, base_revision: baseRevision, origin, changed_at: changedAt };
        const begin = db.insertInto('drafts').values({ ...row, snapshot: JSON.stringify(begun), snapshot_seq: 0 });
        await begin.execute().catch((error: unknown) => {
          throw isOrphan(error) ? fault('NOT_FOUND', { thing: 'platform', id: platformId }, { cause: error }) : error;
        });
      }),
    append: (draftId, entry) => guard(() => insertEntry(db, draftId, entry)),
    rebase: (draftId, entry, baseRevision) =>
      guard(() =>
        db.transaction().execute(async (trx) => {
          await insertEntry(trx, draftId, entry);
          await trx.updateTable('drafts').set({ base_revision: baseRevision }).where('id', '=', draftId).execute();
        }),
      ),
    snapshot: (draftId, snapshot, keep) =>
      guard(() =>
        db.transaction().execute(async (trx) => {
          const taken = { snapshot: JSON.stringify(snapshot.text), snapshot_seq: snapshot.seq };
          await trx.updateTable('drafts').set(taken).where('id', '=', draftId).execute();
          await trx
            .deleteFrom('draft_edits')
            .where('draft_id', '=', draftId)
            .where('seq', '<=', snapshot.seq - keep)
            .execute();
        }),
      ),
    remove: (draftId) =>
      guard(async () => (await db.deleteFrom('drafts').where('id', '=', draftId).executeTakeFirst()).numDeletedRows > 0n),
  };
}
