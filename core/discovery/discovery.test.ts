// Scanning, listening and remembering, over a network in memory on a clock that nobody waits for.
import { expect, describe, test } from 'vitest';
import type { AnnouncedEvent, FoundMachine, ScanEvent } from '#contract/discovery.ts';
import type { Node } from '#contract/nodes.ts';
import { sketchNode } from '#core/runs/fixtures.ts';
import { createPlatform } from '#core/platform/platforms.ts';
import { yaml } from '#adapters/inventory/yaml.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { announced } from './announced.ts';
import { keyOf, refused, sketchNetwork, ssh, type SketchedNetwork } from './fixtures.ts';
import { known } from './known.ts';
import { networks } from './networks.ts';
import { scan } from './scan.ts';

const forever = new AbortController().signal;

function house(sketch: SketchedNetwork = {}) {
  const clock = virtualClock();
  const store = memoryStore();
  const inventory = { platforms: store.platforms, yaml, runs: store.runs, secrets: memorySecrets(), clock, ids: { id: () => 'p1' } };
  const { network, hosts, seen } = sketchNetwork(clock, sketch);
  const withNodes = async (...nodes: readonly Node[]) => {
    const platform = await createPlatform(inventory, { name: 'Home', core: [] });
    await store.platforms.update({ ...platform, nodes: [...nodes], revision: platform.revision + 1 }, platform.revision);
    return platform.id;
  };
  return { deps: { network, hosts, clock, inventory }, clock, seen, withNodes };
}

async function collect<T>(stream: Promise<AsyncIterable<T>>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of await stream) all.push(one);
  return all;
}

const request = (ranges: string, ports: readonly number[] = [22]) => ({ ranges, ports, publicRanges: 'refuse' as const });
const machinesIn = (events: readonly (ScanEvent | AnnouncedEvent)[]): FoundMachine[] =>
  events.flatMap((event) => (event.type === 'found' ? event.machine : []));
const progressIn = (events: readonly ScanEvent[]) => events.filter((event) => event.type === 'progress');

