// Opens the database file: whole, at the right version, with the settings that make a journal of it.
import { existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { fault } from '#core/fault.ts';
import type { Log } from '#core/ports/log.ts';
import { backedUpAt, backUpDaily, listBackups, newestSoundBackup, restoreBackup, stamp } from './backups.ts';
import { migrate, refuseNewer } from './migrate.ts';
import type { Migration } from './migrations/migration.ts';
import { databaseName, notWritable, privateFile } from './private-folder.ts';
import { passesCheck } from './soundness.ts';

export interface DatabaseOptions {
  readonly dir: string;
  readonly now: number;
  readonly migrations: readonly Migration[];
  readonly restoreBackup: boolean;
  readonly log: Log;
}

export interface OpenDatabase {
  readonly database: Database.Database;
  readonly notice: string | null;
}

interface Found {
  readonly database: Database.Database | null;
  readonly notice: string | null;
}

/** Before it, a checkpoint beside a write could damage a WAL database (https://www.sqlite.org/wal.html#walresetbug). */
const oldestSqlite = [3, 51, 3] as const;
const asideMark = '.damaged-';

function checkSqliteVersion(): void {
  const probe = new Database(':memory:');
  const version = String(probe.prepare('SELECT sqlite_version()').pluck().get());
  probe.close();
  const parts = version.split('.').map(Number);
  const place = oldestSqlite.findIndex((wanted, index) => (parts[index] ?? 0) !== wanted);
  if (place >= 0 && (parts[place] ?? 0) < (oldestSqlite[place] ?? 0)) {
    throw new Error(`SQLite ${version} is too old; ${oldestSqlite.join('.')} or newer is needed.`);
  }
}

function configure(database: Database.Database): void {
  database.pragma('journal_mode = WAL');
  // FULL: the run engine acts on the world as soon as a write is acknowledged; NORMAL may forget it in a power cut.
  database.pragma('synchronous = FULL');
  database.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
  database.pragma('foreign_keys = ON');
  // What is removed is also overwritten.
  database.pragma('secure_delete = FAST');
}

/** Null when the file is damaged. STORE_NEWER leaves it untouched. */
function tryOpen(path: string, migrations: readonly Migration[]): Database.Database | null {
  let database: Database.Database | null = null;
  try {
    database = new Database(path, { timeout: 5000 });
    if (passesCheck(database)) {
      refuseNewer({ path, database, migrations });
      return database;
    }
    database.close();
    return null;
  } catch (error) {
    database?.close();
    throw notWritable(path, error);
  }
}

/** Moves the file and what SQLite keeps beside it out of the way, for whoever wants to look into it. */
function setAside(path: string, now: number): string {
  const aside = `${path}${asideMark}${stamp(now)}`;
  for (const ending of ['', '-wal', '-shm']) {
    if (existsSync(path + ending)) renameSync(path + ending, aside + ending);
  }
  return aside;
}

const earlierAside = (path: string): string | undefined => {
  const begin = `${basename(path)}${asideMark}`;
  const names = readdirSync(dirname(path)).filter((name) => name.startsWith(begin) && !/-(wal|shm)$/.test(name));
  const newest = names.toSorted().at(-1);
  return newest === undefined ? undefined : join(dirname(path), newest);
};

/** An empty file where backups tell of a full one has lost its content: SQLite would call it a new database. */
const wasEmptied = (dir: string, path: string): boolean => existsSync(path) && statSync(path).size === 0 && listBackups(dir).length > 0;

const isEmpty = (database: Database.Database): boolean =>
  database.prepare('SELECT NOT EXISTS (SELECT 1 FROM platforms) AND NOT EXISTS (SELECT 1 FROM runs)').pluck().get() === 1;

function takeBackup(path: string, backup: string): string {
  restoreBackup(backup, path);
  privateFile(path);
  const made = new Date(backedUpAt(backup)).toISOString().slice(0, 19).replace('T', ' ');
  return `The backup ${basename(backup)} of ${made} UTC was restored; what was changed after it is missing.`;
}

/** The sound database, or none where a new file is to be made; STORE_DAMAGED when the person must decide. */
function find({ dir, now, migrations, restoreBackup: wanted }: DatabaseOptions, path: string): Found {
  const isNew = !existsSync(path);
  if (!isNew && !wasEmptied(dir, path)) {
    const database = tryOpen(path, migrations);
    if (database !== null) return { database, notice: null };
  }
  const backup = newestSoundBackup(dir);
  if (!isNew) {
    const aside = setAside(path, now);
    if (!wanted || backup === null) throw fault('STORE_DAMAGED', { path, aside, backup: backup ?? '' });
    return { database: null, notice: `The database was damaged and was set aside as ${aside}. ${takeBackup(path, backup)}` };
  }
  if (wanted && backup !== null) return { database: null, notice: takeBackup(path, backup) };
  return { database: null, notice: whyEmpty(path, { backup, wanted }) };
}

/** What to say of a new database: nothing, unless there was one before or a backup was asked for. */
function whyEmpty(path: string, { backup, wanted }: { readonly backup: string | null; readonly wanted: boolean }): string | null {
  const aside = earlierAside(path);
  if (aside === undefined) return wanted ? 'There is no backup to restore; Hearth has started empty.' : null;
  const offer = backup === null ? '' : ` The newest backup is ${backup}; start with --restore-backup to use it.`;
  return `The database was damaged and lies aside as ${aside}. Hearth has started empty.${offer}`;
}

/** With --restore-backup: a sound database that holds nothing gives way to the backup, any other stays. */
function preferBackup({ dir, now }: DatabaseOptions, path: string, database: Database.Database): string | null {
  const backup = newestSoundBackup(dir);
  if (backup === null || !isEmpty(database)) return null;
  database.close();
  setAside(path, now);
  return takeBackup(path, backup);
}

/** A file that was made or restored just now, and yet cannot be read, is a matter of the disk. */
function openFresh(options: DatabaseOptions, path: string): Database.Database {
  privateFile(path);
  const database = tryOpen(path, options.migrations);
  if (database === null) throw fault('STORE_DAMAGED', { path, aside: setAside(path, options.now), backup: '' });
  return database;
}

function bringForward(options: DatabaseOptions, path: string, database: Database.Database): Database.Database {
  try {
    privateFile(path);
    configure(database);
    migrate({ ...options, path, database });
    if (!isEmpty(database)) backUpDaily({ ...options, database }, options.log);
    return database;
  } catch (error) {
    database.close();
    throw notWritable(path, error);
  }
}

/** STORE_DAMAGED, STORE_NEWER, DATA_NOT_WRITABLE. */
export function openDatabase(options: DatabaseOptions): OpenDatabase {
  checkSqliteVersion();
  const path = join(options.dir, databaseName);
  const { database: found, notice } = find(options, path);
  const database = bringForward(options, path, found ?? openFresh(options, path));
  if (!options.restoreBackup || found === null) return { database, notice };
  const restored = preferBackup(options, path, database);
  if (restored === null) return { database, notice: 'The database is sound; no backup was restored.' };
  return { database: bringForward(options, path, openFresh(options, path)), notice: restored };
}
