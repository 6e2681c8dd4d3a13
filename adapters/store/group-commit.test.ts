import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, sql, type Transaction } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '#adapters/clock/system-clock.ts';
import type { LogLine } from '#contract/runs.ts';
import type { Store } from '#core/ports/store.ts';
import { sketchLog, sketchPlan, sketchPlatform } from '#core/runs/fixtures.ts';
import { newRun } from '#core/runs/summary.ts';
import { Dialect } from './dialect.ts';
import { groupCommit } from './group-commit.ts';
import { openStore } from './open.ts';
import type { Tables } from './schema.ts';

let dir: string;
let store: Store;
const open = () => openStore({ dir, clock: systemClock, log: sketchLog() });
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hearth-group-commit-'));
  store = await open();
  await store.platforms.insert(sketchPlatform('p1'));
  const plan = sketchPlan([{ id: 'a' }, { id: 'b' }]);
  await store.runs.create(newRun({ id: 'r1', plan, startedAt: 1, startedBy: 'window', attemptsOf: () => 1 }), plan);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const line = (seq: number): LogLine => ({ seq, taskId: 'a', at: seq, stream: 'out', text: `line ${seq}` });
const linesOf = async (from: Store) => (await from.runs.readLog('r1', { after: -1, limit: 100 })).lines.map(({ text }) => text);

test('of many writes of one moment each is answered when it can be read, and the last one asked for is the last word', async () => {
  const seen = await Promise.all([
    ...[0, 1, 2].map(async (seq) => {
      await store.runs.appendLog('r1', [line(seq)]);
      return (await linesOf(store)).includes(`line ${seq}`);
    }),
    ...(['running', 'done', 'failed'] as const).map((state) => store.runs.recordTasks('r1', [{ taskId: 'b', patch: { state } }])),
  ]);
  expect(seen.slice(0, 3)).toEqual([true, true, true]);
  expect((await store.runs.get('r1'))?.tasks.find(({ id }) => id === 'b')?.state).toBe('failed');
  await store.close();
});

test('one that is refused keeps none of the others of its moment from the disk', async () => {
  const asked = [store.runs.appendLog('r1', [line(0)]), store.runs.appendLog('nobody', [line(0)]), store.runs.appendLog('r1', [line(1)])];
  const ends = await Promise.allSettled(asked);
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await linesOf(store)).toEqual(['line 0', 'line 1']);
  await store.close();
});

test('only what was merely looked at is left to the disk to write when it likes', async () => {
  const database = new Database(join(dir, 'own.sqlite3'));
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL']) database.pragma(pragma);
  const db = new Kysely<Tables>({ dialect: new Dialect({ database }) });
  const commit = groupCommit(db);
  const { full, normal } = { full: 2, normal: 1 };
  const written = async (...weights: readonly ('forced' | 'easy')[]) => {
    const seen: unknown[] = [];
    const work = async (trx: Transaction<Tables>) => {
      const { rows } = await sql<{ synchronous: number }>`PRAGMA synchronous`.execute(trx);
      seen.push(...rows.map(({ synchronous }) => synchronous));
    };
    await Promise.all(weights.map((weight) => commit(weight, work)));
    return [...seen, database.pragma('synchronous', { simple: true })];
  };
  expect(await written('easy', 'easy')).toEqual([normal, normal, full]);
  expect(await written('easy', 'forced')).toEqual([full, full, full]);
  await expect(commit('easy', () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  expect(database.pragma('synchronous', { simple: true })).toBe(full);
  await db.destroy();
});

test('what was asked for before the store was closed is there when it is opened again', async () => {
  const asked = store.runs.appendLog('r1', [line(0)]);
  await store.close();
  await asked;
  const again = await open();
  expect(await linesOf(again)).toEqual(['line 0']);
  await again.close();
});
