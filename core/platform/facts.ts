// Reads what the machines are, side by side, and keeps it in the platform.
import type { FaultView } from '#contract/faults/entry.ts';
import type { Node, NodeFacts } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import { isFault } from '#core/fault.ts';
import type { HostTarget } from '#core/ports/hosts.ts';
import { amendNodes, nodeOf, type AmendDeps } from './amend.ts';
import { inParallel } from './in-parallel.ts';
import { getPlatform } from './platforms.ts';
import type { Reach, SudoWay } from './preflight-check.ts';

/** The looks at a machine; installer-steps/read-machine.ts has them. */
export interface MachineReader {
  facts(target: HostTarget, signal: AbortSignal): Promise<NodeFacts>;
  sudo(target: HostTarget, signal: AbortSignal): Promise<SudoWay>;
  /** Takes seconds where nothing answers. */
  reach(target: HostTarget, signal: AbortSignal): Promise<Reach>;
}

export type FactDeps = AmendDeps & {
  readonly machines: MachineReader;
  readonly target: (platform: Platform, node: Node) => HostTarget;
};

export interface FoundFacts {
  readonly nodeId: string;
  readonly facts: NodeFacts | null;
  readonly fault: FaultView | null;
}

/** One answer for each node as it comes. What was read is stored in one new revision at the end, also when the caller stops reading. */
export async function* gatherFacts(
  deps: FactDeps,
  { platformId, nodeIds }: { readonly platformId: string; readonly nodeIds: readonly string[] },
  signal: AbortSignal,
): AsyncGenerator<FoundFacts, void, undefined> {
  const platform = await getPlatform(deps, platformId);
  // Asked for twice, a machine is still looked at once.
  const nodes = [...new Set(nodeIds)].map((nodeId) => nodeOf(platform, nodeId));
  const found: FoundFacts[] = [];
  try {
    const work = async (node: Node, inner: AbortSignal): Promise<FoundFacts> => {
      const read = await attempt(() => deps.machines.facts(deps.target(platform, node), inner));
      return { nodeId: node.id, facts: read.value, fault: read.fault };
    };
    for await (const one of inParallel({ items: nodes, signal, work })) {
      found.push(one);
      yield one;
    }
  } finally {
    await keepFacts(deps, platform, found);
  }
}

/** Facts of machines whose address was edited meanwhile are dropped. */
export async function keepFacts(deps: AmendDeps, looked: Platform, found: readonly FoundFacts[]): Promise<void> {
  const facts = new Map(found.filter((one) => one.facts !== null).map((one) => [one.nodeId, one.facts]));
  if (facts.size === 0) return;
  await amendNodes(deps, looked.id, (node) => {
    const before = looked.nodes.find((one) => one.id === node.id);
    const read = facts.get(node.id);
    return read && before && before.address === node.address && before.port === node.port ? { ...node, facts: read } : node;
  });
}

/** A fault becomes part of the answer; any other error is a defect and goes on. */
export async function attempt<T>(act: () => Promise<T>): Promise<{ readonly value: T | null; readonly fault: FaultView | null }> {
  try {
    return { value: await act(), fault: null };
  } catch (error) {
    if (!isFault(error)) throw error;
    return { value: null, fault: error.view };
  }
}
