// What every store must do with what was applied, last seen and asked for.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { platformContent } from '#contract/platforms.ts';
import { sketchPlan, sketchPlatform } from '#core/runs/fixtures.ts';
import { begunKept, type Applied, type Begun } from '#core/ports/applied.ts';
import type { KeptIntent } from '#core/ports/intents.ts';
import type { Seen } from '#core/ports/last-seen.ts';
import type { Store } from '#core/ports/store.ts';

const content = platformContent.parse(sketchPlatform('p1'));
const begun = (number: number, platformId = 'p1'): Begun => ({
  runId: `${platformId}-r${number}`,
  platformId,
  at: number,
  revision: 3,
  content,
});
const applied: Applied = {
  platformId: 'p1',
  runId: 'r1',
  revision: 3,
  at: 10,
  content,
  components: [{ id: 'wiki', chart: 'wiki-1', valuesHash: 'ab', at: 9 }],
};
const seen: Seen = {
  at: 5,
  nodes: [{ name: 'n1', role: null, version: 'v1.36.3', address: '192.0.2.1', labels: { disk: 'ssd' }, taints: ['a=:NoExecute'] }],
  workloads: [{ kind: 'Deployment', namespace: 'wiki', name: 'wiki' }],
};
const intent = (id: string, askedAt: number, platformId = 'p1'): KeptIntent => ({
  id,
  platformId,
  wish: { kind: 'provision', platformId },
  revision: 1,
  askedAt,
  askedBy: 'window',
  state: 'waiting',
  reason: 'n1 does not answer.',
  plannedAt: null,
  changed: [],
  plan: null,
  asked: sketchPlan([{ id: 'a' }], platformId),
});

export function driftStoreConformance(name: string, open: () => Promise<Store>): void {
  describe(`${name} keeps`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      for (const id of ['p1', 'p2']) await store.platforms.insert(sketchPlatform(id));
    });
    afterEach(() => store.close());

    it('what runs began with, the newest few of each platform', async () => {
      await store.applied.begin(begun(0, 'p2'));
      for (let number = 0; number <= begunKept; number += 1) await store.applied.begin(begun(number));
      expect(await store.applied.begun('p1-r0')).toBeNull();
      expect(await store.applied.begun('p1-r1')).toEqual(begun(1));
      expect(await store.applied.begun('p2-r0')).toEqual(begun(0, 'p2'));
    });

    it('what was applied last', async () => {
      expect(await store.applied.get('p1')).toBeNull();
      await store.applied.set(applied);
      await store.applied.set({ ...applied, revision: 4 });
      expect(await store.applied.get('p1')).toEqual({ ...applied, revision: 4 });
      expect(await store.applied.get('p2')).toBeNull();
      await store.applied.remove('p1');
      expect(await store.applied.get('p1')).toBeNull();
    });

    it('what was seen last', async () => {
      await store.lastSeen.set('p1', seen);
      await store.lastSeen.set('p1', { ...seen, at: 6 });
      expect(await store.lastSeen.get('p1')).toEqual({ ...seen, at: 6 });
      expect(await store.lastSeen.get('p2')).toBeNull();
    });

    it('what waits, oldest first, until it is dropped', async () => {
      await store.intents.save(intent('b', 2));
      await store.intents.save(intent('a', 1));
      await store.intents.save(intent('c', 1, 'p2'));
      await store.intents.save({ ...intent('b', 2), state: 'unfit', reason: 'x' });
      expect(await store.intents.list('p1')).toEqual([intent('a', 1), { ...intent('b', 2), state: 'unfit', reason: 'x' }]);
      expect(await store.intents.remove('p1', 'c')).toBe(false);
      expect(await store.intents.remove('p1', 'a')).toBe(true);
      expect(await store.intents.remove('p1', 'a')).toBe(false);
    });
  });
}
