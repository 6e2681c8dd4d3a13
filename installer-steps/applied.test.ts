import { expect, test } from 'vitest';
import type { Run, Task } from '#contract/runs.ts';
import type { Applied, Begun } from '#core/ports/applied.ts';
import { sketchPlan } from '#core/runs/fixtures.ts';
import { newRun } from '#core/runs/summary.ts';
import { sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import { appliedAfter, wishesOf, type Ending } from './applied.ts';

const platform = sketchPlatform({ nodes: [1, 2].map((number) => sketchNode(number, { labels: { disk: 'ssd' } })) });
const content = wishesOf(platform);
const begun: Begun = { runId: 'r', platformId: 'p1', at: 5, revision: 2, content };
const before: Applied = {
  platformId: 'p1',
  runId: 'r0',
  revision: 1,
  at: 1,
  content: { ...content, nodes: content.nodes.map((node) => Object.assign({}, node, { labels: {} })) },
  components: [{ id: 'wiki', chart: 'wiki-1', valuesHash: 'x', at: 1 }],
};

const task = (id: string, more: Partial<Task> = {}) => ({ id, step: id.split(':')[0] ?? '', state: 'done' as const, ...more });
function ending(kind: Run['kind'], tasks: ReturnType<typeof task>[], more: Partial<Ending> = {}): Ending {
  const planned = sketchPlan(tasks.map(({ id, step, nodeId = null, input = {} }) => ({ id, step, nodeId, input })));
  const made = newRun({ id: 'r', plan: { ...planned, kind }, startedAt: 5, startedBy: 'test', attemptsOf: () => 1 });
  const run = { ...made, tasks: made.tasks.map((one, index) => Object.assign({}, one, { state: tasks[index]?.state ?? 'done' })) };
  return { run, begun, before, platform, version: 4, at: 9, ...more };
}
const labelsIn = (applied: Applied | null) => applied?.content.nodes.map(({ name, labels }) => [name, labels['disk'] ?? '']);

test('a set-up has applied what it was planned from, and what was installed before stays known', () => {
  const after = appliedAfter(ending('provision', [task('mark-node:node1', { nodeId: 'n1' })]));
  expect(after).toMatchObject({ runId: 'r', revision: 2, at: 9, components: before.components });
  expect(labelsIn(after)).toEqual([
    ['node1', 'ssd'],
    ['node2', 'ssd'],
  ]);
});

test('a machine that was left out stands as it stood before, or not at all', () => {
  const tasks = [task('mark-node:node1', { nodeId: 'n1' }), task('mark-node:node2', { nodeId: 'n2', state: 'skipped' })];
  expect(labelsIn(appliedAfter(ending('provision', tasks)))).toEqual([
    ['node1', 'ssd'],
    ['node2', ''],
  ]);
  expect(labelsIn(appliedAfter(ending('provision', tasks, { before: null })))).toEqual([['node1', 'ssd']]);
});

test('a component that was left out is not installed, unless it was before', () => {
  const release = {
    name: 'wiki',
    namespace: 'wiki',
    chart: { name: 'wiki', version: '2', from: { kind: 'bundled' } },
    values: {},
    timeoutMs: 60,
  };
  const input = { component: { id: 'wiki', title: 'Wiki', release, ready: [], health: null } };
  const tasks = [task('install-component:wiki', { input, state: 'skipped' })];
  const wanting = { begun: { ...begun, content: { ...content, components: ['wiki'] } } };
  expect(appliedAfter(ending('provision', tasks, { ...wanting, before: null }))).toMatchObject({
    components: [],
    content: { components: [] },
  });
  const installed = { ...before, content: { ...before.content, components: ['wiki'] } };
  expect(appliedAfter(ending('provision', tasks, { ...wanting, before: installed }))).toMatchObject({
    components: before.components,
    content: { components: ['wiki'] },
  });
});

test('an undo takes back what it undid, and all of it when no machine is left', () => {
  const undone = (names: readonly string[], step: string) =>
    names.map((name, index) => task(`${step}:${name}`, { nodeId: `n${index + 1}` }));
  const marked = { ...before, content };
  expect(labelsIn(appliedAfter(ending('undo', undone(['node1'], 'mark-node'), { before: marked })))).toEqual([
    ['node1', ''],
    ['node2', 'ssd'],
  ]);
  const bare = { ...before, components: [] };
  expect(appliedAfter(ending('undo', undone(['node1', 'node2'], 'install-distribution'), { before: bare }))).toBeNull();
});

test('a node that was built anew has what the inventory gives it now; the others have not', () => {
  const after = appliedAfter(ending('rebuild-node', [task('purge-distribution:node2', { nodeId: 'n2' })]));
  expect(labelsIn(after)).toEqual([
    ['node1', ''],
    ['node2', 'ssd'],
  ]);
  expect(after?.revision).toBe(1);
});

test('an upgrade that brings the inventory about has applied its newest version', () => {
  const set = task('set-channel', { input: { channel: platform.channel } });
  const older = { ...before, content: { ...content, channel: '1.35/stable' } };
  expect(appliedAfter(ending('upgrade', [set], { before: older }))).toMatchObject({ revision: 4, content: { channel: platform.channel } });
});
