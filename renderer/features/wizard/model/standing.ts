import type { ClusterNode } from '#contract/cluster.ts';
import type { PlatformContent } from '#contract/platforms.ts';

export interface Standing {
  readonly name: string;
  /** How many machines are nodes of the cluster. */
  readonly nodes: number;
  /** Names of those that the run left out. */
  readonly without: readonly string[];
}

/** A machine that was left out is no node, though it is in the inventory. */
export function standingOf({ name, nodes }: Pick<PlatformContent, 'name' | 'nodes'>, leftOut: readonly string[]): Standing {
  const without = nodes.filter(({ id }) => leftOut.includes(id)).map((node) => node.name);
  return { name, nodes: nodes.length - without.length, without };
}

type KnownNodes = ReadonlyMap<string, Pick<ClusterNode, 'status'>>;
/** Machines that the cluster has as nodes and does not hear from, or that say they are not well; by their ids. */
export const awayOf = ({ nodes }: Pick<PlatformContent, 'nodes'>, known: KnownNodes | null): readonly string[] =>
  nodes.filter(({ name }) => ['unknown', 'failed'].includes(known?.get(name)?.status ?? '')).map(({ id }) => id);
