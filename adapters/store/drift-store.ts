// What was applied, what was seen last, and what is waited for.
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { intent } from '#contract/inventory/drift.ts';
import { platformContent } from '#contract/platforms.ts';
import { plan } from '#contract/runs.ts';
import { begunKept, type AppliedComponent, type AppliedStore } from '#core/ports/applied.ts';
import type { IntentStore, KeptIntent } from '#core/ports/intents.ts';
import type { LastSeenStore, Seen } from '#core/ports/last-seen.ts';
import { guardFor } from './guard.ts';
import type { Tables } from './schema.ts';

const appliedComponents: z.ZodType<readonly AppliedComponent[]> = z.array(
  z.object({ id: z.string(), chart: z.string(), valuesHash: z.string(), at: z.number() }),
);
const seen: z.ZodType<Seen> = z.object({
  at: z.number(),
  nodes: z.array(
    z.object({
      name: z.string(),
      role: z.enum(['control', 'worker']).nullable(),
      version: z.string(),
      address: z.string(),
      labels: z.record(z.string(), z.string()),
      taints: z.array(z.string()),
    }),
  ),
  workloads: z.array(z.object({ kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet']), namespace: z.string(), name: z.string() })),
});
const keptIntent: z.ZodType<KeptIntent> = intent.extend({ asked: plan.nullable() });

export function appliedStore(db: Kysely<Tables>, dir: string): AppliedStore {
  const guard = guardFor(dir);
  return {
    begin: ({ runId, platformId, at, revision, content }) =>
      guard(() =>
        db.transaction().execute(async (trx) => {
          const row = { run_id: runId, platform_id: platformId, at, revision, content: JSON.stringify(content) };
          await trx.insertInto('begun_runs').values(row).execute();
          const kept = trx
            .selectFrom('begun_runs')
            .select('run_id')
            .where('platform_id', '=', platformId)
            .orderBy('at', 'desc')
            .limit(begunKept);
          await trx.deleteFrom('begun_runs').where('platform_id', '=', platformId).where('run_id', 'not in', kept).execute();
        }),
      ),
    begun: (runId) =>
      guard(async () => {
        const row = await db.selectFrom('begun_runs').selectAll().where('run_id', '=', runId).executeTakeFirst();
        if (row === undefined) return null;
        const content = platformContent.parse(JSON.parse(row.content));
        return { runId, platformId: row.platform_id, at: row.at, revision: row.revision, content };
      }),
    get: (platformId) =>
      guard(async () => {
        const row = await db.selectFrom('applied').selectAll().where('platform_id', '=', platformId).executeTakeFirst();
        if (row === undefined) return null;
        return {
          platformId,
          runId: row.run_id,
          revision: row.revision,
          at: row.at,
          content: platformContent.parse(JSON.parse(row.content)),
          components: appliedComponents.parse(JSON.parse(row.components)),
        };
      }),
    set: ({ platformId, runId, revision, at, content, components }) =>
      guard(async () => {
        const row = { run_id: runId, revision, at, content: JSON.stringify(content), components: JSON.stringify(components) };
        await db
          .insertInto('applied')
          .values({ platform_id: platformId, ...row })
          .onConflict((conflict) => conflict.column('platform_id').doUpdateSet(row))
          .execute();
      }),
    remove: (platformId) =>
      guard(async () => {
        await db.deleteFrom('applied').where('platform_id', '=', platformId).execute();
      }),
  };
}

export function lastSeenStore(db: Kysely<Tables>, dir: string): LastSeenStore {
  const guard = guardFor(dir);
  return {
    get: (platformId) =>
      guard(async () => {
        const row = await db.selectFrom('last_seen').select('content').where('platform_id', '=', platformId).executeTakeFirst();
        return row === undefined ? null : seen.parse(JSON.parse(row.content));
      }),
    set: (platformId, value) =>
      guard(async () => {
        const content = JSON.stringify(value);
        await db
          .insertInto('last_seen')
          .values({ platform_id: platformId, content })
          .onConflict((conflict) => conflict.column('platform_id').doUpdateSet({ content }))
          .execute();
      }),
  };
}

export function intentStore(db: Kysely<Tables>, dir: string): IntentStore {
  const guard = guardFor(dir);
  return {
    list: (platformId) =>
      guard(async () => {
        const rows = await db
          .selectFrom('intents')
          .select('content')
          .where('platform_id', '=', platformId)
          .orderBy('asked_at')
          .orderBy('id')
          .execute();
        return rows.map(({ content }) => keptIntent.parse(JSON.parse(content)));
      }),
    save: (one) =>
      guard(async () => {
        const content = JSON.stringify(one);
        await db
          .insertInto('intents')
          .values({ id: one.id, platform_id: one.platformId, asked_at: one.askedAt, content })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ content }))
          .execute();
      }),
    remove: (platformId, intentId) =>
      guard(async () => {
        const { numDeletedRows } = await db
          .deleteFrom('intents')
          .where('platform_id', '=', platformId)
          .where('id', '=', intentId)
          .executeTakeFirst();
        return numDeletedRows > 0n;
      }),
  };
}
