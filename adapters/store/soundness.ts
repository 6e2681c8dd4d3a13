// Is a file a whole database?
import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { errorCode } from '#adapters/error-code.ts';

/**
 * What SQLite says of a file that is not, or no longer, what it should be. SQLITE_ERROR is among it because the
 * statements of the check are right: then it says "unsupported file format".
 */
const isDamage = (error: unknown): boolean => /^SQLITE_(CORRUPT|NOTADB|ERROR)/.test(errorCode(error));

/** False when a check finds damage; throws what has nothing to do with damage. */
export function passesCheck(database: Database.Database): boolean {
  try {
    if (database.pragma('quick_check(1)', { simple: true }) !== 'ok') return false;
    const broken = database.pragma('foreign_key_check');
    return Array.isArray(broken) && broken.length === 0;
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}

/** A backup: a file that opens, passes the check and holds tables. */
export function isSound(path: string): boolean {
  if (statSync(path).size === 0) return false;
  let database: Database.Database | null = null;
  try {
    database = new Database(path, { readonly: true, fileMustExist: true });
    return passesCheck(database) && database.pragma('user_version', { simple: true }) !== 0;
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  } finally {
    database?.close();
  }
}
