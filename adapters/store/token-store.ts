import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { scope } from '#contract/base.ts';
import type { AccessToken } from '#contract/system.ts';
import type { Store, TokenStore } from '#core/ports/store.ts';
import { guardFor } from './guard.ts';
import type { Tables } from './schema.ts';

const scopes = z.array(scope);

const read = (row: Selectable<Tables['tokens']>): AccessToken => ({
  id: row.id,
  label: row.label,
  scopes: scopes.parse(JSON.parse(row.scopes)),
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
});

export function tokenStore(db: Kysely<Tables>, dir: string): TokenStore {
  const guard = guardFor(dir);
  return {
    list: () => guard(async () => (await db.selectFrom('tokens').selectAll().orderBy('created_at').orderBy('id').execute()).map(read)),
    insert: (token, hash) =>
      guard(async () => {
        const row = {
          id: token.id,
          label: token.label,
          scopes: JSON.stringify(token.scopes),
          created_at: token.createdAt,
          last_used_at: token.lastUsedAt,
          expires_at: token.expiresAt,
          revoked_at: token.revokedAt,
          hash,
        };
        await db.insertInto('tokens').values(row).execute();
      }),
    findByHash: (hash) =>
      guard(async () => {
        const row = await db.selectFrom('tokens').selectAll().where('hash', '=', hash).executeTakeFirst();
        return row === undefined ? null : read(row);
      }),
    touch: (tokenId, at) =>
      guard(async () => {
        await db.updateTable('tokens').set({ last_used_at: at }).where('id', '=', tokenId).execute();
      }),
    revoke: (tokenId, at) =>
      guard(async () => {
        await db.updateTable('tokens').set({ revoked_at: at }).where('id', '=', tokenId).where('revoked_at', 'is', null).execute();
        const row = await db.selectFrom('tokens').selectAll().where('id', '=', tokenId).executeTakeFirst();
        return row === undefined ? null : read(row);
      }),
  };
}

export function auditStore(db: Kysely<Tables>, dir: string): Store['audit'] {
  const guard = guardFor(dir);
  return {
    append: ({ at, who, door, action, result }) =>
      guard(async () => {
        await db.insertInto('audit').values({ at, who, door, action, result }).execute();
      }),
  };
}
