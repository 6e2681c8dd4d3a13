import type { Kysely, Transaction } from 'kysely';
import { platform as platformSchema, type Platform } from '#contract/platforms.ts';
import type { Log } from '#core/ports/log.ts';
import type { NewDocument, PlatformStore } from '#core/ports/store.ts';
import { guardFor, type Guard } from './guard.ts';
import type { Tables } from './schema.ts';
import { documentColumns, versionStore } from './version-store.ts';

interface Row {
  readonly content: string;
}

const read = (row: Row): Platform => platformSchema.parse(JSON.parse(row.content));

/** One that cannot be read must not hide the others; it stays stored, and asking for it by its id says so. */
function readable(rows: readonly (Row & { readonly id: string })[], log: Log): Platform[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch (error) {
      log.error(`The stored platform ${row.id} cannot be read and is left out of the list.`, error);
      return [];
    }
  });
}

export function platformStore(db: Kysely<Tables>, dir: string, log: Log): PlatformStore {
  const guard = guardFor(dir);
  return { ...readers(db, guard, log), ...writers(db, guard), ...versionStore(db, guard) };
}

function readers(db: Kysely<Tables>, guard: Guard, log: Log): Pick<PlatformStore, 'list' | 'get'> {
  return {
    list: () =>
      guard(async () =>
        readable(await db.selectFrom('platforms').select(['id', 'content']).orderBy('created_at').orderBy('id').execute(), log),
      ),
    get: (platformId) =>
      guard(async () => {
        const row = await db.selectFrom('platforms').select('content').where('id', '=', platformId).executeTakeFirst();
        return row === undefined ? null : read(row);
      }),
  };
}

interface Revision {
  readonly platform: Platform;
  readonly content: string;
  readonly document: NewDocument | undefined;
}

/** The revision, and what it means for the draft that it was. */
async function keepRevision(trx: Transaction<Tables>, { platform: { id, revision, savedAt }, content, document }: Revision): Promise<void> {
  const columns = document === undefined ? {} : documentColumns(document, savedAt);
  await trx
    .insertInto('platform_revisions')
    .values({ platform_id: id, revision, content, ...columns })
    .execute();
  if (document?.draft === undefined) return;
  const saved = { base_revision: revision, snapshot: JSON.stringify(document.text), snapshot_seq: document.draft.seq, changed_at: savedAt };
  await trx.updateTable('drafts').set(saved).where('id', '=', document.draft.id).execute();
}

function writers(db: Kysely<Tables>, guard: Guard): Pick<PlatformStore, 'insert' | 'update' | 'remove'> {
  return {
    insert: (platform, document) =>
      guard(() =>
        db.transaction().execute(async (trx) => {
          const { id, revision, createdAt } = platform;
          const content = JSON.stringify(platform);
          await trx.insertInto('platforms').values({ id, revision, created_at: createdAt, content }).execute();
          await keepRevision(trx, { platform, content, document });
        }),
      ),
    update: (platform, expectedRevision, document) =>
      guard(() =>
        db.transaction().execute(async (trx) => {
          const { id, revision } = platform;
          const content = JSON.stringify(platform);
          const changed = await trx
            .updateTable('platforms')
            .set({ revision, content })
            .where('id', '=', id)
            .where('revision', '=', expectedRevision)
            .executeTakeFirst();
          if (changed.numUpdatedRows === 0n) return false;
          await keepRevision(trx, { platform, content, document });
          return true;
        }),
      ),
    remove: (platformId) =>
      guard(async () => (await db.deleteFrom('platforms').where('id', '=', platformId).executeTakeFirst()).numDeletedRows > 0n),
  };
}
