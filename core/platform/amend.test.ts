import { expect, it } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { amendNodes } from './amend.ts';
import { sketchNode, sketchPlatform } from './fixtures.ts';

it('what is found out about many machines at the same moment is kept of all of them', async () => {
  const { platforms } = memoryStore();
  const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
  const platform = sketchPlatform({ nodes: numbers.map((number) => sketchNode(number)) });
  await platforms.insert(platform);
  const deps = { platforms, clock: { now: () => 1 }, yaml };
  const hostKey = { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:x', trustedAt: 1 };
  await Promise.all(
    numbers.map((number) => amendNodes(deps, platform.id, (node) => (node.id === `n${number}` ? { ...node, hostKey } : node))),
  );
  expect((await platforms.get(platform.id))?.nodes.filter((node) => node.hostKey === null)).toEqual([]);
});

it('gives up with a reason when something else changes the platform all the time', async () => {
  const { platforms } = memoryStore();
  const platform = sketchPlatform({ nodes: [sketchNode(1)] });
  await platforms.insert(platform);
  const deps = { platforms: { ...platforms, update: async () => false }, clock: { now: () => 1 }, yaml };
  await expect(amendNodes(deps, platform.id, (node) => ({ ...node, facts: null }))).rejects.toMatchObject({
    view: { code: 'NOT_POSSIBLE_NOW' },
  });
});
