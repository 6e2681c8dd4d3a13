import { describe, expect, it } from 'vitest';
import type { ClusterNode, Workload } from '#contract/cluster.ts';
import type { RunSummary } from '#contract/runs.ts';
import { attentionOf } from './attention.ts';
import { stateSentence } from './state-sentence.ts';

const node = (name: string, status: ClusterNode['status']) => ({ name, status, reason: '' });
const facts = { pods: 40, badPods: 0, complete: true, refused: false, missing: [], failedRun: null };
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
