// As somebody whose platform has run for a while, I upgrade it, take a machine out of it and put it back, all through REST:
// the pods keep running, volumes are asked about, and nothing is done twice.
import { expect, test } from '@playwright/test';
import { departure, nodeCertificates } from '#contract/nodes.ts';
import { z } from 'zod';
import { applyOn, kubectlOn, type Kubectl } from '../../fixtures/cluster.ts';
import { startHearth, type Hearth } from '../../fixtures/hearth.ts';
import { attachSaid, needs } from '../../fixtures/journey.ts';
import { fulfil as fulfilOn, other, web } from '../../fixtures/life.ts';
import { startMachines, type Machines } from '../../fixtures/machines.ts';
import { amendPlatform, createPlatform, finished, prepareAccess, readPlatform, startRun } from '../../fixtures/platform.ts';
import { restOf, type Rest } from '../../fixtures/rest.ts';

needs('bare');
test.describe.configure({ mode: 'serial' });

const before = '1.35/stable';
const after = '1.36/stable';

let machines: Machines;
let hearth: Hearth;
let rest: Rest;
let kubectl: Kubectl;
let platformId: string;

test.beforeAll(async () => {
  machines = await startMachines({ count: 3, name: 'life' });
  hearth = await startHearth();
  rest = restOf(hearth);
  kubectl = kubectlOn(machines, 'node1');
  platformId = (await createPlatform(rest, machines.nodes)).id;
  await amendPlatform(rest, platformId, { channel: before });
  await prepareAccess(rest, machines, platformId);
  await finished(rest, await startRun(rest, { platformId, kind: 'provision' }));
});
test.afterEach(({ page: _page }, info) => attachSaid(hearth, info));
test.afterAll(async () => {
  await hearth.stop();
  await machines.stop();
});

const fulfil = (wish: Readonly<Record<string, unknown>>) => fulfilOn(rest, { platformId, ...wish });
const channelOn = async (node: string) =>
  (await machines.exec(node, 'snap list microk8s | awk \'$1 == "microk8s" { print $4 }\'')).stdout.trim();
const nodeNames = async () => (await kubectl('get', 'nodes', '--output', 'name')).split('\n').toSorted();
const ready = () => kubectl('get', 'deployment', 'web', '--output', 'jsonpath={.status.readyReplicas}');
const podNodes = async () =>
  (await kubectl('get', 'pods', '--selector', 'app=web', '--output', 'jsonpath={range .items[*]}{.spec.nodeName}{"\\n"}{end}')).split('\n');

test('an upgrade goes through all nodes, one at a time, and a second one changes nothing', async () => {
  await applyOn(machines, { node: 'node1', distribution: 'microk8s' }, web);
  await expect.poll(ready).toBe('2');
  const run = await fulfil({ kind: 'upgrade', channel: after });
  expect(other(run, ['done', 'unchanged'])).toEqual([]);
  const spans = run.tasks
    .filter(({ step }) => step === 'refresh-distribution')
    .map(({ startedAt, endedAt }) => [startedAt ?? 0, endedAt ?? 0] as const);
  for (const [index, [begun]] of spans.entries()) expect(begun).toBeGreaterThanOrEqual(spans[index - 1]?.[1] ?? 0);
  for (const node of ['node1', 'node2', 'node3']) expect(await channelOn(node)).toBe(after);
  expect((await readPlatform(rest, platformId)).channel).toBe(after);
  expect(await kubectl('get', 'nodes', '--output', 'jsonpath={.items[*].spec.unschedulable}')).toBe('');
  await expect.poll(ready).toBe('2');

  expect(other(await fulfil({ kind: 'upgrade', channel: after }), ['unchanged'])).toEqual([]);
  expect((await rest.ask('POST', '/runs', { platformId, kind: 'upgrade', channel: before })).status).toBe(409);
});

test('a node with a volume is left as it is until that is agreed to', async () => {
  const seen = departure.parse(await rest.call('GET', `/platforms/${platformId}/nodes/node2/departure`));
  expect(seen.volumes).toEqual([{ name: 'precious', claim: '', capacity: '1Gi', path: '/srv/precious' }]);
  expect(seen.takers.toSorted()).toEqual(['node1', 'node3']);
  const refused = await fulfil({ kind: 'remove-node', nodeId: 'node2', machine: 'leave' });
  expect(refused.headline).toContain('volumes lie on its disk (precious)');
  expect(await nodeNames()).toContain('node/node2');
});

test('a node is removed: its pods run elsewhere, its volume stays, and it joins again', async () => {
  const run = await fulfil({ kind: 'remove-node', nodeId: 'node2', machine: 'leave', keepVolumes: true });
  expect(other(run, ['done', 'unchanged'])).toEqual([]);
  expect(await nodeNames()).toEqual(['node/node1', 'node/node3']);
  expect((await readPlatform(rest, platformId)).nodes.map(({ name }) => name)).toEqual(['node1', 'node3']);
  await expect.poll(ready).toBe('2');
  expect(await podNodes()).not.toContain('node2');
  expect(await kubectl('get', 'pv', '--output', 'name')).toContain('persistentvolume/precious');

  const { nodes } = await readPlatform(rest, platformId);
  const { name, ip: address, user } = machines.node('node2');
  const again = { name, address, user, id: 'node2', port: 22, credential: { method: 'hearth-key' as const }, jump: null, hostKey: null };
  await amendPlatform(rest, platformId, { nodes: [...nodes, { ...again, role: 'worker', labels: {}, taints: [], facts: null }] });
  await prepareAccess(rest, machines, platformId);
  await finished(rest, await startRun(rest, { platformId, kind: 'provision' }));
  expect(await nodeNames()).toEqual(['node/node1', 'node/node2', 'node/node3']);
});

test('certificates have time, so that renewing them changes nothing', async () => {
  const [rows] = z.array(nodeCertificates).parse(await rest.call('GET', `/platforms/${platformId}/certificates`));
  expect(rows?.certificates.map(({ name }) => name)).toEqual(expect.arrayContaining(['ca', 'server', 'front-proxy-client']));
  expect(other(await fulfil({ kind: 'renew-certificates' }), ['unchanged'])).toEqual([]);
});