describe('a scan', () => {
  test('finds what answers, with its greeting, name and host key, and says who refuses', async () => {
    const { deps } = house({
      answers: {
        '10.0.0.7:22': ssh,
        '10.0.0.8:22': { outcome: 'answered', greeting: '' },
        '10.0.0.9:22': { outcome: 'answered', greeting: '220 \u001b[31mmail\u0007 ready\r\n' },
        '10.0.0.20:22': refused,
        '10.0.0.12:22': refused,
        '10.0.0.30:22': { outcome: 'unroutable' },
      },
      names: { '10.0.0.7': 'oak.lan.' },
    });
    const events = await collect(scan(deps, request('10.0.0.0/24'), forever));
    const shown = machinesIn(events).map(({ address, name, banner, speaks, hostKey }) => ({
      address,
      name,
      banner,
      speaks,
      key: hostKey?.fingerprint,
    }));
    expect(shown.toSorted((a, b) => a.address.localeCompare(b.address))).toEqual([
      { address: '10.0.0.7', name: 'oak.lan', banner: 'SSH-2.0-OpenSSH_9.6p1 Ubuntu', speaks: 'ssh', key: keyOf('10.0.0.7') },
      { address: '10.0.0.8', name: null, banner: '', speaks: 'silent', key: undefined },
      { address: '10.0.0.9', name: null, banner: '220 [31mmail ready', speaks: 'other', key: undefined },
    ]);
    expect(events.at(-1)).toEqual({ type: 'ended', found: 3, refused: ['10.0.0.12', '10.0.0.20'], unroutable: 1 });
  });

  test('opens at most 64 connections at once', async () => {
    const answers = Object.fromEntries(Array.from({ length: 254 }, (_, index) => [`10.0.0.${index + 1}:22`, ssh]));
    const { deps, seen } = house({ answers });
    expect(machinesIn(await collect(scan(deps, request('10.0.0.0/24, 10.0.1.0/24'), forever)))).toHaveLength(254);
    expect(seen.mostOpen).toBe(64);
    // 508 greetings and 254 host keys.
    expect(seen.at).toHaveLength(762);
  });

  test('opens at most 200 connections a second, however fast they are answered', async () => {
    const { deps, seen } = house({ knockMs: 1 });
    await collect(scan(deps, request('10.0.0.0/22'), forever));
    const busiest = Math.max(...seen.at.map((from) => seen.at.filter((at) => at >= from && at < from + 1000).length));
    expect(busiest).toBeLessThanOrEqual(200);
    expect(busiest).toBeGreaterThan(150);
  });

  test('shares that bound with every other scan', async () => {
    const { deps, seen } = house();
    const both = ['10.0.0.0/24', '10.0.1.0/24'].map((ranges) => collect(scan(deps, request(ranges), forever)));
    for (const events of await Promise.all(both)) expect(progressIn(events).at(-1)).toMatchObject({ tried: 254, total: 254 });
    expect(seen.mostOpen).toBe(64);
  });

  test('its progress only grows, and ends at all addresses, however the ranges overlap', async () => {
    const { deps, seen } = house();
    const events = await collect(scan(deps, request('10.0.0.0/24, 10.0.0.100-10.0.1.50, 10.0.0.7'), forever));
    const tried = progressIn(events).map((event) => event.tried);
    expect(tried).toEqual(tried.toSorted((a, b) => a - b));
    expect([tried[0], tried.at(-1)]).toEqual([0, 306]);
    expect(progressIn(events).every(({ total }) => total === 306)).toBe(true);
    expect(tried.length).toBeLessThanOrEqual(101);
    expect(new Set(seen.knocks).size).toBe(seen.knocks.length);
  });

  test('stops at once: nothing is opened after its signal, and nothing stays open', async () => {
    const { deps, seen } = house();
    const stop = new AbortController();
    const events: ScanEvent[] = [];
    const running = (async () => {
      for await (const event of await scan(deps, request('10.0.0.0/20'), stop.signal)) {
        events.push(event);
        if (progressIn(events).length === 3) stop.abort(new Error('enough'));
      }
    })();
    await expect(running).rejects.toThrow('enough');
    expect(seen.open).toBe(0);
    const after = seen.knocks.length;
    expect(after).toBeLessThan(300);
    await deps.clock.sleep(10_000);
    expect(seen.knocks).toHaveLength(after);
  });

  test('that nobody reads any more leaves nothing open', async () => {
    const { deps, seen } = house();
    for await (const event of await scan(deps, request('10.0.0.0/24'), forever)) if (event.type === 'progress' && event.tried > 10) break;
    expect(seen.open).toBe(0);
  });

  test('a name that never comes, and a key that cannot be read, do not hold a machine back', async () => {
    const { deps } = house({ answers: { '10.0.0.66:22': ssh }, names: { '10.0.0.66': 'never' } });
    expect(machinesIn(await collect(scan(deps, request('10.0.0.66'), forever)))).toMatchObject([
      { address: '10.0.0.66', name: null, hostKey: null },
    ]);
  });

  test('several ports of one address are several finds and one address of progress', async () => {
    const { deps } = house({ answers: { '10.0.0.7:22': refused, '10.0.0.7:2222': ssh, '10.0.0.8:22': refused } });
    const events = await collect(scan(deps, request('10.0.0.7-8', [22, 2222, 22]), forever));
    expect(machinesIn(events)).toMatchObject([{ address: '10.0.0.7', port: 2222 }]);
    expect(events.at(-1)).toEqual({ type: 'ended', found: 1, refused: ['10.0.0.8'], unroutable: 0 });
    expect(progressIn(events).at(-1)).toMatchObject({ tried: 2, total: 2 });
  });

  test('what the platform has already is marked, by its place or by its key under another address; so is this computer', async () => {
    const hostKey = { algorithm: 'ssh-ed25519', fingerprint: keyOf('10.0.0.9'), trustedAt: 1 };
    const { deps, withNodes } = house({
      answers: Object.fromEntries([7, 8, 9].map((last) => [`10.0.0.${last}:22`, ssh])),
      attached: [{ interface: 'eth0', address: '10.0.0.8', prefix: 24 }],
    });
    const platformId = await withNodes(
      { ...sketchNode('n1'), name: 'oak', address: '10.0.0.7' },
      { ...sketchNode('n2'), name: 'elm', hostKey },
    );
    const found = machinesIn(await collect(scan(deps, { ...request('10.0.0.7-9'), platformId }, forever)));
    expect(found.map(({ address, listedAs, isThisComputer }) => [address, listedAs, isThisComputer])).toEqual([
      ['10.0.0.7', 'oak', false],
      ['10.0.0.8', null, true],
      ['10.0.0.9', 'elm', false],
    ]);
  });
});

