import { beforeEach, describe, expect, test } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import type { SeenKey } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import { fault, isFault } from '#core/fault.ts';
import { kubeconfigChoiceName, kubeconfigName, sudoName, type SessionSecrets } from '#core/ports/secrets.ts';
import { Secret } from '#core/secret.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { sketchPlan } from '#core/runs/fixtures.ts';
import { newRun } from '#core/runs/summary.ts';
import { gatherFacts } from './facts.ts';
import { goodFacts, goodReach, sketchNode } from './fixtures.ts';
import { readHostKey, trustHostKey } from './host-key.ts';
import { createPlatform, getPlatform, listPlatforms, removePlatform, savePlatform } from './platforms.ts';
import { preflight, reportPreflight, type PreflightDeps } from './preflight.ts';
import { targetsWith, unlockNodes } from './target.ts';

const signal = new AbortController().signal;
const codeOf = async (act: Promise<unknown>) => {
  try {
    await act;
    return 'no fault';
  } catch (error) {
    if (!isFault(error)) throw error;
    return error.view.code;
  }
};

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
}

function house() {
  const store = memoryStore();
  let made = 0;
  let now = 1000;
  const shown = new Map<string, SeenKey>();
  const deps = {
    platforms: store.platforms,
    yaml,
    runs: store.runs,
    secrets: memorySecrets(),
    clock: { now: () => (now += 1) },
    ids: { id: () => `p${(made += 1)}` },
    hosts: {
      readHostKey: async ({ address, port }: { address: string; port: number }): Promise<SeenKey> => {
        const key = shown.get(address);
        if (key === undefined) throw fault('NODE_UNREACHABLE', { host: address, port });
        return key;
      },
    },
  };
  return { store, deps, shown };
}

let { store, deps, shown } = house();
let platform: Platform;
beforeEach(async () => {
  ({ store, deps, shown } = house());
  const empty = await createPlatform(deps, { name: 'Home', core: ['cert-manager'] });
  const bare = [1, 2, 3].map((number) => sketchNode(number, { facts: null }));
  platform = await savePlatform(deps, { platformId: empty.id, expectedRevision: 1, content: { ...empty, nodes: bare } });
});

