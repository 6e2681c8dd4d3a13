// The store of Hearth: one SQLite file in the data folder, for one engine.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turnEnd } from 'node:timers/promises';
import { Kysely } from 'kysely';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { SessionRecord, Store } from '#core/ports/store.ts';
import { lockData, type DataLock } from './data-lock.ts';
import { Dialect } from './dialect.ts';
import { draftStore } from './draft-store.ts';
import { appliedStore, intentStore, lastSeenStore } from './drift-store.ts';
import { guardFor } from './guard.ts';
import { homeStore } from './home-store.ts';
import { migrations as allMigrations } from './migrations/list.ts';
import type { Migration } from './migrations/migration.ts';
import { openDatabase } from './open-database.ts';
import { platformStore } from './platform-store.ts';
import { databaseName } from './private-folder.ts';
import { prune } from './retention.ts';
import { runStore } from './run-store.ts';
import type { Tables } from './schema.ts';
import { installationIdOf, sessionsIn, sessionStore } from './session-store.ts';
import { auditStore, tokenStore } from './token-store.ts';

export interface StoreOptions {
  /** The data folder; made when it is not there. */
  readonly dir: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Taken before the log was opened, which is not a second engine's to write; released at closing. Taken here when left out. */
  readonly lock?: DataLock;
  /** Puts the newest backup in place of a damaged, missing or empty database. */
  readonly restoreBackup?: boolean;
  /** Forgets what was stored before; for the practice lab, whose machines begin anew with every start. */
  readonly fresh?: boolean;
  /** For tests of migrations. */
  readonly migrations?: readonly Migration[];
}

/** All but who may look: the windows that were open stay open over a restart. */
function forget(dir: string): readonly SessionRecord[] {
  const sessions = sessionsIn(join(dir, databaseName));
  for (const file of ['', '-wal', '-shm']) rmSync(join(dir, databaseName + file), { force: true });
  return sessions;
}

/** DATA_NOT_WRITABLE, DATA_IN_USE, STORE_DAMAGED, STORE_NEWER; a second engine leaves no trace. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dir, clock, log, restoreBackup = false, fresh = false, migrations = allMigrations } = options;
  const lock = options.lock ?? lockData(dir);
  try {
    const kept = fresh ? forget(dir) : [];
    const { database, notice } = openDatabase({ dir, now: clock.now(), migrations, restoreBackup, log });
    if (notice !== null) log.warn(notice);
    const db = new Kysely<Tables>({ dialect: new Dialect({ database }) });
    const guard = guardFor(dir);
    const pruneAt = (now: number) => guard(() => prune(db, now));
    const sessions = sessionStore(db, dir);
    for (const session of kept) await sessions.save(session);
    // Want of room to cut back is no reason not to start.
    await pruneAt(clock.now()).catch((error: unknown) => log.error('What is too old could not be forgotten.', error));
    const installationId = await guard(() => installationIdOf(db));
    return {
      platforms: platformStore(db, dir, log),
      drafts: draftStore(db, dir),
      homes: homeStore(db, dir),
      runs: runStore(db, dir),
      applied: appliedStore(db, dir),
      lastSeen: lastSeenStore(db, dir),
      intents: intentStore(db, dir),
      tokens: tokenStore(db, dir),
      sessions,
      audit: auditStore(db, dir),
      installationId,
      prune: pruneAt,
      notice,
      async close() {
        // What was asked for in this turn still goes to the disk.
        await turnEnd();
        await db.destroy();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
