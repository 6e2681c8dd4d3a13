// Hearth's own findings go into the newest revision of a platform, whoever saves at the same time.
import type { Node } from '#contract/nodes.ts';
import type { Platform, PlatformContent } from '#contract/platforms.ts';
import { fault } from '#core/fault.ts';
import { wovenDocument } from '#core/inventory/versions/woven.ts';
import type { Inventory, PlatformChange } from '#core/ports/inventory.ts';
import type { PlatformStore } from '#core/ports/store.ts';
import { createSerials, type Serials } from '#core/serial.ts';
import { getPlatform, type PlatformDeps } from './platforms.ts';

export type AmendDeps = Pick<PlatformDeps, 'platforms' | 'clock' | 'yaml'>;

/** A person saves once in a while; this many collisions in a row are no coincidence. */
const tries = 8;

/** One engine's own findings wait for each other: only what a person saves can collide with them. */
const queues = new WeakMap<PlatformStore, Serials>();
function queueOf(platforms: PlatformStore): Serials {
  const queue = queues.get(platforms) ?? createSerials();
  queues.set(platforms, queue);
  return queue;
}

/** Throws NOT_FOUND, NOT_POSSIBLE_NOW. Applies `change` to the newest revision and stores a new one; nothing is stored when it returns what it was given. */
const amendPlatform = (deps: AmendDeps, platformId: string, change: PlatformChange): Promise<Platform> =>
  queueOf(deps.platforms)(platformId, () => amended(deps, platformId, change));

async function amended(deps: AmendDeps, platformId: string, change: PlatformChange): Promise<Platform> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const stored = await getPlatform(deps, platformId);
    const content = change(stored);
    if (content === stored) return stored;
    const { id, createdAt, revision } = stored;
    const wanted: Platform = { ...content, id, createdAt, revision: revision + 1, savedAt: deps.clock.now() };
    const { next, document } = await wovenDocument(deps, { stored, next: wanted, author: 'run' });
    if (await deps.platforms.update(next, stored.revision, document ?? undefined)) return next;
  }
  throw fault('NOT_POSSIBLE_NOW', { reason: 'The platform is being changed all the time by something else. Do it again in a moment.' });
}

/** Applies `change` to every node of the newest revision; nothing is stored when no node changes. */
export const amendNodes = (deps: AmendDeps, platformId: string, change: (node: Node) => Node): Promise<Platform> =>
  amendPlatform(deps, platformId, (content) => withNodes(content, content.nodes.map(change)));

const withNodes = (content: PlatformContent, nodes: Node[]): PlatformContent =>
  nodes.length === content.nodes.length && nodes.every((node, index) => node === content.nodes[index]) ? content : { ...content, nodes };

export const inventoryOf = (deps: AmendDeps): Inventory => ({
  get: (platformId) => getPlatform(deps, platformId),
  amend: async (platformId, change) => void (await amendPlatform(deps, platformId, change)),
});

/** Throws NOT_FOUND. */
export function nodeOf(platform: Platform, nodeId: string): Node {
  const node = platform.nodes.find((one) => one.id === nodeId);
  if (node === undefined) throw fault('NOT_FOUND', { thing: 'machine', id: nodeId });
  return node;
}