describe('listening', () => {
  const announcements = [
    { name: 'oak', address: '10.0.0.7', port: 22 },
    { name: 'far', address: '8.8.8.8', port: 22 },
    { name: 'off', address: '10.0.0.9', port: 22 },
  ];

  test('looks at each announced machine of a private network, and ends after its time', async () => {
    const { deps, clock, seen } = house({ announcements, answers: { '10.0.0.7:22': ssh } });
    const from = clock.now();
    const events = await collect(announced(deps, { seconds: 5 }, forever));
    expect(clock.now() - from).toBe(5000);
    expect(machinesIn(events)).toHaveLength(3);
    expect(machinesIn(events)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'oak', speaks: 'ssh', hostKey: { algorithm: 'ssh-ed25519', fingerprint: keyOf('10.0.0.7') } }),
        expect.objectContaining({ name: 'far', speaks: 'unasked', hostKey: null }),
        expect.objectContaining({ name: 'off', speaks: 'unasked', hostKey: null }),
      ]),
    );
    expect(seen.knocks).not.toContain('8.8.8.8:22');
    expect(events.at(-1)).toEqual({ type: 'ended', found: 3 });
  });

  test('is ended by its signal, with what it was looking at', async () => {
    const { deps, seen } = house({ announcements, answers: { '10.0.0.7:22': ssh } });
    const stop = new AbortController();
    const running = collect(announced(deps, { seconds: 30 }, stop.signal));
    await deps.clock.sleep(100);
    stop.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    expect(seen.open).toBe(0);
  });
});

test('what this computer knows: names and keys from its files, patterns and code hosts left out, hashed names counted', async () => {
  const line = (hosts: string, algorithm = 'ssh-ed25519') => ({ hosts, algorithm, fingerprint: `SHA256:${hosts} ${algorithm}` });
  const alias = { address: '', port: null, user: null, jump: null };
  const { deps, seen, withNodes } = house({
    files: {
      hosts: [
        line('10.0.0.7', 'ssh-rsa'),
        line('10.0.0.7'),
        line('elm.lan,10.0.0.8'),
        line('[ash.lan]:2222'),
        line('|1|c2FsdA==|aGFzaA=='),
        line('*.lan,!bad.lan'),
        line('github.com'),
        line('[10.0.0.9]:99999'),
      ],
      aliases: [
        { ...alias, name: 'shelf', address: '10.0.0.7', user: 'ubuntu' },
        {
          ...alias,
          name: 'inner',
          address: '172.16.0.5',
          port: 2200,
          user: 'Not a user',
          jump: { address: 'gate.example', port: 22, user: null },
        },
        { ...alias, name: 'work', address: 'git.example.com', user: 'git' },
      ],
    },
  });
  const platformId = await withNodes({ ...sketchNode('n1'), name: 'elm', address: '10.0.0.8' });
  const { machines, hashed, leftOut } = await known(deps, { platformId });
  expect(
    machines.map(({ address, port, name, user, jump, listedAs }) => ({ address, port, name, user, jump: jump?.address, listedAs })),
  ).toEqual([
    { address: '10.0.0.7', port: 22, name: 'shelf', user: 'ubuntu', jump: undefined, listedAs: null },
    { address: '172.16.0.5', port: 2200, name: 'inner', user: null, jump: 'gate.example', listedAs: null },
    { address: '10.0.0.8', port: 22, name: 'elm.lan', user: null, jump: undefined, listedAs: 'elm' },
    { address: 'ash.lan', port: 2222, name: 'ash.lan', user: null, jump: undefined, listedAs: null },
  ]);
  expect(machines[0]?.hostKey).toEqual({ algorithm: 'ssh-ed25519', fingerprint: 'SHA256:10.0.0.7 ssh-ed25519' });
  expect({ hashed, leftOut }).toEqual({ hashed: 1, leftOut: 4 });
  expect(seen.knocks).toEqual([]);
});

test('networks: private ones, bridges last, a large one by the part around this computer', () => {
  const { deps } = house({
    attached: [
      { interface: 'docker0', address: '172.17.0.1', prefix: 16 },
      { interface: 'eth0', address: '192.168.1.37', prefix: 24 },
      { interface: 'eth0', address: '192.168.1.38', prefix: 24 },
      { interface: 'wan0', address: '8.8.4.4', prefix: 24 },
      { interface: 'ppp0', address: '10.64.0.2', prefix: 32 },
      { interface: 'eth1', address: '10.4.18.2', prefix: 20 },
    ],
  });
  expect(networks(deps.network)).toEqual([
    { interface: 'eth0', address: '192.168.1.37', network: '192.168.1.0/24', range: '192.168.1.0/24' },
    { interface: 'eth1', address: '10.4.18.2', network: '10.4.16.0/20', range: '10.4.16.0/20' },
    { interface: 'docker0', address: '172.17.0.1', network: '172.17.0.0/16', range: '172.17.0.0/24' },
  ]);
});
