// While a run waits for another try it tells when that begins, and no time left that nobody knows.
import { expect, it } from 'vitest';
import { fault } from '#core/fault.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryRuns } from '#practice/store/memory-runs.ts';
import { sketchDeps, sketchPlan, sketchPlatform, sketchStep } from './fixtures.ts';
import { createRuns } from './runs.ts';

it('tells when the next try begins, and no time left before one has succeeded', async () => {
  const clock = virtualClock();
  let tries = 0;
  const step = sketchStep('a', async () => {
    tries += 1;
    if (tries < 3) throw fault('NODE_UNREACHABLE', { host: 'n1', port: 22 });
  });
  const runs = createRuns(sketchDeps({ store: memoryRuns(), clock, steps: [{ ...step, attempts: 5 }] }));
  const runId = await runs.start({ plan: sketchPlan([{ id: 'a' }]), platform: sketchPlatform(), startedBy: 'window' });
  const begun = clock.now();
  const waits: number[] = [];
  for await (const event of runs.watch(runId, -1, new AbortController().signal)) {
    if (event.type !== 'tasks') continue;
    const held = event.tasks.filter((task) => task.state === 'running' && task.fault !== null);
    if (held.length > 0) expect(event.summary.leftMs).toBeNull();
    waits.push(...held.flatMap((task) => task.retryAt ?? []));
  }
  expect(new Set(waits).size).toBe(2);
  expect(Math.min(...waits)).toBeGreaterThan(begun);
  expect((await runs.get(runId)).state).toBe('done');
});
