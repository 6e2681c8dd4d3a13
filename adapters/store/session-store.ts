import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { SessionRecord, SessionStore } from '#core/ports/store.ts';
import { guardFor } from './guard.ts';
import type { Tables } from './schema.ts';

export function sessionStore(db: Kysely<Tables>, dir: string): SessionStore {
  const guard = guardFor(dir);
  return {
    list: () =>
      guard(async () => {
        const rows = await db.selectFrom('sessions').selectAll().orderBy('began_at').orderBy('hash').execute();
        return rows.map((row) => ({ hash: row.hash, beganAt: row.began_at, usedAt: row.used_at }));
      }),
    save: ({ hash, beganAt, usedAt }) =>
      guard(async () => {
        const row = { hash, began_at: beganAt, used_at: usedAt };
        await db
          .insertInto('sessions')
          .values(row)
          .onConflict((conflict) => conflict.column('hash').doUpdateSet({ used_at: usedAt }))
          .execute();
      }),
    remove: (hashes) =>
      guard(async () => {
        await db.deleteFrom('sessions').where('hash', 'in', hashes).execute();
      }),
  };
}

const rows = z.array(z.object({ hash: z.string(), beganAt: z.number(), usedAt: z.number() }));

/** Those of a database that is about to be forgotten; none where it cannot be read. */
export function sessionsIn(path: string): readonly SessionRecord[] {
  try {
    const database = new Database(path, { readonly: true, fileMustExist: true });
    try {
      return rows.parse(database.prepare('SELECT hash, began_at AS beganAt, used_at AS usedAt FROM sessions').all());
    } finally {
      database.close();
    }
  } catch {
    // Missing, damaged or from before there were sessions: then the person signs in again.
    return [];
  }
}

/** Made at the first opening of a data folder. */
export async function installationIdOf(db: Kysely<Tables>): Promise<string> {
  await db
    .insertInto('installation')
    .values({ only_one: 1, id: randomUUID() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await db.selectFrom('installation').select('id').executeTakeFirstOrThrow()).id;
}
