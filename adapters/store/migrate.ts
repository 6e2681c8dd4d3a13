// Brings the schema forward. The version is SQLite's user_version, written in the same transaction as the change.
import type Database from 'better-sqlite3';
import { fault } from '#core/fault.ts';
import { makeBackup } from './backups.ts';
import type { Migration } from './migrations/migration.ts';

export interface MigrationRequest {
  readonly dir: string;
  readonly path: string;
  readonly database: Database.Database;
  readonly now: number;
  readonly migrations: readonly Migration[];
}

export const versionOf = (database: Database.Database): number => Number(database.pragma('user_version', { simple: true }));

/** STORE_NEWER, before anything is touched. */
export function refuseNewer({ path, database, migrations }: Pick<MigrationRequest, 'path' | 'database' | 'migrations'>): void {
  const version = versionOf(database);
  if (version > migrations.length) throw fault('STORE_NEWER', { path, found: `schema ${version}, known up to ${migrations.length}` });
}

/** Each in a transaction of its own; a copy of a database that was there before is made before each. */
export function migrate({ dir, database, now, migrations }: MigrationRequest): void {
  const found = versionOf(database);
  for (let version = found; version < migrations.length; version += 1) {
    const migration = migrations[version];
    if (migration === undefined) return;
    if (found > 0) makeBackup({ dir, database, now: now + version, reason: `before-${migration.name}` });
    database
      .transaction(() => {
        database.exec(migration.sql);
        database.pragma(`user_version = ${version + 1}`);
      })
      .immediate();
  }
}
