// The same life on Canonical Kubernetes: an upgrade, a node that leaves and joins again, one that is rebuilt, one that gets another name.
import { expect, test } from '@playwright/test';
import { distributions } from '#contract/distributions.ts';
import { nodeCertificates } from '#contract/nodes.ts';
import { z } from 'zod';
import { applyOn, kubectlOn, type Kubectl } from '../../fixtures/cluster.ts';
import { startHearth, type Hearth } from '../../fixtures/hearth.ts';
import { attachSaid, needs } from '../../fixtures/journey.ts';
import { fulfil as fulfilOn, other, web } from '../../fixtures/life.ts';
import { startMachines, type Machines } from '../../fixtures/machines.ts';
import { amendPlatform, createPlatform, finished, prepareAccess, readPlatform, startRun, trustAll } from '../../fixtures/platform.ts';
import { restOf, type Rest } from '../../fixtures/rest.ts';

needs('bare');
test.describe.configure({ mode: 'serial' });

const before = '1.35-classic/stable';
const after = '1.36-classic/stable';

let machines: Machines;
let hearth: Hearth;
let rest: Rest;
let kubectl: Kubectl;
let platformId: string;

test.beforeAll(async () => {
  machines = await startMachines({ count: 3, name: 'life-k8s' });
  hearth = await startHearth();
  rest = restOf(hearth);
  kubectl = kubectlOn(machines, 'node1', 'k8s');
  const { id, settings } = await createPlatform(rest, machines.nodes);
  platformId = id;
  await amendPlatform(rest, id, {
    distribution: 'k8s',
    channel: before,
    settings: { ...settings, storageClass: distributions.k8s.storageClass },
  });
  await prepareAccess(rest, machines, platformId);
  await finished(rest, await startRun(rest, { platformId, kind: 'provision' }));
  await applyOn(machines, { node: 'node1', distribution: 'k8s' }, web);
});
test.afterEach(({ page: _page }, info) => attachSaid(hearth, info));
test.afterAll(async () => {
  await hearth.stop();
  await machines.stop();
});

const fulfil = (wish: Readonly<Record<string, unknown>>) => fulfilOn(rest, { platformId, ...wish });
const channelOn = async (node: string) => (await machines.exec(node, 'snap list k8s | awk \'$1 == "k8s" { print $4 }\'')).stdout.trim();
const nodes = async () =>
  (
    await kubectl(
      'get',
      'nodes',
      '--output',
      'jsonpath={range .items[*]}{.metadata.name}={.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}',
    )
  )
    .split('\n')
    .toSorted();
const ready = () => kubectl('get', 'deployment', 'web', '--output', 'jsonpath={.status.readyReplicas}');

test('an upgrade goes through all nodes, and a second one changes nothing', async () => {
  await expect.poll(ready).toBe('2');
  expect(other(await fulfil({ kind: 'upgrade', channel: after }), ['done', 'unchanged'])).toEqual([]);
  for (const node of ['node1', 'node2', 'node3']) expect(await channelOn(node)).toBe(after);
  expect(await kubectl('get', 'nodes', '--output', 'jsonpath={.items[*].spec.unschedulable}')).toBe('');
  await expect.poll(ready).toBe('2');
  expect(other(await fulfil({ kind: 'upgrade', channel: after }), ['unchanged'])).toEqual([]);
});

test('a node is removed, its volume stays, and it joins again', async () => {
  const refused = await fulfil({ kind: 'remove-node', nodeId: 'node2', machine: 'leave' });
  expect(refused.headline).toContain('volumes lie on its disk (precious)');
  const inventory = await readPlatform(rest, platformId);
  const gone = await fulfil({ kind: 'remove-node', nodeId: 'node2', machine: 'leave', keepVolumes: true });
  expect(other(gone, ['done', 'unchanged'])).toEqual([]);
  expect(await nodes()).toEqual(['node1=True', 'node3=True']);
  expect((await machines.exec('node2', 'ls /etc/kubernetes')).stdout).toBe('');
  await expect.poll(ready).toBe('2');

  const { nodes: left } = await readPlatform(rest, platformId);
  const again = inventory.nodes.filter(({ id }) => id === 'node2').map((node) => Object.assign(node, { facts: null }));
  await amendPlatform(rest, platformId, { nodes: [...left, ...again] });
  await trustAll(rest, platformId, machines.nodes);
  await finished(rest, await startRun(rest, { platformId, kind: 'provision' }));
  expect(await nodes()).toEqual(['node1=True', 'node2=True', 'node3=True']);
});

test('a node is rebuilt: it is the same one, with nothing of the old installation', async () => {
  await machines.exec('node3', 'touch /var/snap/k8s/common/old');
  expect(other(await fulfil({ kind: 'rebuild-node', nodeId: 'node3' }), ['done', 'unchanged'])).toEqual([]);
  expect(await nodes()).toEqual(['node1=True', 'node2=True', 'node3=True']);
  expect((await machines.exec('node3', 'test -e /var/snap/k8s/common/old')).code).not.toBe(0);
  expect(await channelOn('node3')).toBe(after);
});

test('a node gets another name, but not the one the cluster began with', async () => {
  const refused = await rest.ask('POST', '/runs', { platformId, kind: 'rename-node', nodeId: 'node1', name: 'oak' });
  expect(JSON.stringify(refused)).toContain('LAST_CONTROL_NODE');
  expect(other(await fulfil({ kind: 'rename-node', nodeId: 'node3', name: 'oak' }), ['done', 'unchanged'])).toEqual([]);
  expect(await nodes()).toEqual(['node1=True', 'node2=True', 'oak=True']);
  expect((await readPlatform(rest, platformId)).nodes.map(({ name }) => name).toSorted()).toEqual(['node1', 'node2', 'oak']);
  expect((await machines.exec('node3', 'hostname')).stdout.trim()).toBe('oak');
  expect(other(await fulfil({ kind: 'provision' }), ['unchanged'])).toEqual([]);
});

test('certificates have time, so that renewing them changes nothing', async () => {
  const [rows] = z.array(nodeCertificates).parse(await rest.call('GET', `/platforms/${platformId}/certificates`));
  expect(rows?.certificates.map(({ name }) => name)).toEqual(expect.arrayContaining(['ca', 'apiserver', 'etcd-server']));
  expect(other(await fulfil({ kind: 'renew-certificates' }), ['unchanged'])).toEqual([]);
});
