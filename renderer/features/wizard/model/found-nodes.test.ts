import { expect, test } from 'vitest';
import type { ClusterNode } from '#contract/cluster.ts';
import { draw } from './drawing.ts';
import { asMachine, markOfFound } from './found-nodes.ts';
import { content } from './fixtures.ts';

const found = (name: string, more: Partial<ClusterNode> = {}): ClusterNode => ({
  uid: `uid-${name}`,
  name,
  createdAt: 0,
  status: 'ready',
  reason: '',
  roles: [],
  version: 'v1.36.3',
  address: '10.0.0.1',
  os: 'Ubuntu',
  arch: 'amd64',
  schedulable: true,
  labels: {},
  taints: [],
  cpuMilli: 4000,
  memoryBytes: 8e9,
  gpus: 0,
  podLimit: 110,
  ...more,
});

test('the nodes of an existing cluster are drawn, who leads on top, without ranges that are not ours', () => {
  const nodes = [found('fir', { status: 'failed' }), found('pine', { roles: ['control-plane'] })];
  const drawing = draw({
    content: content({ distribution: 'existing', nodes: nodes.map(asMachine) }),
    page: 'settings',
    furthest: 0,
    marks: new Map(nodes.map((node) => [node.uid, markOfFound(node)])),
    components: [],
    lineOf: () => '',
  });
  expect(drawing.nodes.map(({ name, role, mark }) => [name, role, mark])).toEqual([
    ['pine', 'control', 'ready'],
    ['fir', 'worker', 'attention'],
  ]);
  expect(drawing.ranges).toEqual([]);
  expect(drawing.cluster).not.toBeNull();
});
