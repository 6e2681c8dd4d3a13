// As the owner of a half-built platform I lose power on my desk, and find the work going on when I am back.
import { expect } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Task } from '#contract/runs.ts';
import { kubectlOn } from '../../fixtures/cluster.ts';
import { startHearth } from '../../fixtures/hearth.ts';
import { attachSaid, needs, test } from '../../fixtures/journey.ts';
import { createPlatform, finished, prepareAccess, readLog, readRun, runUntil, startRun } from '../../fixtures/platform.ts';
import { restOf } from '../../fixtures/rest.ts';
import { expectDone, searchLog, showWholeLog, task, tasksIn } from '../../screens/run.ts';
import { openWindow, statusBar, visit } from '../../screens/window.ts';

needs('bare');

const ended = (tasks: readonly Task[]) =>
  tasks
    .filter((one) => one.endedAt !== null)
    .map(({ id, state, startedAt, endedAt, attempt }) => ({ id, state, startedAt, endedAt, attempt }));

test('the engine is killed in the middle of a join, and the run goes on by itself to its end', async ({ page, machines }, info) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearth-e2e-killed-'));
  const first = await startHearth({ dataDir });
  const platform = await createPlatform(restOf(first), machines.nodes);
  await prepareAccess(restOf(first), machines, platform.id);
  const runId = await startRun(restOf(first), { platformId: platform.id, kind: 'provision' });
  await openWindow(page, first);
  await visit(page, first, `/setup/${platform.id}/run`);
  await expect(task(page, 'join-worker:node2')).toHaveAttribute('data-state', 'running', { timeout: 150_000 });
  // The machine itself has begun to join.
  await runUntil(restOf(first), runId, ({ tasks }) =>
    /contacting cluster|successfully joined/i.test(tasks.find(({ id }) => id === 'join-worker:node2')?.lastLine ?? ''),
  );
  const before = await readRun(restOf(first), runId);
  await first.kill();
  await expect(statusBar(page)).toContainText('Hearth does not answer');

  const second = await startHearth({ dataDir, port: first.port });
  try {
    const rest = restOf(second);
    const resumed = await readRun(rest, runId);
    expect(['running', 'done']).toContain(resumed.state);
    expect(resumed.tasks.map(({ id }) => id)).toEqual(before.tasks.map(({ id }) => id));
    // What had ended before is left alone.
    expect(ended(resumed.tasks)).toEqual(expect.arrayContaining(ended(before.tasks)));

    // A window opened anew shows the same run at the same place.
    await openWindow(page, second);
    await visit(page, second, `/setup/${platform.id}/run`);
    await expectDone(page);
    await expect(tasksIn(page, 'done', 'unchanged')).toHaveCount(before.tasks.length);
    await showWholeLog(page);
    await expect((await searchLog(page, 'Hearth ended while this task was making its change')).first()).toBeVisible();

    const done = await finished(rest, runId);
    expect(ended(done.tasks)).toEqual(expect.arrayContaining(ended(before.tasks)));
    const seqs = (await readLog(rest, runId)).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index));
    const nodes = await kubectlOn(machines, 'node1')('get', 'nodes', '--no-headers');
    expect(nodes.split('\n').map((line) => line.split(/\s+/).slice(0, 2))).toEqual(machines.nodes.map(({ name }) => [name, 'Ready']));
    const runs = await rest.call('GET', `/runs?platformId=${platform.id}`);
    expect(runs).toHaveLength(2);
  } finally {
    await attachSaid(second, info);
    await second.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
