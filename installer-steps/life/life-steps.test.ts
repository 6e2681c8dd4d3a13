// The steps one by one, with scripts and an API that answer as told.
import { describe, expect, test } from 'vitest';
import { object, type Raw } from '#core/cluster/trim/raw.ts';
import { isFault, TransientFault } from '#core/fault.ts';
import { sketchNode } from '#core/platform/fixtures.ts';
import { kubeconfigName } from '#core/ports/secrets.ts';
import { reversed } from '#core/runs/reversed.ts';
import { Secret } from '#core/secret.ts';
import { room, tryStep, type RoomPlan } from '#steps/fixtures.ts';
import { cordonNode, uncordonNode } from './cordon-node.ts';
import { closeForPods, openForPods } from './new-pods.ts';
import { departNode } from './depart-node.ts';
import { drainNode } from './drain-node.ts';
import { noteFacts } from './inventory-steps.ts';
import { mayLeave } from './may-leave.ts';
import { purgeDistribution } from './purge-distribution.ts';
import { refreshKubeconfig } from './refresh-kubeconfig.ts';
import { renewCertificates } from './renew-certificates.ts';
import { staggerRefresh, timerFor } from './stagger-refresh.ts';
import { upgradeGate } from './upgrade-gate.ts';

const mark = 'hearth.local/closed-by-run';
const connected = (plan: RoomPlan) => {
  const made = room(plan);
  made.secrets.set(kubeconfigName('p1'), new Secret('clusters: []'));
  return made;
};
const failure = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act;
    return 'none';
  } catch (error) {
    if (isFault(error)) return `${error.view.code}: ${error.view.why}`;
    throw error;
  }
};

/** A cluster of one node object that takes patches. */
function nodeApi(first: Partial<Record<'metadata' | 'spec', Raw>>) {
  let node: Readonly<Record<'metadata' | 'spec', Raw>> = { metadata: {}, spec: {}, ...first };
  const patches: unknown[] = [];
  const kube: RoomPlan['kube'] = (_, { method, body }) => {
    if (method === 'PATCH') {
      const { metadata, spec } = object(body);
      patches.push(body);
      node = { metadata: { ...node.metadata, ...object(metadata) }, spec: { ...node.spec, ...object(spec) } };
    }
    return { status: 200, body: node };
  };
  return { kube, patches };
}

describe('closing and opening a node', () => {
  test('a node is closed with a mark, and only a marked one is opened again', async () => {
    const api = nodeApi({});
    const { context } = connected({ scripts: {}, kube: api.kube });
    expect(await tryStep(cordonNode, context)).toMatchObject({ holds: true, applied: true });
    expect(api.patches).toEqual([{ metadata: { annotations: { [mark]: 'true' } }, spec: { unschedulable: true } }]);
    expect(await tryStep(uncordonNode, context)).toMatchObject({ holds: true, applied: true });
    expect(api.patches[1]).toEqual({ metadata: { annotations: { [mark]: null } }, spec: { unschedulable: null } });
    expect(await tryStep(cordonNode, context)).toMatchObject({ applied: true });
    expect(await tryStep(reversed(cordonNode), context)).toMatchObject({ holds: true, applied: true });
  });

  test('one that a person has closed is neither closed again nor opened', async () => {
    const api = nodeApi({ spec: { unschedulable: true } });
    const { context } = connected({ scripts: {}, kube: api.kube });
    expect(await tryStep(cordonNode, context)).toMatchObject({ applied: false });
    expect(await tryStep(uncordonNode, context)).toMatchObject({ applied: false, seen: 'node2 was closed by a person, and stays so.' });
    expect(api.patches).toEqual([]);
  });

  test('a person opens what a run has left closed, and what a person closes no run opens', async () => {
    const api = nodeApi({});
    const { context } = connected({ scripts: {}, kube: api.kube, input: { node: 'node2' } });
    await tryStep(cordonNode, context);
    expect(await tryStep(openForPods, context)).toMatchObject({ holds: true, applied: true });
    expect(await tryStep(openForPods, context)).toMatchObject({ applied: false });
    await tryStep(cordonNode, context);
    expect(await tryStep(closeForPods, context)).toMatchObject({ holds: true, applied: true });
    expect(await tryStep(uncordonNode, context)).toMatchObject({ applied: false, seen: 'node2 was closed by a person, and stays so.' });
    expect(await tryStep(reversed(closeForPods), context)).toMatchObject({ holds: true, applied: true });
    const { context: nowhere } = connected({ scripts: {}, kube: () => ({ status: 404, body: {} }), input: { node: 'pine' } });
    await expect(tryStep(openForPods, nowhere)).rejects.toMatchObject({ view: { code: 'NOT_FOUND' } });
  });

  test('one that the cluster does not know needs neither', async () => {
    const { context } = connected({ scripts: {}, kube: () => ({ status: 404, body: {} }) });
    expect(await tryStep(cordonNode, context)).toMatchObject({ holds: true, applied: false });
    expect(await tryStep(uncordonNode, context)).toMatchObject({ holds: true, applied: false });
  });
});

