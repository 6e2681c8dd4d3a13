// Machines of the inventory beside the nodes of the cluster.
import type { Difference } from '#contract/inventory/drift.ts';
import type { Node } from '#contract/nodes.ts';
import { againstUpgrade, fitsChannel } from '#core/platform/upgrade.ts';
import type { SeenNode } from '#core/ports/last-seen.ts';
import { bySetUp, byUpgrade, difference, type DriftInput } from './input.ts';
import { markDifferences } from './mark-differences.ts';

interface Pair {
  readonly input: DriftInput;
  readonly node: Node;
  /** The same machine as it was applied. */
  readonly before: Node | null;
  /** Null: not in the cluster, or nothing is known of the cluster. */
  readonly seen: SeenNode | null;
}

export function nodeDifferences(input: DriftInput): Difference[] {
  // The nodes of a cluster that was there already are no matter of the inventory.
  if (input.wanted.distribution === 'existing') return [];
  const live = new Map(input.live?.nodes.map((node) => [node.name, node]));
  const applied = new Map(input.applied?.content.nodes.map((node) => [node.id, node]));
  const pairs = input.wanted.nodes.map((node): Pair => {
    const before = applied.get(node.id) ?? null;
    const name = before !== null && isRenamed(input, before, node) ? before.name : node.name;
    return { input, node, before, seen: live.get(name) ?? null };
  });
  return [...pairs.flatMap(ofPair), ...strangers(input, pairs)];
}

/** Kubernetes knows it by its old name still. */
const isRenamed = ({ live }: DriftInput, before: Node, node: Node): boolean =>
  before.name !== node.name &&
  (live === null || live.nodes.some(({ name }) => name === before.name)) &&
  !live?.nodes.some(({ name }) => name === node.name);

const about = ({ node }: Pair) => ({ kind: 'node', name: node.name }) as const;
const roleWords = { control: 'control node', worker: 'worker' } as const;

function ofPair(pair: Pair): Difference[] {
  const { input, node, before, seen } = pair;
  const unknown = input.live === null;
  if (seen === null && (!unknown || before === null)) return [missing(pair)];
  return [
    ...(before !== null && isRenamed(input, before, node) ? [renamed(pair, before)] : []),
    ...role(pair),
    ...markDifferences({ node, before, seen }),
    ...address(pair),
    ...version(pair),
  ];
}

function missing(pair: Pair): Difference {
  const { input, node, before } = pair;
  const was = before === null ? `${node.name} is not in the cluster yet.` : `${node.name} was set up and is not in the cluster any more.`;
  return difference(about(pair), 'missing', {
    wanted: roleWords[node.role],
    applied: before === null ? null : roleWords[before.role],
    live: input.live === null ? null : 'missing',
    sentence: was,
    closedBy: bySetUp,
  });
}

/** Kubernetes cannot rename: the node leaves and joins again, and the run itself writes the new name down. */
function renamed(pair: Pair, before: Node): Difference {
  const { input, node, seen } = pair;
  const savedName = input.draftOf?.nodes.find(({ id }) => id === node.id)?.name;
  const possible = savedName === before.name;
  const how = possible
    ? 'Rename it by its own run, before the draft is saved.'
    : `Call it ${before.name} in the inventory again, then rename it by its own run.`;
  return difference(about(pair), 'name', {
    wanted: node.name,
    applied: before.name,
    live: seen === null ? null : before.name,
    sentence: `${node.name} is called ${before.name} in the cluster. ${how}`,
    closedBy: possible ? `Rename ${before.name}` : null,
    closedWhen: possible ? 'before-saving' : null,
    wish: possible ? { kind: 'rename-node', platformId: input.platformId, nodeId: node.id, name: node.name, keepVolumes: false } : null,
  });
}

