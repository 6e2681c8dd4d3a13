// What the probe of a step says of a task that takes much too long.
import { expect, test } from 'vitest';
import { lookingPorts } from '#core/runs/looking-ports.ts';
import { kubeconfigName } from '#core/ports/secrets.ts';
import { Secret } from '#core/secret.ts';
import { room, type RoomPlan } from './fixtures.ts';
import { steps } from './registry.ts';

async function probe(id: string, plan: RoomPlan): Promise<string> {
  const { context, secrets } = room(plan);
  secrets.set(kubeconfigName(context.platform.id), new Secret('kubeconfig'));
  // As the engine does: a probe only looks.
  return (await steps.get(id)?.probe?.({ ...context, ports: lookingPorts(context.ports) })) ?? 'There is no probe.';
}

const pod = (name: string, waiting: object | null) => ({
  metadata: { name, namespace: 'registry', uid: name, creationTimestamp: '2026-01-01T00:00:00Z' },
  spec: { nodeName: 'node2', containers: [{ name: 'main' }] },
  status: {
    phase: waiting === null ? 'Running' : 'Pending',
    conditions: [
      { type: 'PodScheduled', status: 'True' },
      { type: 'Ready', status: waiting === null ? 'True' : 'False' },
    ],
    containerStatuses: [
      { name: 'main', ready: waiting === null, restartCount: 0, state: waiting === null ? { running: {} } : { waiting } },
    ],
  },
});
const pods =
  (...items: unknown[]) =>
  (path: string) =>
    path === '/api/v1/namespaces/registry/pods' ? { status: 200, body: { items } } : { status: 404, body: {} };
const component = {
  id: 'registry',
  title: 'Registry',
  release: {
    name: 'registry',
    namespace: 'registry',
    chart: { name: 'registry', version: '1', from: { kind: 'bundled' } },
    values: {},
    timeoutMs: 60_000,
  },
  ready: [{ kind: 'Deployment', name: 'registry', namespace: 'registry' }],
  health: null,
};
const pulling = pods(
  pod('registry-1', { reason: 'ImagePullBackOff', message: 'Back-off pulling image "registry:2"' }),
  pod('registry-2', null),
);

test.each<[string, string, RoomPlan, string]>([
  [
    'the installation of the snap',
    'install-distribution',
    { scripts: { 'snap-progress': { doing: ['Download snap "core24" (1225) from channel "stable" (34.45%)'] } } },
    'snapd of node2 is busy: Download snap "core24" (1225) from channel "stable" (34.45%).',
  ],
  ['a snapd that does nothing', 'install-distribution', { scripts: { 'snap-progress': {} } }, 'snapd of node2 has nothing under way.'],
  [
    'packages',
    'prepare-packages',
    { scripts: { 'package-lock': { holder: ['unattended-upgr|812'] } } },
    'unattended-upgr (process 812) holds the package lock of node2.',
  ],
  [
    'a control plane without its API',
    'control-plane-ready',
    { scripts: { 'microk8s-status': { installed: 'true', running: 'true', api: 'false' } } },
    'The API of node1 does not answer; MicroK8s of node1 is running.',
  ],
  [
    'a node that has joined and does not get ready',
    'join-worker',
    {
      scripts: {
        'microk8s-membership': { role: 'worker', joining: 'true', api: ['10.0.0.1'] },
        'cluster-nodes': { node: ['node1|10.0.0.1|True||v1.36.3|', 'node2|10.0.0.2|False||v1.36.3|cni plugin not initialized'] },
      },
    },
    'node2 is in the middle of its join. node2 is in the cluster, but not ready: cni plugin not initialized',
  ],
  [
    'pods that get no image, at the installation',
    'install-component',
    { scripts: {}, input: { component }, kube: pulling },
    'registry-1 is ImagePullBackOff on node2: Back-off pulling image "registry:2"',
  ],
  [
    'and at the wait for them',
    'verify-component',
    { scripts: {}, input: { component }, kube: pulling },
    'registry-1 is ImagePullBackOff on node2: Back-off pulling image "registry:2"',
  ],
  [
    'a component without any pod yet',
    'verify-component',
    { scripts: {}, input: { component }, kube: pods() },
    'Deployment registry does not exist yet.',
  ],
  [
    'a feature whose pods wait',
    'enable-feature',
    {
      scripts: { 'cluster-nodes': {}, 'cluster-feature-state': { enabled: ['dns'], workload: ['dns|1|0'] } },
      input: { feature: 'dns' },
      kube: (path) =>
        path === '/api/v1/namespaces/kube-system/pods'
          ? { status: 200, body: { items: [pod('coredns-1', { reason: 'ContainerCreating' })] } }
          : { status: 404, body: {} },
    },
    'coredns: 0 of 1 pods are ready. coredns-1 is ContainerCreating on node2.',
  ],
])('%s: %s', async (...[, id, plan, sentence]) => {
  expect(await probe(id, plan)).toBe(sentence);
});
