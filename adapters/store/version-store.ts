// Versions of the inventory: the revisions of a platform that changed its text.
import { sql, type Kysely } from 'kysely';
import { version as versionSchema, type Version } from '#contract/inventory/document.ts';
import type { NewDocument, PlatformStore } from '#core/ports/store.ts';
import type { Guard } from './guard.ts';
import type { Tables } from './schema.ts';

export const documentColumns = ({ text, author, message, changes }: NewDocument, savedAt: number) => ({
  document: text,
  author,
  message,
  saved_at: savedAt,
  changes,
});

interface Row {
  readonly revision: number;
  readonly author: string | null;
  readonly message: string | null;
  readonly saved_at: number | null;
  readonly changes: number | null;
}

const read = ({ revision, author, message, saved_at, changes }: Row): Version =>
  versionSchema.parse({ revision, author, message, savedAt: saved_at, changes });

const columns = ['revision', 'author', 'message', 'saved_at', 'changes'] as const;

export function versionStore(db: Kysely<Tables>, guard: Guard): Pick<PlatformStore, 'document' | 'version' | 'versions' | 'adopt'> {
  const versionsOf = (platformId: string) =>
    db.selectFrom('platform_revisions').where('platform_id', '=', platformId).where('document', 'is not', null);
  const one = async (query: ReturnType<typeof versionsOf>) => {
    const row = await query
      .select([...columns, 'document'])
      .orderBy('revision', 'desc')
      .executeTakeFirst();
    return row === undefined || row.document === null ? null : { version: read(row), text: row.document };
  };
  return {
    document: (platformId) => guard(() => one(versionsOf(platformId))),
    version: (platformId, revision) => guard(() => one(versionsOf(platformId).where('revision', '=', revision))),
    versions: (platformId, { before, limit }) =>
      guard(async () => {
        const all = versionsOf(platformId);
        const asked = before === undefined ? all : all.where('revision', '<', before);
        const rows = await asked
          .select(columns)
          .orderBy('revision', 'desc')
          .limit(limit + 1)
          .execute();
        return { versions: rows.slice(0, limit).map(read), more: rows.length > limit };
      }),
    adopt: (platformId, document) =>
      guard(async () => {
        await db
          .updateTable('platform_revisions')
          .set({ ...documentColumns(document, 0), saved_at: sql<number>`coalesce(content ->> '$.savedAt', 0)` })
          .where('platform_id', '=', platformId)
          .where('revision', '=', (eb) => eb.selectFrom('platforms').select('revision').where('id', '=', platformId))
          .where((eb) => eb.not(eb.exists(versionsOf(platformId).select('revision'))))
          .execute();
      }),
  };
}
