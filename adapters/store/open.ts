// The store of Hearth: one SQLite file in the data folder, for one engine.
import { Kysely } from 'kysely';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { Store } from '#core/ports/store.ts';
import { lockData } from './data-lock.ts';
import { Dialect } from './dialect.ts';
import { migrations as allMigrations } from './migrations/list.ts';
import type { Migration } from './migrations/migration.ts';
import { openDatabase } from './open-database.ts';
import { platformStore } from './platform-store.ts';
import { privateFolder } from './private-folder.ts';
import { runStore } from './run-store.ts';
import type { Tables } from './schema.ts';
import { auditStore, tokenStore } from './token-store.ts';

export interface StoreOptions {
  /** The data folder; made when it is not there. */
  readonly dir: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Puts the newest backup in place of a damaged, missing or empty database. */
  readonly restoreBackup?: boolean;
  /** For tests of migrations. */
  readonly migrations?: readonly Migration[];
}

/** DATA_NOT_WRITABLE, DATA_IN_USE, STORE_DAMAGED, STORE_NEWER; a second engine leaves no trace. */
export async function openStore({ dir, clock, log, restoreBackup = false, migrations = allMigrations }: StoreOptions): Promise<Store> {
  privateFolder(dir);
  const lock = lockData(dir);
  try {
    const { database, notice } = openDatabase({ dir, now: clock.now(), migrations, restoreBackup, log });
    if (notice !== null) log.warn(notice);
    const db = new Kysely<Tables>({ dialect: new Dialect({ database }) });
    return {
      platforms: platformStore(db, dir),
      runs: runStore(db, dir),
      tokens: tokenStore(db, dir),
      audit: auditStore(db, dir),
      notice,
      async close() {
        await db.destroy();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
