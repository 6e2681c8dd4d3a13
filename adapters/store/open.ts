// The store of Hearth: one SQLite file in the data folder, for one engine.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
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
import { databaseName, privateFolder } from './private-folder.ts';
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
  /** Forgets what was stored before; for the practice lab, whose machines begin anew with every start. */
  readonly fresh?: boolean;
  /** For tests of migrations. */
  readonly migrations?: readonly Migration[];
}

function forget(dir: string): void {
  for (const file of ['', '-wal', '-shm']) rmSync(join(dir, databaseName + file), { force: true });
}

/** DATA_NOT_WRITABLE, DATA_IN_USE, STORE_DAMAGED, STORE_NEWER; a second engine leaves no trace. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dir, clock, log, restoreBackup = false, fresh = false, migrations = allMigrations } = options;
  privateFolder(dir);
  const lock = lockData(dir);
  try {
    if (fresh) forget(dir);
    const { database, notice } = openDatabase({ dir, now: clock.now(), migrations, restoreBackup, log });
    if (notice !== null) log.warn(notice);
    const db = new Kysely<Tables>({ dialect: new Dialect({ database }) });
    return {
      platforms: platformStore(db, dir, log),
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