describe('moving pods', () => {
  const ready = { conditions: [{ type: 'Ready', status: 'True' }] };
  const nodes = (status: unknown = ready) => [
    { metadata: { name: 'node1' }, spec: {}, status: ready },
    { metadata: { name: 'node2' }, spec: { unschedulable: true }, status },
  ];
  const pod = (name: string, more: Record<string, unknown> = {}) => ({
    metadata: { name, namespace: 'shop', ownerReferences: [{ kind: 'ReplicaSet', controller: true }] },
    spec: { nodeName: 'node2' },
    ...more,
  });

  /** Pods go as soon as the answer to their eviction is 201. */
  function cluster(
    pods: ReturnType<typeof pod>[],
    verdict: (name: string, asked: number) => { status: number; body?: unknown },
    status?: unknown,
  ) {
    const asked: string[] = [];
    const kube: RoomPlan['kube'] = (path, { method }) => {
      if (method === 'POST') {
        const name = path.split('/').at(-2) ?? '';
        asked.push(name);
        const answer = verdict(name, asked.filter((one) => one === name).length);
        if (answer.status === 201)
          pods.splice(
            pods.findIndex(({ metadata }) => metadata.name === name),
            1,
          );
        return { body: {}, ...answer };
      }
      return { status: 200, body: { items: path.endsWith('nodes') ? nodes(status) : pods } };
    };
    return { kube, asked };
  }

  test('each pod is asked to leave, and what would be lost is named first', async () => {
    const alone = pod('alone', { metadata: { name: 'alone', namespace: 'shop', ownerReferences: [] } });
    const cached = pod('cached', { spec: { nodeName: 'node2', volumes: [{ emptyDir: {} }] } });
    const { kube, asked } = cluster([alone, cached], () => ({ status: 201 }));
    const { context, said } = connected({ scripts: {}, kube });
    expect(await tryStep(drainNode, context)).toMatchObject({ holds: true, applied: true });
    expect(asked).toEqual(['alone', 'cached']);
    expect(said.slice(0, 2)).toEqual([
      'shop/alone has no controller: nothing starts it again elsewhere.',
      'shop/cached loses its emptyDir volumes.',
    ]);
  });

  test('a budget is waited for', async () => {
    const { kube, asked } = cluster([pod('web')], (_, times) => ({ status: times < 4 ? 429 : 201 }));
    const { context, waited } = connected({ scripts: {}, kube });
    expect(await tryStep(drainNode, context)).toMatchObject({ holds: true, applied: true });
    expect(asked).toHaveLength(4);
    expect(waited()).toBeGreaterThan(0);
  });

  test.each([
    [429, { message: 'x', details: { causes: [{ message: 'The disruption budget web needs 1 healthy pods and has 1 currently' }] } }],
    [500, { message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.' }],
  ])('what holds a pod to the end is named (%i)', async (status, body) => {
    const { kube } = cluster([pod('web')], () => ({ status, body }));
    const { context, waited } = connected({ scripts: {}, kube });
    expect(await failure(tryStep(drainNode, context))).toMatch(
      /^DRAIN_BLOCKED: Still there: shop\/web \(.*(budget web needs 1|more than one)/,
    );
    expect(waited()).toBeLessThanOrEqual(600_000);
  });

  test('a pod that never ends is named too, and is not asked again', async () => {
    const ending = pod('slow', {
      metadata: { name: 'slow', namespace: 'shop', deletionTimestamp: 'x', ownerReferences: [{ kind: 'ReplicaSet', controller: true }] },
    });
    const { kube, asked } = cluster([ending], () => ({ status: 201 }));
    const { context } = connected({ scripts: {}, kube });
    expect(await failure(tryStep(drainNode, context))).toContain('shop/slow (still ending)');
    expect(asked).toEqual([]);
  });

  test('refused credentials end it at once', async () => {
    const { kube, asked } = cluster([pod('web')], () => ({ status: 403 }));
    const { context } = connected({ scripts: {}, kube });
    expect(await failure(tryStep(drainNode, context))).toContain('CLUSTER_REFUSED');
    expect(asked).toHaveLength(1);
  });

  test('a silent node is not drained: nobody there would confirm it', async () => {
    const { kube, asked } = cluster([pod('web')], () => ({ status: 201 }), { conditions: [{ type: 'Ready', status: 'Unknown' }] });
    const { context } = connected({ scripts: {}, kube });
    expect(await tryStep(drainNode, context)).toMatchObject({ holds: true, applied: false });
    expect(asked).toEqual([]);
  });
});

describe('before a node is upgraded', () => {
  const node = (name: string, ready = 'True') =>
    `${name}|10.0.0.${name.at(-1) ?? ''}|${ready}||v1.35.7|${ready === 'True' ? '' : 'Kubelet stopped posting node status.'}`;
  const gate = (snap: Record<string, string>, nodes = ['node1', 'node2', 'node3'].map((name) => node(name))) =>
    connected({
      scripts: {
        'snap-info': { snapd: 'true', installed: 'true', version: 'v1.35.7', busy: '', ...snap },
        'cluster-nodes': { node: nodes },
      },
      input: { channel: '1.36/stable' },
    });

  test('everything must be well', async () => {
    expect(await upgradeGate.check(gate({ channel: '1.35/stable' }).context)).toMatchObject({ holds: true });
    const silent = gate({ channel: '1.35/stable' }, [node('node1'), node('node2'), node('node3', 'Unknown')]);
    expect(await failure(upgradeGate.check(silent.context))).toMatch(/^NODE_NOT_READY: It is not ready.*No node is upgraded/);
    const gone = gate({ channel: '1.35/stable' }, [node('node1'), node('node2')]);
    expect(await failure(upgradeGate.check(gone.context))).toMatch(/^NODE_NOT_READY: node1 does not know it/);
  });

  test.each([
    [{ channel: '1.34/stable' }, 'UPGRADE_REFUSED: From 1.34/stable'],
    [{ channel: '1.37/stable' }, 'UPGRADE_REFUSED: 1.36/stable is older'],
    [{ installed: 'false' }, 'UPGRADE_REFUSED: MicroK8s is not installed'],
    [{ channel: '1.35/stable', busy: '12' }, 'PACKAGE_LOCKED'],
  ])('its own snap must allow it: %j', async (snap, code) => {
    expect(await failure(upgradeGate.check(gate(snap).context))).toContain(code);
  });
});

test.each([
  ['k8s-dqlite', '1.35-classic/stable', 'UPGRADE_REFUSED: The cluster is kept in k8s-dqlite'],
  ['k8s-dqlite', '1.34-classic/stable', null],
  ['etcd', '1.35-classic/stable', null],
])('a cluster kept in %s goes on from %s only where its snap lets it', async (datastore, channel, refused) => {
  const { context } = connected({
    platform: { distribution: 'k8s', channel },
    scripts: {
      'snap-info': { snapd: 'true', installed: 'true', version: 'v1.35.7', busy: '', channel },
      'cluster-nodes': { node: ['node1', 'node2', 'node3'].map((name) => `${name}|10.0.0.${name.at(-1) ?? ''}|True||v1.35.7|`) },
      'k8s-status': { installed: 'true', running: 'true', api: 'true', datastore },
    },
    input: { channel: channel.startsWith('1.35') ? '1.36-classic/stable' : '1.35-classic/stable' },
  });
  const seen = upgradeGate.check(context);
  if (refused === null) expect(await seen).toMatchObject({ holds: true });
  else expect(await failure(seen)).toContain(refused);
});

describe('certificates', () => {
  // The room's clock stands at 1000 s.
  const day = 86_400;
  const of = (name: string, days: number) => `${name}|${1000 + days * day}`;
  const look = (lines: string[]) => connected({ scripts: { 'microk8s-certificates': { certificate: lines } }, node: 'node1' });

  test('are renewed within their last month, and the API has to be back', async () => {
    let renewed = false;
    const { context, called } = connected({
      node: 'node1',
      scripts: {
        'microk8s-certificates': () => ({ certificate: [of('ca', 3000), of('server', renewed ? 365 : 29)] }),
        'microk8s-renew-certificates': () => {
          renewed = true;
          return {};
        },
        // Of a cluster of one node, which is closed for new pods.
        'microk8s-status': { installed: 'true', running: 'false', api: 'true' },
      },
    });
    expect(await tryStep(renewCertificates, context)).toMatchObject({
      holds: true,
      applied: true,
      seen: 'server ends first, in 365 days.',
    });
    expect(called).toContain('node1 microk8s-status');
  });

  test('are left alone before', async () => {
    expect(await renewCertificates.check(look([of('ca', 3000), of('server', 31)]).context)).toMatchObject({ holds: true });
  });

  test('an authority that ends is told, not replaced', async () => {
    expect(await failure(renewCertificates.check(look([of('ca', 12), of('server', 10)]).context))).toContain('CA_ENDS');
  });

  test('none at all is no good news', async () => {
    expect(await failure(renewCertificates.check(look([]).context))).toContain('SCRIPT_FAILED');
  });
});

test('the kubeconfig is fetched again only where it is another one, and never from the node that leaves', async () => {
  const config = Buffer.from('clusters: [other]').toString('base64');
  const nodes = [1, 2, 3].map((number) => sketchNode(number, { role: 'control' }));
  const line = (name: string) => `${name}|10.0.0.1|True||v1.36.3|`;
  const { context, secrets, called } = connected({
    platform: { nodes },
    node: 'node1',
    scripts: { 'cluster-nodes': { node: ['node1', 'node2', 'node3'].map(line) }, 'microk8s-kubeconfig': { config } },
    kube: () => ({ status: 200, body: { items: [{ metadata: { name: 'node2' } }] } }),
  });
  expect(await tryStep(refreshKubeconfig, context)).toMatchObject({ holds: true, applied: true });
  expect(secrets.get(kubeconfigName('p1'))?.reveal()).toBe('clusters: [other]');
  expect(called).not.toContain('node1 microk8s-kubeconfig');
  expect(await tryStep(refreshKubeconfig, context)).toMatchObject({ applied: false });
});

test('the snap is purged with the folder of the volumes kept', async () => {
  let installed = 'true';
  const { context, calls } = connected({
    scripts: {
      'snap-info': () => ({ snapd: 'true', installed }),
      'snap-purge': () => {
        installed = 'false';
        return { state: 'removed' };
      },
    },
  });
  expect(await tryStep(purgeDistribution, context)).toMatchObject({ holds: true, applied: true });
  expect(calls.find(({ call }) => call.changes)?.call.args).toEqual({
    snap: 'microk8s',
    keep: '/var/snap/microk8s/common/default-storage',
  });
});

test('no two nodes of a house refresh at the same time, and that can be taken back', async () => {
  const timers = Array.from({ length: 35 }, (_, index) => timerFor(index));
  expect(new Set(timers).size).toBe(35);
  let timer = '';
  const { context } = connected({
    input: { timer: timerFor(1) },
    scripts: {
      'refresh-timer': () => ({ timer }),
      'set-refresh-timer': ({ args }) => {
        timer = args['timer'] ?? '';
        return {};
      },
    },
  });
  expect(await tryStep(staggerRefresh, context)).toMatchObject({ holds: true, applied: true });
  expect(timer).toBe('tue,02:00-02:45');
  expect(await tryStep(reversed(staggerRefresh), context)).toMatchObject({ holds: true, applied: true });
  expect(timer).toBe('');
});

describe('one of two control nodes', () => {
  const nodes = [1, 2, 3].map((number) => sketchNode(number, { role: number === 3 ? 'worker' : 'control' }));
  const leaving = (distribution: 'microk8s' | 'k8s', ...database: string[]) =>
    connected({
      platform: { nodes, distribution },
      node: 'node1',
      scripts: {
        'cluster-nodes': { node: [1, 2, 3].map((number) => `node${number}|10.0.0.${number}|True||v1.36.3|`) },
        [`${distribution}-status`]: { installed: 'true', running: 'true', api: 'true', database },
      },
    }).context;

  test('stays where it alone votes, before anything is drained', async () => {
    const context = leaving('microk8s', '10.0.0.1|voter', '10.0.0.2|spare');
    expect(await failure(mayLeave.check(context))).toBe(
      'ONLY_VOTER: Of two control nodes only one votes, and it may not go while the other one (node2) depends on it.',
    );
  });

  test.each([
    ['microk8s', '10.0.0.1|spare', '10.0.0.2|voter'],
    ['microk8s', '10.0.0.1|voter', '10.0.0.2|voter'],
    ['k8s', '10.0.0.1|voter', '10.0.0.2|spare'],
  ] as const)('goes where the other votes, or hands its vote over: %s %s %s', async (distribution, ...database) => {
    expect(await mayLeave.check(leaving(distribution, ...database))).toMatchObject({ holds: true });
  });
});

describe('a lost node is struck off', () => {
  const lost = (scripts: RoomPlan['scripts']) =>
    room({
      input: { machine: 'lost' },
      scripts: {
        'cluster-nodes': { node: ['node1|10.0.0.1|True||v1.36.3|', 'node2|10.0.0.2|Unknown||v1.36.3|gone'] },
        'microk8s-status': { installed: 'true', running: 'true', api: 'true', database: '10.0.0.1|voter' },
        ...scripts,
      },
    });
  const again = async (scripts: RoomPlan['scripts']): Promise<unknown> => {
    const { context } = lost(scripts);
    const error: unknown = await tryStep(departNode, context).catch((thrown: unknown) => thrown);
    return { again: error instanceof TransientFault, code: isFault(error) ? error.view.code : error };
  };

  test('and that is tried again when the API is away for a moment', async () => {
    const away = { exit: '1', last: 'connection refused' };
    expect(await again({ 'microk8s-remove-node': away })).toEqual({ again: true, code: 'LEAVE_FAILED' });
  });

  test('and is not taken for gone while nobody says whom the database counts', async () => {
    const silent = { installed: 'true', running: 'true', api: 'true' };
    const unlisted = { node: 'node1|10.0.0.1|True||v1.36.3|' };
    expect(await again({ 'cluster-nodes': unlisted, 'microk8s-status': silent })).toEqual({ again: true, code: 'NODE_NOT_READY' });
    expect(await departNode.check(lost({ 'cluster-nodes': unlisted }).context)).toMatchObject({ holds: true });
  });
});

test('a machine that was installed anew is known again by what it is now', async () => {
  const facts = {
    clock: '1000000',
    hostname: 'node2',
    os: 'ubuntu|24.04|Ubuntu',
    kernel: '6.8',
    arch: 'x86_64',
    cpu: '8|Test',
    memory: '16000000000',
    'machine-id': 'another',
    virtualisation: 'none',
  };
  const { context, stored } = connected({ scripts: { facts } });
  expect(await tryStep(noteFacts, context)).toMatchObject({ holds: true, applied: true });
  expect(stored.platform.nodes[1]?.facts?.machineId).toBe('another');
  expect(await tryStep(noteFacts, context)).toMatchObject({ applied: false });
});
