import { describe, expect, test } from 'vitest';
import type { ComponentFile } from '#contract/component-file.ts';
import type { Difference } from '#contract/inventory/drift.ts';
import type { Node } from '#contract/nodes.ts';
import type { PlatformContent } from '#contract/platforms.ts';
import { fillValues, tokensOf, type Variables } from '#core/catalog/values.ts';
import { valuesHash } from '#core/catalog/values-hash.ts';
import { goodFacts, sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import type { Applied } from '#core/ports/applied.ts';
import type { Seen, SeenNode } from '#core/ports/last-seen.ts';
import { closingOf, driftOf } from './drift-of.ts';
import type { DriftInput } from './input.ts';

const wiki: ComponentFile = {
  id: 'wiki',
  title: 'Wiki',
  summary: 'Pages.',
  version: '1',
  core: false,
  needs: [],
  asks: ['dns'],
  resources: { cpuMilli: 0, memoryBytes: 0, storageBytes: 0 },
  architectures: ['amd64'],
  release: {
    name: 'wiki',
    namespace: 'wiki',
    chart: { name: 'wiki', version: '1.0.0', from: { kind: 'bundled' } },
    values: { host: 'wiki.${DOMAIN}', token: '${WIKI_TOKEN}' },
    timeoutSeconds: 60,
  },
  ready: [{ kind: 'Deployment', name: 'wiki' }],
  health: null,
  estimateSeconds: 10,
};

const variables: Variables = { wiki_token: { '!secret': 'wiki' } };
const base = sketchPlatform({ channel: '1.36/stable', components: ['wiki'] });
const seenOf = ({ name, role, address, labels }: Node): SeenNode => ({ name, role, version: 'v1.36.3', address, labels, taints: [] });
const live: Seen = {
  at: 100,
  nodes: base.nodes.map(seenOf),
  workloads: [{ kind: 'Deployment', namespace: 'wiki', name: 'wiki' }],
};
const hashFor = (content: PlatformContent) => valuesHash(fillValues(wiki.release.values, tokensOf(content.settings, variables)));
const applied: Applied = {
  platformId: 'p1',
  runId: 'r1',
  revision: 3,
  at: 50,
  content: base,
  components: [{ id: 'wiki', chart: 'wiki-1.0.0', valuesHash: hashFor(base), at: 40 }],
};
const settled: DriftInput = {
  platformId: 'p1',
  wanted: base,
  variables,
  draftOf: null,
  applied,
  live,
  components: [wiki],
  secrets: new Map([['wiki', 30]]),
};

const withNode = (index: number, more: Partial<Node>, content: PlatformContent = base): PlatformContent => ({
  ...content,
  nodes: content.nodes.map((node, place) => (place === index ? { ...node, ...more } : node)),
});
const liveWith = (index: number, more: Partial<SeenNode>): Seen => ({
  ...live,
  nodes: live.nodes.map((node, place) => (place === index ? { ...node, ...more } : node)),
});
const without = (index: number): Seen => ({ ...live, nodes: live.nodes.filter((_, place) => place !== index) });
const appliedWith = (content: PlatformContent): Applied => ({ ...applied, content });

const nic = { name: 'eth0', mac: '02:00:00:00:00:02', addresses: ['10.0.0.2'], mtu: 1500, networks: [], defaultRoute: true };

type Line = [id: string, closedBy: string | null, wish: string | null];
const said = ({ closedBy, closedWhen }: Difference): string | null => (closedWhen === null ? closedBy : `${closedBy} ${closedWhen}`);
const lines = (input: Partial<DriftInput>): Line[] =>
  driftOf({ ...settled, ...input }).map((one): Line => [one.id, said(one), one.wish?.kind ?? null]);

test('what is as it was applied and as it is wanted shows no difference', () => {
  expect(driftOf(settled)).toEqual([]);
});

describe('machines', () => {
  const cases: [string, Partial<DriftInput>, Line[]][] = [
    ['one that is new', { wanted: { ...base, nodes: [...base.nodes, sketchNode(4)] } }, [['node:node4:missing', 'Set up', null]]],
    ['one that is gone from the cluster', { live: without(2) }, [['node:node3:missing', 'Set up', null]]],
    [
      'all of them before the first run',
      { applied: null, live: null, components: [] },
      [
        ['node:node1:missing', 'Set up', null],
        ['node:node2:missing', 'Set up', null],
        ['node:node3:missing', 'Set up', null],
      ],
    ],
    [
      'one that the inventory no longer names',
      { wanted: { ...base, nodes: base.nodes.slice(0, 2) } },
      [['node:node3:unknown', null, null]],
    ],
    [
      'one that a draft no longer names',
      { wanted: { ...base, nodes: base.nodes.slice(0, 2) }, draftOf: base },
      [['node:node3:unknown', 'Remove node3 before-saving', 'remove-node']],
    ],
    ['one that nobody knows', { live: { ...live, nodes: [...live.nodes, seenOf(sketchNode(9))] } }, [['node:node9:unknown', null, null]]],
    ['another role', { wanted: withNode(1, { role: 'control' }) }, [['node:node2:role', 'Rebuild node2', 'rebuild-node']]],
    [
      'another role in a draft',
      { wanted: withNode(1, { role: 'control' }), draftOf: base },
      [['node:node2:role', 'Rebuild node2 after-saving', 'rebuild-node']],
    ],
    ['another name', { wanted: withNode(1, { name: 'ash' }) }, [['node:ash:name', null, null]]],
    [
      'another name in a draft',
      { wanted: withNode(1, { name: 'ash' }), draftOf: base },
      [['node:ash:name', 'Rename node2 before-saving', 'rename-node']],
    ],
    ['a label that is lacking', { wanted: withNode(1, { labels: { disk: 'ssd' } }) }, [['node:node2:label disk', 'Set up', null]]],
    [
      'a label that is no longer wanted',
      { applied: appliedWith(withNode(1, { labels: { disk: 'ssd' } })), live: liveWith(1, { labels: { disk: 'ssd' } }) },
      [['node:node2:label disk', 'Set up', null]],
    ],
    [
      'a label that somebody changed in the cluster',
      {
        wanted: withNode(1, { labels: { disk: 'ssd' } }),
        applied: appliedWith(withNode(1, { labels: { disk: 'ssd' } })),
        live: liveWith(1, { labels: { disk: 'hdd' } }),
      },
      [['node:node2:label disk', 'Set up', null]],
    ],
    ['labels that the inventory never named', { live: liveWith(1, { labels: { 'kubernetes.io/os': 'linux' } }) }, []],
    [
      'a taint with another value',
      {
        wanted: withNode(2, { taints: [{ key: 'gpu', value: 'true', effect: 'NoSchedule' }] }),
        live: liveWith(2, { taints: ['gpu=false:NoSchedule', 'other=:NoExecute'] }),
      },
      [['node:node3:taint gpu:NoSchedule', 'Set up', null]],
    ],
    ['an address that the machine does not have', { live: liveWith(1, { address: '10.9.9.9' }) }, [['node:node2:address', null, null]]],
    [
      'another of its own addresses',
      {
        wanted: withNode(1, { facts: goodFacts(2, { nics: [nic, { ...nic, addresses: ['10.9.9.9'] }] }) }),
        live: liveWith(1, { address: '10.9.9.9' }),
      },
      [],
    ],
    ['an older version', { live: liveWith(1, { version: 'v1.35.2' }) }, [['node:node2:version', 'Upgrade', 'upgrade']]],
    ['a newer version', { live: liveWith(1, { version: 'v1.37.0' }) }, [['node:node2:version', null, null]]],
    [
      'those of a cluster that was there already',
      { wanted: { ...base, distribution: 'existing', nodes: [] }, applied: appliedWith({ ...base, distribution: 'existing', nodes: [] }) },
      [],
    ],
  ];
  test.each(cases)('%s', (_, input, expected) => {
    expect(lines(input)).toEqual(expected);
  });

  test('a role is said from all three sides', () => {
    const [found] = driftOf({ ...settled, wanted: withNode(1, { role: 'control' }) });
    expect(found).toMatchObject({ wanted: 'control node', applied: 'worker', live: 'worker' });
    expect(found?.sentence).toContain('node2 is a worker; wanted is a control node.');
  });

  test('without the cluster, what was applied stands for what is', () => {
    const wanted = withNode(1, { labels: { disk: 'ssd' } });
    expect(lines({ wanted, live: null })).toEqual([['node:node2:label disk', 'Set up', null]]);
    expect(driftOf({ ...settled, wanted, live: null })[0]?.live).toBeNull();
  });
});

describe('components and settings', () => {
  const other = { ...base, settings: { ...base.settings, domain: 'lab.example.com' } };
  const nothingThere: Seen = { ...live, workloads: [] };
  const cases: [string, Partial<DriftInput>, Line[]][] = [
    [
      'one that is new',
      { applied: { ...applied, components: [], content: { ...base, components: [] } }, live: nothingThere },
      [['component:Wiki:missing', 'Set up', null]],
    ],
    ['one that is gone from the cluster', { live: nothingThere }, [['component:Wiki:missing', 'Set up', null]]],
    ['one that is no longer wanted', { wanted: { ...base, components: [] } }, [['component:Wiki:unknown', null, null]]],
    ['one that is no longer wanted and gone', { wanted: { ...base, components: [] }, live: nothingThere }, []],
    ['one from before it was written down what was installed', { applied: { ...applied, components: [] } }, []],
    [
      'another domain, which its values name',
      { wanted: other },
      [
        ['platform::setting domain', 'Set up', null],
        ['component:Wiki:values', 'Set up', null],
      ],
    ],
    [
      'another chart in the catalogue',
      { components: [{ ...wiki, release: { ...wiki.release, chart: { ...wiki.release.chart, version: '1.1.0' } } }] },
      [['component:Wiki:chart', 'Set up', null]],
    ],
    [
      'another value of a variable that its values name',
      { variables: { wiki_token: 'open', dns_servers: ['10.0.0.53'] } },
      [['component:Wiki:values', 'Set up', null]],
    ],
    ['a variable that no values name', { variables: { ...variables, dns_servers: ['10.0.0.53'] } }, []],
    ['a variable that is not there', { variables: {} }, [['component:Wiki:values', null, null]]],
    ['a secret with a new value', { secrets: new Map([['wiki', 45]]) }, [['secret:wiki:changed', 'Set up', null]]],
    [
      'a range that a cluster keeps for life',
      { wanted: { ...base, settings: { ...base.settings, podCidr: '10.2.0.0/16' } } },
      [['platform::setting podCidr', null, null]],
    ],
  ];
  test.each(cases)('%s', (_, input, expected) => {
    expect(lines(input)).toEqual(expected);
  });

  test('a setting says which components use it', () => {
    const [setting] = driftOf({ ...settled, wanted: other });
    expect(setting?.sentence).toBe('The domain is lab.example.com; it was home.lan when it was applied. It is used by Wiki.');
  });
});

describe('the run that closes it', () => {
  const closes = (input: Partial<DriftInput>) => closingOf('p1', driftOf({ ...settled, ...input }));
  test('is the set-up, where that brings it about', () => {
    expect(closes({ live: without(2) })).toEqual({ wish: { kind: 'provision', platformId: 'p1' }, reason: '' });
  });
  test('is the upgrade before anything else, since a set-up would move all machines at once', () => {
    const wanted = { ...base, channel: '1.37/stable', nodes: [...base.nodes, sketchNode(4)] };
    expect(closes({ wanted }).wish).toEqual({ kind: 'upgrade', platformId: 'p1', channel: '1.37/stable' });
  });
  test('is none while a node has another name in the cluster', () => {
    const found = closes({ wanted: withNode(1, { name: 'ash', labels: { disk: 'ssd' } }) });
    expect(found.wish).toBeNull();
    expect(found.reason).toContain('ash is called node2 in the cluster.');
  });
  test('is none when nothing differs', () => {
    expect(closes({})).toEqual({ wish: null, reason: '' });
  });
});
