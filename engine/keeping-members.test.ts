// What works in a cluster stays in the list of its machines, over the practice lab and a real data folder.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDriftRoom } from '#adapters/conformance/drift-room.ts';
import { yaml } from '#adapters/inventory/yaml.ts';
import type { Platform } from '#contract/platforms.ts';
import { isFault } from '#core/fault.ts';
import { membersOf } from '#core/inventory/drift/members.ts';
import { readVersion, writeInventory } from '#core/inventory/versions/versions.ts';
import { savePlatform } from '#core/platform/platforms.ts';
import { keepingMembers } from './keeping-members.ts';

let room: Awaited<ReturnType<typeof openDriftRoom>>;
beforeEach(async () => {
  room = await openDriftRoom();
});
afterEach(() => room.close());

const guarded = () => {
  const { store, services } = room.engine();
  return keepingMembers(store.platforms, membersOf(services.drift));
};
const answerTo = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act;
    return 'saved';
  } catch (error) {
    if (!isFault(error)) throw error;
    return `${error.view.code}: ${error.view.what} ${error.view.todo}`;
  }
};
const save = async (change: (platform: Platform) => Platform['nodes']) => {
  const before = await room.stored();
  const { clock, secrets, platformId } = room;
  const deps = { platforms: guarded(), yaml, secrets, clock, ids: { id: () => 'new' }, runs: room.engine().store.runs };
  return answerTo(savePlatform(deps, { platformId, expectedRevision: before.revision, content: { ...before, nodes: change(before) } }));
};
const without = (name: string) => save(({ nodes }) => nodes.filter((node) => node.name !== name));
const renamed = (name: string, to: string) => save(({ nodes }) => nodes.map((node) => (node.name === name ? { ...node, name: to } : node)));

test('before the set-up the list is anybody’s; afterwards a member leaves and is renamed by its run alone', async () => {
  expect(await renamed('ash', 'birch')).toBe('saved');
  expect(await renamed('birch', 'ash')).toBe('saved');
  await room.setUp();
  expect(await without('elm')).toMatch(/^NODE_IS_MEMBER: elm stays in the list: .*remove-node/);
  expect(await renamed('elm', 'birch')).toMatch(/^NODE_IS_MEMBER: elm keeps its name: .*rename-node/);
  const { text, version } = await readVersion({ platforms: guarded(), yaml }, room.platformId);
  const deps = { platforms: guarded(), yaml, clock: room.clock, ids: { id: () => 'new' } };
  const request = { platformId: room.platformId, expectedRevision: version.revision, author: 'test', message: '' };
  expect(await answerTo(writeInventory(deps, { ...request, text: text.replaceAll('elm', 'birch') }))).toMatch(/^NODE_IS_MEMBER/);

  for (const index of [0, 1, 2]) room.power(index, false);
  expect(await without('elm')).toMatch(/^NODE_IS_MEMBER/);
});

test('what the cluster does not have may go', async () => {
  await room.setUp();
  const [, elm] = (await room.stored()).nodes;
  const wish = { kind: 'remove-node', platformId: room.platformId, nodeId: elm?.id ?? '', keepVolumes: false, machine: 'leave' } as const;
  expect((await room.perform(wish)).state).toBe('done');
  await room.save(({ nodes }) => ({ nodes: elm === undefined ? nodes : [...nodes, elm] }));
  expect(await without('elm')).toBe('saved');
});

test('a member that the list lacks all the same is said, and holds up no run', async () => {
  await room.setUp();
  await room.save(({ nodes }) => ({ nodes: nodes.filter(({ name }) => name !== 'elm') }));
  const { platformId } = room;
  expect((await room.perform({ kind: 'provision', platformId })).state).toBe('done');
  const [, ash] = (await room.stored()).nodes;
  const wish = { kind: 'remove-node', platformId, nodeId: ash?.id ?? '', keepVolumes: false, machine: 'leave' } as const;
  expect((await room.perform(wish)).state).toBe('done');
  expect(await room.found()).toEqual(['node:elm:unknown']);
});
