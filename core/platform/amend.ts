// Hearth's own findings go into the newest revision of a platform, whoever saves at the same time.
import type { Node } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import { fault } from '#core/fault.ts';
import { getPlatform, type PlatformDeps } from './platforms.ts';

export type AmendDeps = Pick<PlatformDeps, 'platforms' | 'clock'>;

/** A person saves once in a while; this many collisions in a row are no coincidence. */
const tries = 8;

/** Applies `change` to every node of the newest revision and stores a new one; nothing is stored when no node changes. */
export async function amendNodes(deps: AmendDeps, platformId: string, change: (node: Node) => Node): Promise<Platform> {
  let stored = await getPlatform(deps, platformId);
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const nodes = stored.nodes.map(change);
    if (nodes.every((node, index) => node === stored.nodes[index])) return stored;
    const next: Platform = { ...stored, nodes, revision: stored.revision + 1, savedAt: deps.clock.now() };
    if (await deps.platforms.update(next, stored.revision)) return next;
    stored = await getPlatform(deps, platformId);
  }
  throw fault('CHANGED_MEANWHILE', { thing: 'platform', yours: stored.revision, stored: stored.revision });
}

/** Throws NOT_FOUND. */
export function nodeOf(platform: Platform, nodeId: string): Node {
  const node = platform.nodes.find((one) => one.id === nodeId);
  if (node === undefined) throw fault('NOT_FOUND', { thing: 'machine', id: nodeId });
  return node;
}
