import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { driftStoreConformance } from '#adapters/conformance/drift-store.ts';
import { systemClock } from '#adapters/clock/system-clock.ts';
import { sketchLog, sketchPlan, sketchPlatform } from '#core/runs/fixtures.ts';
import { newRun } from '#core/runs/summary.ts';
import { drift } from './migrations/0005-drift.ts';
import { migrations } from './migrations/list.ts';
import { openStore } from './open.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearth-drift-store-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const open = (known = migrations) => openStore({ dir, clock: systemClock, log: sketchLog(), migrations: known });

driftStoreConformance('The store on SQLite', () => open());

test('a set-up from before this was written down is known as what was applied', async () => {
  const before = await open(migrations.slice(0, migrations.indexOf(drift)));
  const platform = { ...sketchPlatform('p1'), savedAt: 100 };
  await before.platforms.insert(platform);
  const planned = { ...platform, revision: 2, savedAt: 200, name: 'Planned' };
  await before.platforms.update(planned, 1);
  await before.platforms.update({ ...planned, revision: 3, savedAt: 400, name: 'Later' }, 2);
  for (const [id, startedAt, state] of [
    ['r1', 150, 'done'],
    ['r2', 300, 'done'],
    ['r3', 350, 'failed'],
  ] as const) {
    const plan = sketchPlan([{ id: 'a' }]);
    await before.runs.create(newRun({ id, plan, startedAt, startedBy: 'window', attemptsOf: () => 1 }), plan);
    await before.runs.recordRun(id, { state, endedAt: startedAt + 20 });
  }
  await before.close();
  const after = await open();
  expect(await after.applied.get('p1')).toMatchObject({ runId: 'r2', revision: 2, at: 320, content: { name: 'Planned' }, components: [] });
  await after.platforms.remove('p1');
  expect(await after.applied.get('p1')).toBeNull();
  await after.close();
});
