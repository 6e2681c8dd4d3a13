import { describe, expect, test } from 'vitest';
import type { ComponentFile } from '#contract/component-file.ts';
import { platformContent, type Platform } from '#contract/platforms.ts';
import { goodFacts, sketchNode, sketchPlatform } from './fixtures.ts';
import { validatePlatform } from './validate.ts';

const component = (id: string, needs: string[] = [], memoryBytes = 1e9): ComponentFile => ({
  id,
  title: id,
  summary: id,
  version: '1',
  core: false,
  needs,
  asks: ['dns'],
  resources: { cpuMilli: 100, memoryBytes, storageBytes: 0 },
  architectures: ['amd64'],
  release: { name: id, namespace: id, chart: { name: id, version: '1', from: { kind: 'bundled' } }, values: {}, timeoutSeconds: 60 },
  ready: [{ kind: 'Deployment', name: id }],
  health: null,
  estimateSeconds: 10,
});
const catalogue = [component('cert-manager'), component('registry'), component('huge', ['registry'], 60e9)];
const found = (more: Partial<Platform>) =>
  validatePlatform(sketchPlatform(more), catalogue).map((issue) => [issue.path, issue.severity, issue.message] as const);
const paths = (more: Partial<Platform>) => found(more).map(([path, severity]) => `${severity} ${path}`);
const settings = (more: Partial<Platform['settings']>) => ({ settings: { ...sketchPlatform().settings, ...more } });
const nodes = (...list: Partial<Platform['nodes'][number]>[]) => ({ nodes: list.map((more, index) => sketchNode(index + 1, more)) });

test('the defaults with three machines are in order, and what a new platform begins with has its form', () => {
  expect(found({})).toEqual([]);
  expect(platformContent.safeParse(sketchPlatform()).success).toBe(true);
});

test('an IPv6 address of a control node stops MicroK8s alone', () => {
  const controls = nodes({ address: 'fd00::1' }, { address: 'fd00::2' });
  expect(found(controls)).toEqual([['nodes.0.address', 'error', expect.stringContaining('IPv6')]]);
  expect(paths({ ...controls, distribution: 'k8s' })).not.toContain('error nodes.0.address');
});

const control = { role: 'control' } as const;
const closed = { key: 'gpu', value: '', effect: 'NoSchedule' } as const;

test('two control nodes are refused for a new cluster, and said of one that stands', () => {
  const two = sketchPlatform(nodes({}, control));
  expect(validatePlatform(two, catalogue).map(({ severity }) => severity)).toEqual(['error']);
  expect(validatePlatform(two, catalogue, 'built').map(({ severity }) => severity)).toEqual(['warning']);
});

describe('machines', () => {
  test.each<[string, Partial<Platform>, string[]]>([
    ['none', { nodes: [] }, ['error nodes']],
    ['no control node', nodes({ role: 'worker' }), ['error nodes']],
    ['two control nodes', nodes({}, { role: 'control' }), ['error nodes.1.role']],
    ['three control nodes', nodes({}, control, control), []],
    ['four control nodes', nodes({}, control, control, control), ['error nodes.3.role']],
    ['five control nodes', nodes({}, control, control, control, control, {}), []],
    ['six control nodes', nodes({}, control, control, control, control, control), ['error nodes.5.role']],
    ['only machines that keep pods away', nodes({ taints: [closed] }, { taints: [closed] }), ['error nodes.0.taints']],
    ['one machine left for pods', nodes({ taints: [closed] }, {}), []],
    ['one name twice', nodes({}, {}, { name: 'node2' }), ['error nodes.2.name']],
    ['one address twice', nodes({}, { address: '10.0.0.1' }), ['error nodes.1.address']],
    ['one address in two spellings', nodes({}, { address: 'fd00::1' }, { address: 'FD00:0::1' }), ['error nodes.2.address']],
    ['one address on two ports', nodes({}, { address: '10.0.0.1', port: 2222 }), ['error nodes.1.address']],
    [
      'an address of no machine',
      nodes({ address: '0.0.0.0' }, { address: 'ff02::1' }, { address: '::' }),
      ['error nodes.0.address', 'error nodes.1.address', 'error nodes.2.address'],
    ],
    ['a name of digits and dots', nodes({ address: '0.pool.example' }, { address: '::ff02' }), []],
    [
      'a jump host at an address of no machine',
      nodes({ jump: { address: '255.255.255.255', port: 22, user: 'ubuntu' } }),
      ['error nodes.0.jump.address'],
    ],
    ['a bad label key', nodes({ labels: { 'a b': 'x' } }), ['error nodes.0.labels.a b']],
    ['a label key with two slashes', nodes({ labels: { 'a/b/c': 'x' } }), ['error nodes.0.labels.a/b/c']],
    ['a bad label value', nodes({ labels: { disk: 'ss d' } }), ['error nodes.0.labels.disk']],
    ['a label of Kubernetes itself', nodes({ labels: { 'kubernetes.io/arch': 'amd64' } }), ['warning nodes.0.labels.kubernetes.io/arch']],
    ['a good label', nodes({ labels: { 'hearth.test/disk': 'ssd', empty: '' } }), []],
    ['a bad taint', nodes({}, { taints: [{ key: '-x', value: '', effect: 'NoSchedule' }] }), ['error nodes.1.taints.0.key']],
    [
      'a taint twice',
      nodes(
        {},
        {
          taints: [
            { key: 'x', value: '1', effect: 'NoSchedule' },
            { key: 'x', value: '2', effect: 'NoSchedule' },
          ],
        },
      ),
      ['error nodes.1.taints.1.key'],
    ],
  ])('%s', (_, more, expected) => {
    expect(paths(more)).toEqual(expected);
  });
});

