// As somebody whose network already has the usual ranges I get MicroK8s with three control nodes on ranges of my own, in one run. A
// machine that has other ranges is refused, and of the last two control nodes the one that alone votes stays.
import { expect, test } from '@playwright/test';
import type { Run } from '#contract/runs.ts';
import { kubectlOn } from '../../fixtures/cluster.ts';
import { startHearth, type Hearth } from '../../fixtures/hearth.ts';
import { attachSaid, needs } from '../../fixtures/journey.ts';
import { fulfil, other } from '../../fixtures/life.ts';
import { startMachines, type Machines } from '../../fixtures/machines.ts';
import { amendPlatform, createPlatform, finished, prepareAccess, readPlatform, startRun } from '../../fixtures/platform.ts';
import { restOf, type Rest } from '../../fixtures/rest.ts';

needs('bare');
test.describe.configure({ mode: 'serial' });

const controls = ['node1', 'node2', 'node3'];
let machines: Machines;
let hearth: Hearth;
let rest: Rest;
let platformId: string;

test.beforeAll(async () => {
  machines = await startMachines({ count: 3, name: 'controls' });
  hearth = await startHearth();
  rest = restOf(hearth);
  const { id, nodes, settings } = await createPlatform(rest, machines.nodes);
  platformId = id;
  await amendPlatform(rest, id, {
    nodes: nodes.map((node) => Object.assign(node, { role: 'control' as const })),
    settings: { ...settings, podCidr: '10.7.0.0/16', serviceCidr: '10.99.0.0/24' },
  });
  await prepareAccess(rest, machines, platformId);
});
test.afterEach(({ page: _page }, info) => attachSaid(hearth, info));
test.afterAll(async () => {
  await hearth.stop();
  await machines.stop();
});

const run = async (): Promise<Run> => finished(rest, await startRun(rest, { platformId, kind: 'provision' }));
const remove = (nodeId: string): Promise<Run> =>
  fulfil(rest, { platformId, kind: 'remove-node', nodeId, machine: 'leave', keepVolumes: false });
const said = async (node: string, script: string) => (await machines.exec(node, script)).stdout.trim();

test('three control nodes on ranges of their own come about in one run, each at the first try', async () => {
  const done = await run();
  expect(other(done, ['done', 'unchanged'])).toEqual([]);
  const joins = done.tasks.filter(({ step }) => step === 'join-control');
  expect(joins.map(({ attempt }) => attempt)).toEqual([1, 1]);
  expect(await said('node1', '/snap/bin/microk8s status')).toContain('high-availability: yes');
  for (const node of controls) {
    const certificate = '/var/snap/microk8s/current/certs/server.crt';
    expect(await said(node, `openssl x509 -noout -ext subjectAltName -in ${certificate}`)).toContain('10.99.0.1');
    const kubectl = kubectlOn(machines, node);
    await kubectl('create', 'service', 'clusterip', `of-${node}`, '--tcp=80');
    expect(await kubectl('get', 'service', `of-${node}`, '--output', 'jsonpath={.spec.clusterIP}')).toMatch(/^10\.99\.0\./);
  }
  expect(other(await run(), ['unchanged'])).toEqual([]);
});

test('of two control nodes, the one that alone votes is neither emptied nor removed', async () => {
  expect(other(await remove('node3'), ['done', 'unchanged'])).toEqual([]);
  const members = await said('node1', '/snap/bin/microk8s status --format yaml');
  expect(members.match(/role: \w+/g)?.toSorted()).toEqual(['role: spare', 'role: voter']);
  const voter = /address: (?<address>[\d.]+):19001\n\s+role: voter/.exec(members)?.groups?.['address'] ?? '';
  const name = machines.nodes.find(({ ip }) => ip === voter)?.name ?? '';
  const refused = await remove(name);
  expect(refused.tasks.find(({ step }) => step === 'may-leave')?.fault?.code).toBe('ONLY_VOTER');
  expect(await kubectlOn(machines, 'node1')('get', 'nodes', '--output', 'jsonpath={.items[*].spec.unschedulable}')).toBe('');
});

test('a machine that has MicroK8s with other ranges is not joined', async () => {
  await machines.exec('node3', 'snap remove --purge microk8s; snap install microk8s --classic --channel=1.36/stable');
  const { name, ip: address, user } = machines.node('node3');
  const again = { name, address, user, id: 'node3', port: 22, credential: { method: 'hearth-key' as const }, jump: null, hostKey: null };
  const { nodes } = await readPlatform(rest, platformId);
  await amendPlatform(rest, platformId, { nodes: [...nodes, { ...again, role: 'control', labels: {}, taints: [], facts: null }] });
  await prepareAccess(rest, machines, platformId);
  const refused = await fulfil(rest, { platformId, kind: 'provision' });
  expect(refused.tasks.find(({ step, nodeId }) => step === 'install-distribution' && nodeId === 'node3')?.fault?.what).toContain(
    '10.152.183.0/24',
  );
});
