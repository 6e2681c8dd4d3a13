// What only ever grows is cut back: old revisions, the audit, ended tokens and sessions. Each rule is one statement.
import { sql, type Kysely } from 'kysely';
import { sessionLife } from '#core/access/sessions.ts';
import type { Tables } from './schema.ts';

const dayMs = 86_400_000;

export const retention = {
  /** A revision stays while it is younger than this, or among the newest of its platform. */
  revisionDays: 30,
  revisionsOfPlatform: 200,
  /** Revisions that changed the inventory's text are counted apart, so that what was only found out drives none of them out. */
  versionsOfPlatform: 200,
  /** A little more than a year, so that last year's same week can be looked at; and never more than so many entries. */
  auditDays: 400,
  auditEntries: 100_000,
  /** Revoked or expired: shown among the tokens for a while, so that its end can be explained. */
  endedTokenDays: 90,
} as const;

export async function prune(db: Kysely<Tables>, now: number): Promise<void> {
  const before = (days: number) => now - days * dayMs;
  await db.transaction().execute(async (trx) => {
    await sql`
      DELETE FROM platform_revisions
      WHERE (platform_id, revision) IN (
        SELECT platform_id, revision
        FROM (
          SELECT platform_id, revision, document,
            row_number() OVER (PARTITION BY platform_id ORDER BY revision DESC) AS place,
            count(document) OVER (PARTITION BY platform_id ORDER BY revision DESC) AS version_place
          FROM platform_revisions
        )
        WHERE place > ${retention.revisionsOfPlatform} AND (document IS NULL OR version_place > ${retention.versionsOfPlatform})
      )
      -- Read last: the content of a revision may be megabytes.
      AND coalesce(saved_at, content ->> '$.savedAt', 0) < ${before(retention.revisionDays)}
      -- What a draft began with is asked for when it is merged, and again when the merge is taken back or made again.
      AND NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.platform_id = platform_revisions.platform_id AND base_revision = revision)
      AND NOT EXISTS (
        SELECT 1 FROM drafts JOIN draft_edits ON draft_edits.draft_id = drafts.id
        WHERE drafts.platform_id = platform_revisions.platform_id AND revision IN (base_before, base_after)
      )`.execute(trx);
    await sql`
      DELETE FROM audit
      WHERE at < ${before(retention.auditDays)}
        OR id <= (SELECT id FROM audit ORDER BY id DESC LIMIT 1 OFFSET ${retention.auditEntries})`.execute(trx);
    const ended = before(retention.endedTokenDays);
    await trx
      .deleteFrom('tokens')
      .where((eb) => eb.or([eb('revoked_at', '<', ended), eb('expires_at', '<', ended)]))
      .execute();
    await trx
      .deleteFrom('sessions')
      .where((eb) => eb.or([eb('began_at', '<', now - sessionLife.totalMs), eb('used_at', '<', now - sessionLife.idleMs)]))
      .execute();
  });
}