test('a wrong number of control nodes is refused with the reason', () => {
  const said = (count: number) => found(nodes(...Array.from({ length: count }, () => control))).map(([, , message]) => message);
  expect(said(2)).toEqual(['Two control nodes stop when either one stops; choose one or three.']);
  expect(said(4)).toEqual(['Four control nodes bear no more failures than three; choose three or five.']);
  expect(said(6)).toEqual(['More than five control nodes only make the cluster database slower; choose five.']);
});

describe('settings', () => {
  test.each<[string, Partial<Platform>, string[]]>([
    ['pods and services in one range', settings({ serviceCidr: '10.1.200.0/24' }), ['error settings.serviceCidr']],
    ['a machine among the pods', settings({ podCidr: '10.0.0.0/16' }), [0, 1, 2].map((index) => `error nodes.${index}.address`)],
    [
      'an ingress address that is a machine',
      settings({ ingressPool: { from: '10.0.0.3', to: '10.0.0.9' } }),
      ['error settings.ingressPool.from'],
    ],
    ['an ingress range backwards', settings({ ingressPool: { from: '10.0.0.90', to: '10.0.0.80' } }), ['error settings.ingressPool.to']],
    [
      'ingress among the services',
      settings({ ingressPool: { from: '10.152.183.20', to: '10.152.183.30' } }),
      ['warning settings.ingressPool.from', 'error settings.ingressPool.from'],
    ],
    ['a good ingress range', settings({ ingressPool: { from: '10.0.0.240', to: '10.0.0.250' } }), []],
    ['too few pods', settings({ podCidr: '10.1.0.0/26' }), ['error settings.podCidr']],
    ['too few services', settings({ serviceCidr: '10.152.183.0/30' }), ['error settings.serviceCidr']],
    ['a domain of one word', settings({ domain: 'home' }), ['warning settings.domain']],
    ['the domain of the cluster itself', settings({ domain: 'cluster.local' }), ['error settings.domain']],
    ['a name under the domain of the cluster', settings({ domain: 'lab.cluster.local' }), ['error settings.domain']],
    ['a domain of mDNS', settings({ domain: 'home.local' }), ['warning settings.domain']],
    ['an address as domain', settings({ domain: '10.0.0.1' }), ['error settings.domain']],
    ['this computer as domain', settings({ domain: 'localhost' }), ['error settings.domain']],
    ['a name under localhost', settings({ domain: 'lab.localhost' }), ['error settings.domain']],
    ['a name that never resolves', settings({ domain: 'lab.invalid' }), ['error settings.domain']],
    ['a domain for tests', settings({ domain: 'lab.test' }), ['warning settings.domain']],
    ['a domain that only looks like one', settings({ domain: 'mylocalhost.lan' }), []],
    ['public pods', settings({ podCidr: '8.8.0.0/16' }), ['warning settings.podCidr']],
    ['public services', settings({ serviceCidr: '11.0.0.0/24' }), ['warning settings.serviceCidr']],
    ['services in shared address space', settings({ serviceCidr: '100.64.0.0/20' }), []],
    ['pods on this computer alone', settings({ podCidr: '127.0.0.0/16' }), ['error settings.podCidr']],
    ['all there is for services', settings({ podCidr: '172.16.0.0/16', serviceCidr: '224.0.0.0/8' }), ['error settings.serviceCidr']],
    ['root as admin', settings({ adminUser: 'root' }), ['error settings.adminUser']],
    ['a user of systemd as admin', settings({ adminUser: 'systemd-network' }), ['error settings.adminUser']],
    ['a user of Kubernetes as admin', settings({ adminUser: 'system' }), ['error settings.adminUser']],
    ['one who is only called alike', settings({ adminUser: 'rooter' }), []],
    ['another storage class', settings({ storageClass: 'fast' }), ['warning settings.storageClass']],
    ['the class of the other snap', { distribution: 'k8s', channel: '1.36-classic/stable' }, ['warning settings.storageClass']],
    [
      'the class of Canonical Kubernetes on it',
      { distribution: 'k8s', channel: '1.36-classic/stable', ...settings({ storageClass: 'csi-rawfile-default' }) },
      [],
    ],
    ['any class in an existing cluster', { distribution: 'existing', nodes: [], ...settings({ storageClass: 'fast' }) }, []],
    ["ranges that are the cluster's own matter", { distribution: 'existing', ...settings({ podCidr: '10.0.0.0/8' }) }, []],
    ['no machines for an existing cluster', { distribution: 'existing', nodes: [] }, []],
    [
      'a domain that cannot be, in an existing cluster',
      { distribution: 'existing', ...settings({ domain: 'localhost' }) },
      ['error settings.domain'],
    ],
    [
      'a strict channel of Canonical Kubernetes',
      { distribution: 'k8s', channel: '1.36-strict/stable' },
      ['error channel', 'warning settings.storageClass'],
    ],
    ['a strict channel', { channel: '1.36-strict/stable' }, ['error channel']],
    ['a channel from far ahead', { channel: '9.99/stable' }, ['warning channel']],
    ['an old channel', { channel: '1.20/stable' }, ['warning channel']],
    ['a new and untested channel', { channel: '1.37/edge' }, ['warning channel', 'warning channel']],
    ['a channel that is not there, of the other snap', { channel: '1.37-classic/stable' }, ['error channel']],
    ['a channel of the other snap', { channel: '1.36-classic/stable' }, ['error channel']],
    [
      'a channel of MicroK8s for the other snap',
      { distribution: 'k8s', channel: '1.36/stable', ...settings({ storageClass: 'csi-rawfile-default' }) },
      ['error channel'],
    ],
    ['a channel of no meaning', { distribution: 'existing', channel: '9.99/stable' }, []],
    ['a moving channel', { channel: 'latest/stable' }, ['warning channel']],
  ])('%s', (_, more, expected) => {
    expect(paths(more)).toEqual(expected);
  });
});

