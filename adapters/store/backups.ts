// Copies of the database: before each migration, once a day, and back again when the database is damaged.
import { closeSync, copyFileSync, existsSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { Log } from '#core/ports/log.ts';
import { isSound } from './soundness.ts';
import { privateFolder, syncPath } from './private-folder.ts';

const kept = 5;
const dayMs = 86_400_000;
/** Sorts by time: hearth-20260131T101500123Z-daily.sqlite */
const namePattern = /^hearth-(\d{8}T\d{9}Z)-[a-z0-9-]+\.sqlite$/;

export const folderOf = (dir: string) => join(dir, 'backups');
/** For file names: 20260131T101500123Z. */
export const stamp = (at: number) => new Date(at).toISOString().replaceAll(/[-:.]/g, '');

/** When it was made, by its name. */
export function backedUpAt(name: string): number {
  const [, year, month, day, hour, minute, second, ms] = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z/.exec(name) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
}

/** Paths, newest first. */
export function listBackups(dir: string): readonly string[] {
  const folder = folderOf(dir);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => namePattern.test(name));
  return names
    .toSorted()
    .toReversed()
    .map((name) => join(folder, name));
}

/** The newest that is itself sound, or null. */
export const newestSoundBackup = (dir: string): string | null => listBackups(dir).find((path) => isSound(path)) ?? null;

export interface BackupRequest {
  readonly dir: string;
  readonly database: Database.Database;
  readonly now: number;
  /** Lower-case letters, digits and hyphens. */
  readonly reason: string;
}

/** Whole or not at all: it bears its name only when it lies on the disk. Keeps the newest five. */
export function makeBackup({ dir, database, now, reason }: BackupRequest): string {
  const folder = folderOf(dir);
  privateFolder(folder);
  const path = join(folder, `hearth-${stamp(now)}-${reason}.sqlite`);
  const part = `${path}.part`;
  try {
    rmSync(part, { force: true });
    // VACUUM INTO accepts an empty file and keeps its mode.
    closeSync(openSync(part, 'wx', 0o600));
    database.prepare('VACUUM INTO ?').run(part);
    syncPath(part);
    renameSync(part, path);
    syncPath(folder);
  } finally {
    rmSync(part, { force: true });
  }
  for (const old of listBackups(dir).slice(kept)) rmSync(old, { force: true });
  return path;
}

/** Want of room for a copy is no reason not to start; it is for a copy before a migration. */
export function backUpDaily(request: Omit<BackupRequest, 'reason'>, log: Log): void {
  try {
    const newest = listBackups(request.dir)[0];
    if (newest === undefined || request.now - backedUpAt(newest) >= dayMs) makeBackup({ ...request, reason: 'daily' });
  } catch (error) {
    log.error('The daily backup of the database could not be made.', error);
  }
}

/** Puts a copy of the backup where the database was. */
export function restoreBackup(backup: string, target: string): void {
  const part = `${target}.part`;
  copyFileSync(backup, part);
  syncPath(part);
  renameSync(part, target);
}
