import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '#adapters/clock/system-clock.ts';
import type { LogLine } from '#contract/runs.ts';
import type { Store } from '#core/ports/store.ts';
import { sketchLog, sketchPlan, sketchPlatform } from '#core/runs/fixtures.ts';
import { newRun } from '#core/runs/summary.ts';
import { openStore } from './open.ts';

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

test('what was asked for before the store was closed is there when it is opened again', async () => {
  const asked = store.runs.appendLog('r1', [line(0)]);
  await store.close();
  await asked;
  const again = await open();
  expect(await linesOf(again)).toEqual(['line 0']);
  await again.close();
});