test('what is wrong is said with what would be right', () => {
  const said = (more: Partial<Platform>) => found(more).map(([, , message]) => message);
  expect(said(settings({ podCidr: '10.1.2.3/16' }))).toEqual([
    '10.1.2.3/16 begins in the middle of a range; the whole range is 10.1.0.0/16.',
  ]);
  expect(said(settings({ serviceCidr: '10.152.183.9/24' }))[0]).toContain('10.152.183.0/24');
  expect(said({ channel: '9.99/stable' })[0]).toMatch(/^Hearth knows MicroK8s 1\.\d+ to 1\.\d+; a track 9\.99 probably does not exist/);
  expect(platformContent.shape.settings.shape.adminUser.safeParse('system:admin').success).toBe(false);
});

describe('components', () => {
  test('an unknown one is named with the likely one', () => {
    expect(found({ components: ['registri'] })).toEqual([
      ['components.0', 'error', 'The catalogue has no component "registri". Did you mean registry?'],
    ]);
    expect(found({ components: ['registry', 'registry'] })).toEqual([['components.1', 'error', 'registry is chosen twice.']]);
  });

  test('more than the machines have is a warning, counted with what the chosen ones need', () => {
    expect(paths({ components: ['huge'] })).toEqual(['warning components']);
    expect(paths({ components: ['registry'] })).toEqual([]);
    const unread = { components: ['huge'], nodes: [sketchNode(1), sketchNode(2, { facts: null })] };
    expect(paths(unread)).toEqual([]);
    expect(paths({ components: ['huge'], nodes: [sketchNode(1, { facts: goodFacts(1, { memoryBytes: 128e9 }) })] })).toEqual([]);
  });
});
