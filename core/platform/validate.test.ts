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
  addons: ['dns'],
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

describe('machines', () => {
  test.each<[string, Partial<Platform>, string[]]>([
    ['none', { nodes: [] }, ['error nodes']],
    ['no control node', nodes({ role: 'worker' }), ['error nodes']],
    ['two control nodes', nodes({}, { role: 'control' }), ['error nodes.1.role']],
    ['one name twice', nodes({}, {}, { name: 'node2' }), ['error nodes.2.name']],
    ['one address twice', nodes({}, { address: '10.0.0.1' }), ['error nodes.1.address']],
    ['one address on two ports', nodes({}, { address: '10.0.0.1', port: 2222 }), ['error nodes.1.address']],
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

describe('settings', () => {
  test.each<[string, Partial<Platform>, string[]]>([
    ['pods and services in one range', settings({ serviceCidr: '10.1.200.0/24' }), ['error settings.serviceCidr']],
    ['a machine among the pods', settings({ podCidr: '10.0.0.0/16' }), [0, 1, 2].map((index) => `error nodes.${index}.address`)],
    ['an ingress address that is a machine', settings({ ingressPool: { from: '10.0.0.3', to: '10.0.0.9' } }), ['error nodes.2.address']],
    ['an ingress range backwards', settings({ ingressPool: { from: '10.0.0.90', to: '10.0.0.80' } }), ['error settings.ingressPool.to']],
    [
      'ingress among the services',
      settings({ ingressPool: { from: '10.152.183.20', to: '10.152.183.30' } }),
      ['error settings.ingressPool.from'],
    ],
    ['a good ingress range', settings({ ingressPool: { from: '10.0.0.240', to: '10.0.0.250' } }), []],
    ['too few pods', settings({ podCidr: '10.1.0.0/26' }), ['error settings.podCidr']],
    ['too few services', settings({ serviceCidr: '10.152.183.0/30' }), ['error settings.serviceCidr']],
    ['a domain of one word', settings({ domain: 'home' }), ['warning settings.domain']],
    ['a domain of mDNS', settings({ domain: 'home.local' }), ['warning settings.domain']],
    ['an address as domain', settings({ domain: '10.0.0.1' }), ['error settings.domain']],
    ['another storage class', settings({ storageClass: 'fast' }), ['warning settings.storageClass']],
    ['a strict channel', { channel: '1.36-strict/stable' }, ['error channel']],
    ['a moving channel', { channel: 'latest/stable' }, ['warning channel']],
  ])('%s', (_, more, expected) => {
    expect(paths(more)).toEqual(expected);
  });
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
