import { describe, expect, test } from 'vitest';
import { blockerOf, departureOf, podsThatLeave, takersOf, volumesOn } from './drain.ts';
import { selects } from './label-selector.ts';
import type { Raw } from './trim/raw.ts';

interface PodSketch {
  readonly name: string;
  readonly owner?: string;
  readonly annotations?: Raw;
  readonly phase?: string;
  readonly volumes?: readonly Raw[];
  readonly node?: string;
  readonly ending?: boolean;
  readonly labels?: Raw;
  readonly tolerations?: readonly Raw[];
}
const pod = ({
  name,
  owner = 'ReplicaSet',
  annotations = {},
  phase = 'Running',
  volumes = [],
  node = 'n1',
  ending = false,
  labels = {},
  tolerations = [],
}: PodSketch): Raw => ({
  metadata: {
    name,
    namespace: 'shop',
    annotations,
    labels,
    ...(owner === '' ? {} : { ownerReferences: [{ kind: owner, name: 'x', controller: true }] }),
    ...(ending ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
  },
  spec: { nodeName: node, volumes, tolerations },
  status: { phase },
});
const names = (pods: readonly Raw[]) => podsThatLeave(pods, 'n1').map(({ name }) => name);
const node = (name: string, more: { readonly ready?: string; readonly spec?: Raw } = {}): Raw => ({
  metadata: { name },
  spec: more.spec ?? {},
  status: { conditions: [{ type: 'Ready', status: more.ready ?? 'True' }] },
});

describe('what has to leave a node', () => {
  test('is every pod on it, but for those of DaemonSets and of the kubelet', () => {
    const pods = [
      pod({ name: 'web' }),
      pod({ name: 'elsewhere', node: 'n2' }),
      pod({ name: 'network', owner: 'DaemonSet' }),
      pod({ name: 'mirror', owner: 'Node', annotations: { 'kubernetes.io/config.mirror': 'hash' } }),
      pod({ name: 'alone', owner: '' }),
      pod({ name: 'over', owner: 'Job', phase: 'Succeeded' }),
    ];
    expect(names(pods)).toEqual(['web', 'alone', 'over']);
  });

  test('is not what would come back to a closed node, unless nothing makes it anew', () => {
    const key = 'node.kubernetes.io/unschedulable';
    const everything = [{ operator: 'Exists' }];
    const pods = [
      pod({ name: 'driver', owner: 'StatefulSet', tolerations: everything }),
      pod({ name: 'agent', tolerations: [{ key, operator: 'Exists', effect: 'NoSchedule' }] }),
      pod({ name: 'alone', owner: '', tolerations: everything }),
      pod({ name: 'patient', tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' }] }),
      pod({ name: 'stays-while-driven-out', tolerations: [{ operator: 'Exists', effect: 'NoExecute' }] }),
      pod({ name: 'gpu', tolerations: [{ key: 'gpu', operator: 'Equal', value: 'yes' }] }),
    ];
    expect(names(pods)).toEqual(['alone', 'patient', 'stays-while-driven-out', 'gpu']);
  });

  test('what nothing starts again, and whose files end with it, is known by name', () => {
    const scratch = [{ name: 'cache', emptyDir: {} }];
    const [alone, cached, over, ending] = podsThatLeave(
      [
        pod({ name: 'alone', owner: '' }),
        pod({ name: 'cached', volumes: scratch }),
        pod({ name: 'over', owner: '', phase: 'Succeeded', volumes: scratch }),
        pod({ name: 'ending', ending: true }),
      ],
      'n1',
    );
    expect(alone).toMatchObject({ title: 'shop/alone', alone: true, scratch: false });
    expect(cached).toMatchObject({ alone: false, scratch: true });
    expect(over).toMatchObject({ alone: false, scratch: false });
    expect(ending).toMatchObject({ ending: true });
  });

  test('goes to nodes that are ready, open and without a taint that keeps pods away', () => {
    const nodes = [
      node('n1'),
      node('open'),
      node('silent', { ready: 'Unknown' }),
      node('closed', { spec: { unschedulable: true } }),
      node('tainted', { spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } }),
      node('reluctant', { spec: { taints: [{ key: 'gpu', effect: 'PreferNoSchedule' }] } }),
    ];
    expect(takersOf(nodes, 'n1')).toEqual(['open', 'reluctant']);
  });
});

test('what holds a pod is told with its budget, as the API server says it', () => {
  const refused = {
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    details: { causes: [{ reason: 'DisruptionBudget', message: 'The disruption budget web needs 2 healthy pods and has 2 currently' }] },
  };
  expect(blockerOf({ title: 'shop/web-1' }, refused)).toBe(
    'shop/web-1 (The disruption budget web needs 2 healthy pods and has 2 currently)',
  );
  expect(blockerOf({ title: 'shop/web-1' }, { message: 'This pod has more than one PodDisruptionBudget.' })).toContain('more than one');
  expect(blockerOf({ title: 'shop/web-1' }, 'nonsense')).toBe('shop/web-1');
});

describe('volumes on a node', () => {
  const volume = (name: string, terms: readonly Raw[], spec: Raw = {}): Raw => ({
    metadata: { name },
    spec: { capacity: { storage: '5Gi' }, nodeAffinity: { required: { nodeSelectorTerms: terms } }, ...spec },
  });
  const term = (key: string, values: readonly string[]): Raw => ({ matchExpressions: [{ key, operator: 'In', values }] });

  test('are those that no other node has', () => {
    const volumes = [
      volume('here', [term('kubernetes.io/hostname', ['n1'])], {
        claimRef: { namespace: 'shop', name: 'data' },
        hostPath: { path: '/srv/data' },
      }),
      volume('rawfile', [term('hostname', ['n1'])]),
      volume('there', [term('kubernetes.io/hostname', ['n2'])]),
      volume('both', [term('kubernetes.io/hostname', ['n1', 'n2'])]),
      volume('either', [term('kubernetes.io/hostname', ['n1']), term('kubernetes.io/hostname', ['n2'])]),
      { metadata: { name: 'network' }, spec: { nfs: {} } },
    ];
    expect(volumesOn(volumes, 'n1')).toEqual([
      { name: 'here', claim: 'shop/data', capacity: '5Gi', path: '/srv/data' },
      { name: 'rawfile', claim: '', capacity: '5Gi', path: '' },
    ]);
  });
});

test('before a departure a person sees which budgets hold which pods', () => {
  const budget = (name: string, disruptionsAllowed: number, matchLabels: Raw): Raw => ({
    metadata: { name, namespace: 'shop' },
    spec: { selector: { matchLabels } },
    status: { disruptionsAllowed },
  });
  const found = departureOf({
    at: 1,
    node: 'n1',
    nodes: [node('n1'), node('n2')],
    pods: [pod({ name: 'web', labels: { app: 'web' } }), pod({ name: 'alone', owner: '', labels: { app: 'alone' } })],
    volumes: [],
    budgets: [budget('tight', 0, { app: 'web' }), budget('loose', 1, { app: 'web' }), budget('other', 0, { app: 'other' })],
  });
  expect(found).toMatchObject({
    moving: ['shop/web'],
    lost: ['shop/alone'],
    held: [{ budget: 'shop/tight', pod: 'shop/web' }],
    takers: ['n2'],
    ready: true,
  });
});

test.each([
  [{}, true],
  [null, false],
  [{ matchLabels: { app: 'web' } }, true],
  [{ matchLabels: { app: 'db' } }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'db'] }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, true],
  [{ matchLabels: { app: 'web' }, matchExpressions: [{ key: 'app', operator: 'Newer' }] }, false],
])('a selector %j', (selector, chosen) => {
  expect(selects(selector, { app: 'web' })).toBe(chosen);
});
