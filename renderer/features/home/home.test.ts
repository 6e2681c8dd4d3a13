import { describe, expect, it } from 'vitest';
import type { ClusterNode, Workload } from '#contract/cluster.ts';
import type { RunSummary } from '#contract/runs.ts';
import { attentionOf } from './attention.ts';
import { setUpOf } from './set-up-state.ts';
import { stateSentence, titleOf } from './state-sentence.ts';

const node = (name: string, status: ClusterNode['status']) => ({ name, status, reason: '' });
const facts = { pods: 40, badPods: 0, complete: true, refused: false, missing: [], failedRun: null, setUp: 'done' as const, silence: null };
const well = [node('one', 'ready'), node('two', 'ready')];

describe('the sentence at the top of Home', () => {
  it('says that all is well, with numbers', () => {
    expect(stateSentence({ ...facts, nodes: well })).toBe('All is well: 2 nodes ready, 40 pods running.');
  });
  it('names what is not', () => {
    const nodes = [...well, node('three', 'failed'), node('four', 'attention')];
    expect(stateSentence({ ...facts, nodes, badPods: 1 })).toBe('three has failed and four needs attention. 1 pod is not well.');
  });
  it('counts when there is too much to name', () => {
    const nodes = ['a', 'b', 'c', 'd'].map((name) => node(name, 'unknown'));
    expect(stateSentence({ ...facts, nodes })).toBe('a is not heard, b is not heard, and 2 more.');
  });
  it('does not call it well when a machine is missing or the last run failed', () => {
    expect(stateSentence({ ...facts, nodes: well, missing: ['three'], failedRun: 'Set up' })).toBe(
      'three is not in the cluster. “Set up” failed.',
    );
    expect(stateSentence({ ...facts, nodes: well, failedRun: 'Set up' })).toBe('2 nodes ready. “Set up” failed.');
  });
  it('never calls a cluster well before all of it was read', () => {
    expect(stateSentence({ ...facts, nodes: well, complete: false })).toBe('Reading the cluster.');
    expect(stateSentence({ ...facts, nodes: [], refused: true })).toBe('The cluster refuses to show itself.');
    expect(stateSentence({ ...facts, nodes: [] })).toBe('The cluster answers, but it has no nodes.');
  });
});

describe('a set-up that was taken back', () => {
  it('is not called well, however ready the nodes are', () => {
    const sentence = (setUp: 'undone' | 'partly-undone') => stateSentence({ ...facts, nodes: well, setUp });
    expect(sentence('undone')).toBe('2 nodes ready. Its last set-up was undone.');
    expect(sentence('partly-undone')).toBe('2 nodes ready. Part of its last set-up was undone.');
  });
});

describe('a cluster that is not heard', () => {
  it('is not called well from what was seen before', () => {
    const sentence = (of: 'hearth' | 'cluster') => stateSentence({ ...facts, nodes: well, silence: { of, since: '12:03:41' } });
    expect(sentence('cluster')).toBe('The cluster has not been heard since 12:03:41. What you see is from then.');
    expect(sentence('hearth')).toBe('As of 12:03:41, Hearth does not answer. What you see is from then.');
  });
});

const counts = { waiting: 0, ready: 0, running: 0, done: 0, unchanged: 0, failed: 1, skipped: 0, cancelled: 0, interrupted: 0 };
const run = (id: string, state: RunSummary['state']): RunSummary => ({
  id,
  kind: 'provision',
  title: id,
  platformId: 'p',
  state,
  startedAt: 1,
  endedAt: 2,
  startedBy: 'window',
  counts,
  leftMs: null,
  headline: 'why',
});
const workload = (name: string, status: Workload['status']): Workload => ({
  uid: name,
  name,
  createdAt: 0,
  kind: 'Deployment',
  namespace: 'default',
  status,
  reason: '',
  desired: 2,
  ready: 1,
  images: [],
});

describe('what needs somebody', () => {
  it('is listed worst first, and what works on itself is left alone', () => {
    const workloads = [workload('slow', 'working'), workload('ill', 'attention'), workload('dead', 'failed')];
    const items = attentionOf({
      platformId: 'p',
      nodes: [],
      missing: [],
      workloads: workloads.map((row) => ({ kind: 'deployments' as const, row })),
      runs: [],
    });
    expect(items.map((item) => item.title)).toEqual(['dead', 'ill']);
    expect(items[0]?.to).toBe('/p/p/workloads/deployments?open=default%2Fdead');
  });
  it('does not hold an old failure against a platform that was run again', () => {
    expect(
      attentionOf({ platformId: 'p', nodes: [], missing: [], workloads: [], runs: [run('again', 'done'), run('before', 'failed')] }),
    ).toEqual([]);
    expect(attentionOf({ platformId: 'p', nodes: [], missing: [], workloads: [], runs: [run('last', 'failed')] })).toHaveLength(1);
  });
});

describe('a platform without a cluster to look at', () => {
  type Told = Pick<RunSummary, 'startedAt' | 'kind' | 'title' | 'state'>;
  const told = (facts: Told): RunSummary => ({ ...run(facts.title, facts.state), ...facts });
  const access = told({ startedAt: 1, kind: 'access', title: 'Access', state: 'done' });
  const built = (state: RunSummary['state'], startedAt = 5) => told({ startedAt, kind: 'provision', title: 'Set up Lab', state });
  const undo = (title: string) => told({ startedAt: 7, kind: 'undo', title, state: 'done' });
  const sentence = (...runs: RunSummary[]) => titleOf('Lab', setUpOf(runs));

  it('has not been built as long as nothing tried to', () => {
    expect([sentence(), sentence(access)]).toEqual(['Lab has not been built yet.', 'Lab has not been built yet.']);
  });
  it('says what its runs say', () => {
    expect(sentence(built('running'), access)).toBe('Lab: “Set up Lab” is under way.');
    expect(sentence(built('failed'), access)).toBe('Lab is not set up: “Set up Lab” failed.');
    expect(sentence(built('cancelled'), access)).toBe('Lab is not set up: “Set up Lab” was stopped.');
    expect(sentence(built('done'), access)).toBe('Lab was set up, but Hearth has no way into its cluster.');
  });
  it('is not set up once that was undone, until it is set up again', () => {
    const undone = undo('Undo: Set up Lab');
    expect(sentence(undone, built('done'))).toBe('Lab is not set up: its last set-up was undone.');
    expect(setUpOf([undo('Undo 3 of 9 steps: Set up Lab'), built('done')]).kind).toBe('partly-undone');
    expect(sentence({ ...undone, state: 'running' }, built('done'))).toContain('is under way');
    expect(setUpOf([built('done', 9), undone, built('done')]).kind).toBe('done');
    expect(setUpOf([undo('Undo: Access'), built('done'), access]).kind).toBe('done');
  });
});
