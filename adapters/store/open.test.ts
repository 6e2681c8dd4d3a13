import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { storeConformance } from '#adapters/conformance/store.ts';
import { fault } from '#core/fault.ts';
import { sketchDeps, sketchLog, sketchPlan, sketchPlatform, sketchStep } from '#core/runs/fixtures.ts';
import { createRuns } from '#core/runs/runs.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { openStore } from './open.ts';

const root = mkdtempSync(join(tmpdir(), 'hearth-store-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newFolder = () => mkdtempSync(join(root, 'data-'));

storeConformance('The store on SQLite', () => openStore({ dir: newFolder(), clock: virtualClock(), log: sketchLog() }));

it('a run that the engine carried out is the same after a restart', async () => {
  const dir = newFolder();
  const clock = virtualClock();
  const first = await openStore({ dir, clock, log: sketchLog() });
  const steps = [
    sketchStep('good', async (context) => context.log('Grüße')),
    sketchStep('bad', async () => {
      throw fault('SCRIPT_FAILED', { host: 'n1', script: 'x', exitCode: 7, lastLine: 'oh' });
    }),
  ];
  const runs = createRuns(sketchDeps({ store: first.runs, clock, steps }));
  const tasks = [{ id: 'good' }, { id: 'bad', needs: ['good'] }, { id: 'good:2', needs: ['bad'] }];
  const runId = await runs.start({ plan: sketchPlan(tasks), platform: sketchPlatform(), startedBy: 'window' });
  for await (const _ of runs.watch(runId, -1, new AbortController().signal)) void _;
  const before = await runs.get(runId);
  const log = await runs.logs(runId, { after: -1, limit: 100 });
  await runs.close();
  await first.close();

  const second = await openStore({ dir, clock, log: sketchLog() });
  const again = createRuns(sketchDeps({ store: second.runs, clock, steps }));
  await again.recover();
  expect(before.state).toBe('failed');
  // When a try begins, and that one takes long, is shown, not journalled.
  const journalled = before.tasks.map(({ retryAt: _retryAt, stalled: _stalled, ...task }) => task);
  expect({ ...(await again.get(runId)), seq: 0 }).toEqual({ ...before, tasks: journalled, seq: 0 });
  expect(await again.logs(runId, { after: -1, limit: 100 })).toEqual(log);
  expect((await again.logs(runId, { after: -1, limit: 100, search: 'grüße' })).lines).toHaveLength(1);
  await second.close();
});

it('the practice lab begins anew with every start, and nothing else does', async () => {
  const dir = newFolder();
  const open = (fresh: boolean) => openStore({ dir, clock: virtualClock(), log: sketchLog(), fresh });
  const first = await open(false);
  await first.platforms.insert(sketchPlatform());
  const session = { hash: 'h', beganAt: virtualClock().now(), usedAt: virtualClock().now() };
  await first.sessions.save(session);
  await first.close();
  const second = await open(false);
  expect(await second.platforms.list()).toHaveLength(1);
  await second.close();
  const third = await open(true);
  expect(await third.platforms.list()).toEqual([]);
  expect(await third.sessions.list()).toEqual([session]);
  await third.close();
});

it('one stored platform that cannot be read does not hide the others', async () => {
  const dir = newFolder();
  const open = () => openStore({ dir, clock: virtualClock(), log: sketchLog() });
  const first = await open();
  await first.platforms.insert(sketchPlatform());
  await first.platforms.insert({ ...sketchPlatform(), id: 'other' });
  await first.close();
  const database = new Database(join(dir, 'hearth.sqlite'));
  database.prepare("UPDATE platforms SET content = '{}' WHERE id = 'other'").run();
  database.close();
  const second = await open();
  expect((await second.platforms.list()).map((platform) => platform.id)).toEqual([sketchPlatform().id]);
  await second.close();
});