function role(pair: Pair): Difference[] {
  const { input, node, before, seen } = pair;
  const is = seen?.role ?? before?.role;
  if (is === undefined || is === node.role) return [];
  const said = {
    wanted: roleWords[node.role],
    applied: before === null ? null : roleWords[before.role],
    live: seen?.role == null ? null : roleWords[seen.role],
    sentence: `${node.name} is a ${roleWords[is]}; wanted is a ${roleWords[node.role]}. A node changes its role by leaving and joining again.`,
    closedBy: `Rebuild ${node.name}`,
    closedWhen: input.draftOf === null ? null : 'after-saving',
    wish: { kind: 'rebuild-node', platformId: input.platformId, nodeId: node.id, keepVolumes: false },
  } as const;
  return [difference(about(pair), 'role', said)];
}

const isIp = (address: string) => /^\d+(\.\d+){3}$/.test(address) || address.includes(':');

/** A machine may be reached by one of its addresses and be known to the cluster by another. */
function isElsewhere({ node, seen }: Pair): boolean {
  if (seen === null || seen.address === '' || !isIp(node.address)) return false;
  const own = node.facts?.nics.flatMap((nic) => nic.addresses) ?? [];
  return ![node.address, ...own].includes(seen.address);
}

function address(pair: Pair): Difference[] {
  const { node, before, seen } = pair;
  const sides = { wanted: node.address, applied: before?.address ?? null, live: seen?.address ?? null };
  if (isElsewhere(pair)) {
    const sentence = `The cluster knows ${node.name} by ${sides.live}, the inventory by ${node.address}. Correct the inventory, or rebuild the node if the machine has moved.`;
    return [difference(about(pair), 'address', { ...sides, sentence, closedBy: null })];
  }
  if (before === null || before.address === node.address) return [];
  const sentence = `The address of ${node.name} is ${node.address}; the last run used ${before.address}.`;
  return [difference(about(pair), 'address', { ...sides, sentence, closedBy: bySetUp })];
}

function version(pair: Pair): Difference[] {
  const { input, node, seen } = pair;
  const { channel } = input.wanted;
  if (seen === null || seen.version === '' || fitsChannel(seen.version, channel)) return [];
  const refusal = againstUpgrade(seen.version.replace(/^v/, ''), channel);
  return [
    difference(about(pair), 'version', {
      wanted: channel,
      applied: input.applied?.content.channel ?? null,
      live: seen.version,
      sentence: `${node.name} runs ${seen.version}, which is not from ${channel}.${refusal === null ? '' : ` ${refusal}`}`,
      closedBy: refusal === null ? byUpgrade : null,
      wish: refusal === null ? { kind: 'upgrade', platformId: input.platformId, channel } : null,
    }),
  ];
}

/** In the cluster, or in it by all that is known, and not wanted. */
function strangers(input: DriftInput, pairs: readonly Pair[]): Difference[] {
  const claimed = new Set(pairs.flatMap(({ node, seen }) => [node.name, ...(seen === null ? [] : [seen.name])]));
  const ids = new Set(input.wanted.nodes.map(({ id }) => id));
  const applied = (input.applied?.content.nodes ?? []).filter(({ id }) => !ids.has(id));
  const names = input.live === null ? applied.map(({ name }) => name) : input.live.nodes.map(({ name }) => name);
  return names
    .filter((name) => !claimed.has(name))
    .map((name) => stranger(input, name, applied.find((node) => node.name === name) ?? null));
}

function stranger(input: DriftInput, name: string, before: Node | null): Difference {
  const saved = input.draftOf?.nodes.find((node) => node.name === name) ?? null;
  const live = input.live === null ? null : 'in the cluster';
  const sides = { wanted: null, applied: before === null ? null : roleWords[before.role], live };
  if (saved !== null) {
    return difference({ kind: 'node', name }, 'unknown', {
      ...sides,
      sentence: `${name} is in the cluster, and the draft does not name it. Remove it by its own run, which drains it first.`,
      closedBy: `Remove ${name}`,
      closedWhen: 'before-saving',
      wish: { kind: 'remove-node', platformId: input.platformId, nodeId: saved.id, keepVolumes: false, machine: 'leave' },
    });
  }
  const sentence =
    before === null
      ? `${name} is in the cluster and not in the inventory. Add it there, or take it out of the cluster.`
      : `${name} is in the cluster and no longer in the inventory. Put it back, then remove it by its own run, which drains it first.`;
  return difference({ kind: 'node', name }, 'unknown', { ...sides, sentence, closedBy: null });
}
