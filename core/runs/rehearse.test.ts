// A dry run as the engine carries it out, with steps that would complain if they were asked to act.
import { expect, test } from 'vitest';
import { fault, type Fault } from '#core/fault.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryRuns } from '#practice/store/memory-runs.ts';
import { sketchDeps, sketchPlan, sketchPlatform, type TaskSketch } from './fixtures.ts';
import { createRuns } from './runs.ts';
import type { Finding, Step } from './step.ts';

const step = (id: string, check: () => Promise<Finding>): Step => ({
  id,
  attempts: 4,
  timeoutMs: 60_000,
  check,
  apply: () => Promise.reject(new Error(`${id} was carried out in a dry run.`)),
});
const finds = (id: string, holds: boolean) => step(id, async () => ({ holds, seen: `${id} was seen` }));
const fails = (id: string, error: () => Fault) => step(id, () => Promise.reject(error()));
const scriptFailed = () => fault('SCRIPT_FAILED', { host: 'n1', script: 's', exitCode: 1, lastLine: 'no such command' });

async function rehearse(steps: readonly Step[], tasks: readonly TaskSketch[]) {
  const clock = virtualClock();
  const asked: string[] = [];
  const open = async (platformId: string) => {
    asked.push(platformId);
    return null;
  };
  const lease = { installation: 'here', console: 'here', open };
  const deps = sketchDeps({ store: memoryRuns(), clock, steps, more: { lease } });
  const runs = createRuns(deps);
  const plan = { ...sketchPlan(tasks.map((task): TaskSketch => ({ ...task, mode: 'rehearse' }))), kind: 'rehearse' as const };
  const runId = await runs.start({ plan, platform: sketchPlatform(), startedBy: 'test' });
  for await (const _ of runs.watch(runId, -1, new AbortController().signal)) void _;
  const run = await runs.get(runId);
  return { run, asked, states: run.tasks.map(({ id, state }) => `${id} ${state}`), errors: deps.log.lines };
}

test('says what is so, what would change, and leaves open what stands on that; nothing is carried out and no Lease is asked for', async () => {
  const { run, states, asked, errors } = await rehearse(
    [finds('name', true), finds('install', false), fails('enable', scriptFailed), finds('use', false)],
    [
      { id: 'name' },
      { id: 'install', title: 'Install it', needs: ['name'], changes: ['n1: the snap'] },
      { id: 'enable', needs: ['install'] },
      { id: 'use', needs: ['enable'] },
    ],
  );
  expect([run.state, ...states]).toEqual(['done', 'name unchanged', 'install done', 'enable skipped', 'use skipped']);
  expect(run.tasks.map(({ lastLine }) => lastLine)).toEqual([
    'name was seen',
    'Would change: n1: the snap. Now: install was seen',
    expect.stringMatching(/^Cannot be known before "Install it"\. Now: /),
    expect.stringMatching(/^Cannot be known before "Install it"\. Now: /),
  ]);
  // An undo counts by it.
  expect(run.tasks.some(({ acted }) => acted === true)).toBe(false);
  expect([asked, errors]).toEqual([[], []]);
});

test.each([
  ['nothing before it would change', true, scriptFailed, 'SCRIPT_FAILED'],
  ['it is a refusal', false, () => fault('NOT_POSSIBLE_NOW', { reason: 'It is newer.' }), 'NOT_POSSIBLE_NOW'],
  ['the machine does not answer', false, () => fault('NODE_UNREACHABLE', { host: 'n1', port: 22 }), 'NODE_UNREACHABLE'],
])('a fault is a fault where %s', async (...[, holds, error, code]) => {
  const { run } = await rehearse([finds('first', holds), fails('second', error)], [{ id: 'first' }, { id: 'second', needs: ['first'] }]);
  expect([run.state, run.tasks[1]?.state, run.tasks[1]?.fault?.code]).toEqual(['failed', 'failed', code]);
});
