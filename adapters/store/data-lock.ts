// One engine per data folder. SQLite's exclusive lock is the lock: the operating system drops it with its process,
// so none can be left over by a crash. The file beside it only tells the second one who the first is.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { errorCode } from '#adapters/error-code.ts';
import { fault } from '#core/fault.ts';
import { notWritable, privateFile, privateFolder } from './private-folder.ts';

export interface DataLock {
  release(): void;
}

function holderOf(pidPath: string): number {
  try {
    return Number.parseInt(readFileSync(pidPath, 'utf8'), 10) || 0;
  } catch (error) {
    // The other one is just starting and has not written its number yet.
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** Makes the folder where it is not there. DATA_IN_USE, DATA_NOT_WRITABLE; a second engine leaves no trace. */
export function lockData(dir: string): DataLock {
  privateFolder(dir);
  const lockPath = join(dir, 'engine.lock');
  const pidPath = join(dir, 'engine.pid');
  privateFile(lockPath);
  let lock: Database.Database | null = null;
  try {
    lock = new Database(lockPath, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    writeFileSync(pidPath, `${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    lock?.close();
    if (errorCode(error).startsWith('SQLITE_BUSY')) throw fault('DATA_IN_USE', { path: dir, pid: holderOf(pidPath) }, { cause: error });
    throw notWritable(dir, error);
  }
  const held = lock;
  return {
    release() {
      if (!held.open) return;
      rmSync(pidPath, { force: true });
      held.close();
    },
  };
}
