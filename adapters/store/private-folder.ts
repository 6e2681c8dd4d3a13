// Folders and files that only their owner can read.
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '#adapters/error-code.ts';
import { fault, isFault } from '#core/fault.ts';

export const databaseName = 'hearth.sqlite';

/** Codes of the operating system that say "you may not, or cannot, write here". */
const unwritable: Readonly<Record<string, string>> = {
  ENOENT: 'No folder can be made there.',
  EACCES: 'You have no right to write there.',
  EPERM: 'You have no right to write there.',
  EROFS: 'The file system is read-only.',
  ENOTDIR: 'There is a file where a folder should be.',
  EEXIST: 'There is a file where a folder should be.',
  EISDIR: 'There is a folder where a file should be.',
  ENOSPC: 'The disk is full.',
  EDQUOT: 'Your disk quota is used up.',
  EIO: 'The disk reports an error.',
  SQLITE_FULL: 'The disk is full.',
  SQLITE_READONLY: 'You have no right to write there.',
  SQLITE_CANTOPEN: 'The database file cannot be opened.',
  SQLITE_IOERR: 'The disk reports an error.',
};

/** DATA_NOT_WRITABLE where the error says so; any other error as it is. */
export function notWritable(path: string, error: unknown): unknown {
  const code = errorCode(error);
  // Extended codes of SQLite begin with the plain one: SQLITE_IOERR_WRITE.
  const reason = Object.entries(unwritable).find(([known]) => code === known || code.startsWith(`${known}_`))?.[1];
  return reason === undefined ? error : fault('DATA_NOT_WRITABLE', { path, reason }, { cause: error });
}

/** True when it was made. One folder after another: Node's own recursive way turns for ever below /proc. */
function makeFolder(path: string): boolean {
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) return false;
    throw fault('DATA_NOT_WRITABLE', { path, reason: 'There is a file where a folder should be.' });
  }
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
  return true;
}

/**
 * Makes the folder with mode 0700. A folder that was there is narrowed only when it is ours (empty, or with our
 * database in it), so that `--data /tmp` shuts nobody out.
 */
export function privateFolder(path: string): void {
  try {
    const made = makeFolder(path);
    if (made || (statSync(path).mode & 0o077) === 0) return;
    const inside = readdirSync(path);
    if (inside.length === 0 || inside.includes(databaseName)) chmodSync(path, 0o700);
  } catch (error) {
    throw isFault(error) ? error : notWritable(path, error);
  }
}

/** Makes the file if it is not there; mode 0600 either way. SQLite gives its -wal and -shm the same. */
export function privateFile(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
    if ((statSync(path).mode & 0o777) !== 0o600) chmodSync(path, 0o600);
  } catch (error) {
    throw notWritable(path, error);
  }
}

/** Without this a rename may be forgotten in a power cut. Windows knows no such call on folders. */
export function syncPath(path: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