describe('saving', () => {
  test('a new platform has the core components; each save is a revision; the list says what is connected', async () => {
    expect(platform).toMatchObject({ revision: 2, components: ['cert-manager'], page: 'distribution' });
    expect(await listPlatforms(deps)).toMatchObject([{ id: 'p1', nodes: 3, connected: false }]);
    await deps.secrets.set(kubeconfigName('p1'), new Secret('x'));
    expect(await listPlatforms(deps)).toMatchObject([{ connected: true }]);
  });

  test('a stale save is refused with both revisions and stores nothing', async () => {
    const stale = { platformId: 'p1', expectedRevision: 1, content: { ...platform, name: 'Stale' } };
    await expect(savePlatform(deps, stale)).rejects.toMatchObject({
      view: { code: 'CHANGED_MEANWHILE', details: { yours: 1, stored: 2 } },
    });
    expect((await getPlatform(deps, 'p1')).name).toBe('Home');
    expect(await codeOf(getPlatform(deps, 'p9'))).toBe('NOT_FOUND');
  });

  test('facts and host keys cannot be slipped in, and go when the entry leads to another machine', async () => {
    const forged = { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:forged', trustedAt: 1 };
    const slipped = platform.nodes.map((node) => ({ ...node, hostKey: forged, facts: goodFacts(1) }));
    const saved = await savePlatform(deps, { platformId: 'p1', expectedRevision: 2, content: { ...platform, nodes: slipped } });
    expect(saved.nodes.map((node) => [node.hostKey, node.facts])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);

    shown.set('10.0.0.1', { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:one', state: 'new', trusted: null });
    await trustHostKey(deps, { platformId: 'p1', nodeId: 'n1', fingerprint: 'SHA256:one' }, signal);
    const trusted = await getPlatform(deps, 'p1');
    const save = (address: string, from: Platform) => {
      const nodes = from.nodes.map((node) => (node.id === 'n1' ? { ...node, address } : node));
      return savePlatform(deps, { platformId: 'p1', expectedRevision: from.revision, content: { ...from, nodes } });
    };
    const same = await save('10.0.0.1', trusted);
    expect(same.nodes[0]?.hostKey?.fingerprint).toBe('SHA256:one');
    expect((await save('10.0.0.77', same)).nodes[0]?.hostKey).toBeNull();
  });

  test('removing forgets the kubeconfig too, but not while a run is under way', async () => {
    await deps.secrets.set(kubeconfigName('p1'), new Secret('x'));
    const plan = sketchPlan([{ id: 'a' }], 'p1');
    const run = newRun({ id: 'r1', plan, startedAt: 1, startedBy: 'window', attemptsOf: () => 1 });
    await store.runs.create(run, plan);
    expect(await codeOf(removePlatform(deps, 'p1'))).toBe('PLATFORM_BUSY');
    await store.runs.recordRun('r1', { state: 'failed', endedAt: 2 });
    const later = newRun({ id: 'r2', plan, startedAt: 3, startedBy: 'window', attemptsOf: () => 1 });
    await store.runs.create(later, plan);
    await store.runs.recordRun('r2', { state: 'done', endedAt: 4 });
    // Also an older run, taken up again, holds the platform.
    await store.runs.reopen('r1');
    expect(await codeOf(removePlatform(deps, 'p1'))).toBe('PLATFORM_BUSY');
    await store.runs.recordRun('r1', { state: 'done', endedAt: 5 });
    await deps.secrets.set(kubeconfigChoiceName('p1'), new Secret('{}'));
    await removePlatform(deps, 'p1');
    for (const name of [kubeconfigName('p1'), kubeconfigChoiceName('p1')]) expect(await deps.secrets.get(name)).toBeNull();
    expect(await codeOf(removePlatform(deps, 'p1'))).toBe('NOT_FOUND');
  });
});

describe('host keys', () => {
  const at = { platformId: 'p1', nodeId: 'n1' };
  test('a key is pinned only when the machine still shows the one that was asked for', async () => {
    shown.set('10.0.0.1', { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:real', state: 'new', trusted: null });
    expect((await readHostKey(deps, at, signal)).fingerprint).toBe('SHA256:real');
    expect(await codeOf(trustHostKey(deps, { ...at, fingerprint: 'SHA256:seen-before' }, signal))).toBe('HOST_KEY_CHANGED');
    expect((await getPlatform(deps, 'p1')).revision).toBe(2);
    await trustHostKey(deps, { ...at, fingerprint: 'SHA256:real' }, signal);
    expect(await getPlatform(deps, 'p1')).toMatchObject({ revision: 3, nodes: [{ hostKey: { fingerprint: 'SHA256:real' } }, {}, {}] });
  });

  test('a revoked key is never pinned, an unknown machine never asked', async () => {
    shown.set('10.0.0.1', { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:real', state: 'revoked', trusted: null });
    expect(await codeOf(trustHostKey(deps, { ...at, fingerprint: 'SHA256:real' }, signal))).toBe('HOST_KEY_REVOKED');
    expect(await codeOf(readHostKey(deps, { platformId: 'p1', nodeId: 'n9' }, signal))).toBe('NOT_FOUND');
  });
});

describe('looking at machines', () => {
  const noSession: SessionSecrets = { get: () => null, set: () => {}, remove: () => {} };
  const lookers = (over: Partial<PreflightDeps['machines']> = {}): PreflightDeps => ({
    ...deps,
    checked: new Map(),
    members: async () => [],
    target: targetsWith(noSession),
    machines: {
      facts: async ({ label, address, port }) => {
        if (label === 'node3') throw fault('NODE_UNREACHABLE', { host: address, port });
        return goodFacts(Number(label.at(-1)));
      },
      sudo: async () => 'free',
      reach: async () => goodReach(1),
      ...over,
    },
  });

  test('facts come one by one, with the fault of who does not answer, and are kept in one revision', async () => {
    const found = await collect(gatherFacts(lookers(), { platformId: 'p1', nodeIds: ['n1', 'n2', 'n3', 'n1'] }, signal));
    expect(found).toHaveLength(3);
    expect(new Map(found.map((one) => [one.nodeId, one.facts?.hostname ?? one.fault?.code]))).toEqual(
      new Map([
        ['n1', 'node1'],
        ['n2', 'node2'],
        ['n3', 'NODE_UNREACHABLE'],
      ]),
    );
    const stored = await getPlatform(deps, 'p1');
    expect(stored.revision).toBe(3);
    expect(stored.nodes.map((node) => node.facts?.hostname ?? null)).toEqual(['node1', 'node2', null]);
  });

  test('who stops reading keeps what was read, and what is still under way is called off', async () => {
    const calledOff: string[] = [];
    const slow = lookers({
      facts: ({ label }, inner) =>
        label === 'node1'
          ? Promise.resolve(goodFacts(1))
          : new Promise((_, reject) => {
              inner.addEventListener('abort', () => reject(fault('CANCELLED', { doing: label })), { once: true });
              inner.addEventListener('abort', () => calledOff.push(label), { once: true });
            }),
    });
    for await (const one of gatherFacts(slow, { platformId: 'p1', nodeIds: ['n1', 'n2'] }, signal)) {
      expect(one.nodeId).toBe('n1');
      break;
    }
    expect(calledOff).toEqual(['node2']);
    expect((await getPlatform(deps, 'p1')).nodes.map((node) => node.facts?.hostname ?? null)).toEqual(['node1', null, null]);
  });

  test('at most sixteen machines are asked at once', async () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      sketchNode(index + 1, { facts: null, name: `m${index}`, id: `m${index}`, address: `10.0.1.${index}` }),
    );
    const saved = await savePlatform(deps, { platformId: 'p1', expectedRevision: 2, content: { ...platform, nodes: many } });
    let now = 0;
    let most = 0;
    const facts = async () => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return goodFacts(1);
    };
    const found = await collect(gatherFacts(lookers({ facts }), { platformId: 'p1', nodeIds: saved.nodes.map((node) => node.id) }, signal));
    expect(found).toHaveLength(40);
    expect(most).toBe(16);
  });

  test('facts of an entry that was edited meanwhile are dropped, and the edit stays', async () => {
    const facts: PreflightDeps['machines']['facts'] = async ({ label }) => {
      const now = await getPlatform(deps, 'p1');
      if (label === 'node1') {
        const nodes = now.nodes.map((node) => (node.id === 'n1' ? { ...node, address: '10.0.0.99' } : node));
        await savePlatform(deps, { platformId: 'p1', expectedRevision: 2, content: { ...now, nodes } });
      }
      return goodFacts(1);
    };
    await collect(gatherFacts(lookers({ facts }), { platformId: 'p1', nodeIds: ['n1', 'n2'] }, signal));
    expect((await getPlatform(deps, 'p1')).nodes.map((node) => [node.address, node.facts !== null])).toEqual([
      ['10.0.0.99', false],
      ['10.0.0.2', true],
      ['10.0.0.3', false],
    ]);
  });

  test('the matrix starts as running, fills machine by machine, and finds twins whoever answers first', async () => {
    const twins = lookers({ facts: async () => goodFacts(1) });
    const cells = await collect(preflight(twins, 'p1', signal));
    const last = new Map(cells.map((cell) => [`${cell.nodeId} ${cell.check}`, cell.state]));
    expect(cells.slice(0, 3).every((cell) => cell.state === 'running')).toBe(true);
    expect([...last.values()]).not.toContain('running');
    for (const id of ['n1', 'n2', 'n3']) expect(last.get(`${id} identity`)).toBe('block');
  });

  test('a machine that does not answer has a reason in every cell, the others are judged all the same', async () => {
    const cells = await collect(preflight(lookers(), 'p1', signal));
    const last = new Map(cells.map((cell) => [`${cell.nodeId} ${cell.check}`, cell]));
    expect(last.get('n3 reach')).toMatchObject({ state: 'block' });
    expect(last.get('n3 memory')).toMatchObject({ state: 'unknown', found: '10.0.0.3 does not answer on port 22.' });
    expect(last.get('n1 memory')).toMatchObject({ state: 'pass' });
  });

  test('the report is of the last check; machines that were changed since are checked anew', async () => {
    let looks = 0;
    const looker = lookers({ facts: async ({ label }) => ((looks += 1), goodFacts(Number(label.at(-1)), { swapBytes: 2e9 })) });
    const first = await reportPreflight(looker, 'p1', signal);
    expect(looks).toBe(3);
    expect(await reportPreflight(looker, 'p1', signal)).toEqual(first);
    expect(looks).toBe(3);
    expect(first.markdown).toContain('| Swap | **warn** | **warn** | **warn** |');
    expect(first.markdown).toContain('See it there: `swapon --show`');
    expect(first.cells.filter((cell) => cell.check === 'swap').map((cell) => cell.fix?.title)).toEqual(Array(3).fill('Switch swap off'));
    const now = await getPlatform(deps, 'p1');
    await savePlatform(deps, { platformId: 'p1', expectedRevision: now.revision, content: { ...now, nodes: now.nodes.slice(0, 2) } });
    expect((await reportPreflight(looker, 'p1', signal)).markdown).not.toContain('node3');
    expect(looks).toBe(5);
  });
});

test('a sudo password given for this session reaches the targets of those machines only', () => {
  const kept = new Map<string, Secret>();
  const session: SessionSecrets = {
    get: (name) => kept.get(name) ?? null,
    set: (name, value) => kept.set(name, value),
    remove: (name) => kept.delete(name),
  };
  expect(unlockNodes(session, platform, { nodeIds: ['n2', 'n9'], password: new Secret('word') })).toEqual({ unlocked: ['n2'] });
  expect([...kept.keys()]).toEqual([sudoName('p1', 'n2')]);
  const target = targetsWith(session);
  expect(platform.nodes.map((node) => target(platform, node).sudoPassword?.reveal() ?? null)).toEqual([null, 'word', null]);
});
