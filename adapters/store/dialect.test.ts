import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { sketchPlan } from '#core/runs/fixtures.ts';
import { newRun } from '#core/runs/summary.ts';
import { Dialect } from './dialect.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/list.ts';
import { runStore } from './run-store.ts';
import type { Tables } from './schema.ts';

it('a full disk is called by its name, and what was stored before can still be read', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hearth-full-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const path = join(dir, 'hearth.sqlite');
  const database = new Database(path);
  migrate({ dir, path, database, now: 0, migrations });
  // SQLite then reports the same as on a disk without room.
  database.pragma('max_page_count = 60');
  const db = new Kysely<Tables>({ dialect: new Dialect({ database }) });
  const runs = runStore(db, dir);
  const plan = sketchPlan([{ id: 'a' }]);
  await runs.create(newRun({ id: 'r1', plan, startedAt: 1, startedBy: 'test', attemptsOf: () => 1 }), plan);

  let stored = -1;
  const fill = async () => {
    for (;;) {
      await runs.appendLog('r1', [{ seq: stored + 1, taskId: 'a', at: 1, stream: 'out', text: 'x'.repeat(2000) }]);
      stored += 1;
    }
  };
  await expect(fill()).rejects.toMatchObject({ view: { code: 'DATA_NOT_WRITABLE', why: 'The disk is full.' } });
  expect(await runs.lastLogSeq('r1')).toBe(stored);
  expect(stored).toBeGreaterThan(0);
  await db.destroy();
});

it('a statement that is asked for again sees the tables as they are now, and pragmas take effect each time', async () => {
  const database = new Database(':memory:');
  const db = new Kysely<Record<string, Record<string, unknown>>>({ dialect: new Dialect({ database }) });
  const all = async () => (await sql`SELECT * FROM thing`.execute(db)).rows;
  await sql`CREATE TABLE thing (a)`.execute(db);
  await sql`INSERT INTO thing VALUES (1)`.execute(db);
  expect(await all()).toEqual([{ a: 1 }]);
  await sql`ALTER TABLE thing ADD COLUMN b DEFAULT 2`.execute(db);
  expect(await all()).toEqual([{ a: 1, b: 2 }]);
  for (const [word, value] of [
    ['NORMAL', 1],
    ['FULL', 2],
    ['NORMAL', 1],
  ] as const) {
    await sql.raw(`PRAGMA synchronous = ${word}`).execute(db);
    expect(database.pragma('synchronous', { simple: true })).toBe(value);
  }
  for (let index = 0; index < 300; index += 1) await sql`SELECT ${sql.lit(index)}`.execute(db);
  expect(await all()).toEqual([{ a: 1, b: 2 }]);
  await db.destroy();
});
