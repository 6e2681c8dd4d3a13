import { expect, test } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import type { LiveKind, Rows } from '#contract/cluster.ts';
import type { LiveCache } from '#core/cluster/live-cache.ts';
import { fault } from '#core/fault.ts';
import { sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import { kubeconfigName } from '#core/ports/secrets.ts';
import { Secret } from '#core/secret.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { lookForDrift } from './look.ts';

/** A cluster of one node without components; it may be away. */
function house() {
  const store = memoryStore();
  const clock = { now: 5000, answers: true, heardAt: 5000 };
  const platform = sketchPlatform({ nodes: [sketchNode(1, { labels: { disk: 'ssd' } })], channel: '1.36/stable' });
  const node = { name: 'node1', roles: ['control-plane'], version: 'v1.36.3', address: '10.0.0.1', labels: {}, taints: [] };
  const common = { uid: 'u', namespace: '', createdAt: 0, status: 'ready' as const, reason: '', os: '', arch: '', schedulable: true };
  const rowsOf = (kind: LiveKind): Rows =>
    kind === 'nodes'
      ? { kind, upserted: [{ ...common, ...node, cpuMilli: 0, memoryBytes: 0, gpus: 0, podLimit: 0 }], removed: [] }
      : { kind, upserted: [], removed: [] };
  const live: Pick<LiveCache, 'list'> = {
    async list(_, kind) {
      const feed = { kind, heardAt: clock.heardAt, fault: null, state: clock.answers ? ('live' as const) : ('retrying' as const) };
      return { rows: rowsOf(kind), total: 1, complete: clock.heardAt > 0, feed };
    },
  };
  const secrets = memorySecrets();
  const deps = {
    platforms: store.platforms,
    yaml,
    drafts: { based: () => Promise.reject(new Error('There is no draft.')) },
    ids: { id: () => 'new' },
    live,
    lastSeen: store.lastSeen,
    applied: store.applied,
    secrets,
    components: [],
    clock: { now: () => clock.now, sleep: () => new Promise<void>(() => {}) },
    planOn: () => Promise.reject(fault('PLAN_INVALID', { reason: 'none is made here.' })),
  };
  return { store, clock, platform, deps, secrets };
}

test('a cluster that was seen and is away is compared as it was, with the time of the last look', async () => {
  const { store, clock, platform, deps, secrets } = house();
  await store.platforms.insert(platform);
  const look = () => lookForDrift(deps, { platformId: platform.id });
  expect((await look()).live).toEqual({ state: 'never', at: null });

  await secrets.set(kubeconfigName(platform.id), new Secret('kubeconfig'));
  const seen = await look();
  expect(seen.live).toEqual({ state: 'now', at: 5000 });
  const lacking = [{ id: 'node:node1:label disk', live: null, sentence: 'node1 lacks the label disk.' }];
  expect(seen.differences).toMatchObject(lacking);

  // The connection broke; what it had sent is still there.
  Object.assign(clock, { now: 90_000, answers: false, heardAt: 7000 });
  expect(await look()).toMatchObject({ at: 90_000, live: { state: 'before', at: 7000 }, differences: lacking });

  // Hearth was started anew, and nothing was heard since.
  Object.assign(clock, { now: 100_000, heardAt: 0 });
  expect(await look()).toMatchObject({ at: 100_000, live: { state: 'before', at: 7000 }, differences: lacking });
});
