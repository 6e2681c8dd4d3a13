// As somebody who trusts the snap k8s more I get the same platform on it, with three control nodes, through REST: one of them may
// die, and doing it all again changes nothing.
import { expect, test } from '@playwright/test';
import { channelOf, distributions } from '#contract/distributions.ts';
import type { Run } from '#contract/runs.ts';
import { startHearth, type Hearth } from '../../fixtures/hearth.ts';
import { attachSaid, needs } from '../../fixtures/journey.ts';
import { startMachines, type Machines } from '../../fixtures/machines.ts';
import { amendPlatform, createPlatform, finished, prepareAccess, startRun } from '../../fixtures/platform.ts';
import { restOf, type Rest } from '../../fixtures/rest.ts';

needs('bare');
test.describe.configure({ mode: 'serial' });

let machines: Machines;
let hearth: Hearth;
let rest: Rest;
let platformId: string;

test.beforeAll(async () => {
  machines = await startMachines({ count: 4, name: 'canonical' });
  hearth = await startHearth();
  rest = restOf(hearth);
  const { id, nodes, settings } = await createPlatform(rest, machines.nodes, ['registry']);
  platformId = id;
  await amendPlatform(rest, id, {
    distribution: 'k8s',
    channel: channelOf('k8s'),
    nodes: nodes.map((node) => Object.assign(node, { role: node.name === 'node4' ? 'worker' : 'control' })),
    settings: { ...settings, storageClass: distributions.k8s.storageClass },
  });
  await prepareAccess(rest, machines, platformId);
});
test.afterEach(({ page: _page }, info) => attachSaid(hearth, info));
test.afterAll(async () => {
  await hearth.stop();
  await machines.stop();
});

const provision = async (): Promise<Run> => finished(rest, await startRun(rest, { platformId, kind: 'provision' }));
const kubectl = async (node: string, words: string) => {
  const { code, stdout, stderr } = await machines.exec(node, `/snap/bin/k8s kubectl ${words}`);
  return code === 0 ? stdout.trim() : `failed: ${stderr.trim()}`;
};
const readyNodes = (node: string) =>
  kubectl(node, `get nodes -o 'jsonpath={range .items[*]}{.metadata.name}={.status.conditions[?(@.type=="Ready")].status} {end}'`);
/** Its own pods come back a little later than the node does. */
const unready = (node: string) =>
  kubectl(node, `get deployments -A -o 'jsonpath={range .items[?(@.status.unavailableReplicas)]}{.metadata.name} {end}'`);
const allReady = 'node1=True node2=True node3=True node4=True';

test('three control nodes and a worker become a platform', async () => {
  await provision();
  expect(await readyNodes('node1')).toBe(allReady);
  expect(await kubectl('node1', 'get deployment registry -n registry -o jsonpath={.status.readyReplicas}')).toBe('1');
  expect((await machines.exec('node1', '/snap/bin/k8s status')).stdout).toMatch(/high availability:\s+yes/);
});

test('doing it all again changes nothing', async () => {
  const run = await provision();
  expect(run.tasks.filter(({ state }) => state !== 'unchanged').map(({ id, state }) => `${id} ${state}`)).toEqual([]);
});

test('the first control node dies, the cluster stays, and once it is back nothing is to be done', async () => {
  await machines.exec('node1', 'snap stop k8s');
  await expect.poll(() => readyNodes('node2'), { timeout: 120_000 }).toContain('node1=Unknown');
  expect(await kubectl('node3', 'get namespaces -o name')).toContain('namespace/registry');
  await machines.exec('node1', 'snap start k8s');
  await expect.poll(() => readyNodes('node2'), { timeout: 120_000 }).toBe(allReady);
  await expect.poll(() => unready('node2'), { timeout: 120_000 }).toBe('');
  const run = await provision();
  expect(run.tasks.filter(({ state }) => state !== 'unchanged').map(({ id, state }) => `${id} ${state}`)).toEqual([]);
});
