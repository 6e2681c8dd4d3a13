// The second homes of inventories.
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { faultView } from '#contract/faults/entry.ts';
import { inventoryHome } from '#contract/inventory/home.ts';
import type { HomeRecord, HomeStore } from '#core/ports/homes.ts';
import { guardFor } from './guard.ts';
import type { Tables } from './schema.ts';

const homeText = z.object({ text: z.string().nullable(), commit: z.string() });
const homeRecord: z.ZodType<HomeRecord> = z.object({
  platformId: z.string(),
  home: inventoryHome,
  common: homeText.nullable(),
  there: homeText.nullable(),
  checkedAt: z.number().nullable(),
  sameAt: z.number().nullable(),
  fault: faultView.nullable(),
  merged: homeText.extend({ draftId: z.string(), seq: z.number() }).nullable(),
});

export function homeStore(db: Kysely<Tables>, dir: string): HomeStore {
  const guard = guardFor(dir);
  const read = (content: string) => homeRecord.parse(JSON.parse(content));
  return {
    list: () =>
      guard(async () => {
        const rows = await db.selectFrom('inventory_homes').select('content').orderBy('platform_id').execute();
        return rows.map(({ content }) => read(content));
      }),
    get: (platformId) =>
      guard(async () => {
        const row = await db.selectFrom('inventory_homes').select('content').where('platform_id', '=', platformId).executeTakeFirst();
        return row === undefined ? null : read(row.content);
      }),
    save: (record) =>
      guard(async () => {
        const content = JSON.stringify(record);
        await db
          .insertInto('inventory_homes')
          .values({ platform_id: record.platformId, content })
          .onConflict((conflict) => conflict.column('platform_id').doUpdateSet({ content }))
          .execute();
      }),
    remove: (platformId) =>
      guard(async () => {
        await db.deleteFrom('inventory_homes').where('platform_id', '=', platformId).execute();
      }),
  };
}
