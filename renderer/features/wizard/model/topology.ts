// Who leads, and what that means for the cluster.
import type { Node } from '#contract/nodes.ts';
import type { PlatformContent } from '#contract/platforms.ts';
import { controlCounts, mayStop } from '#contract/topology.ts';
import { byFitness } from './recommend.ts';

export const controlsOf = (nodes: readonly Node[]): readonly Node[] => nodes.filter((node) => node.role === 'control');
const workersOf = (nodes: readonly Node[]) => nodes.filter((node) => node.role === 'worker');
const namesOf = (nodes: readonly Node[]) => nodes.map(({ name }) => name);

export function withControls(content: PlatformContent, ids: readonly string[]): PlatformContent {
  return { ...content, nodes: content.nodes.map((node) => ({ ...node, role: ids.includes(node.id) ? 'control' : 'worker' })) };
}

export function withControlTurned(content: PlatformContent, nodeId: string): PlatformContent {
  const ids = controlsOf(content.nodes).map(({ id }) => id);
  return withControls(content, ids.includes(nodeId) ? ids.filter((id) => id !== nodeId) : [...ids, nodeId]);
}

/** The numbers of control nodes that so many machines allow. */
export const countsFor = (machines: number): readonly number[] => controlCounts.filter((count) => count <= machines);
/** What the choice amounts to, also while it is on its way from one sound number to the next. */
export const nearestCount = (controls: number): number => controlCounts.find((count) => controls <= count) ?? controlCounts.at(-1) ?? 1;

/** Those that lead already stay, the fittest of the others come in. */
export function withCount(content: PlatformContent, count: number): PlatformContent {
  const leading = byFitness(controlsOf(content.nodes));
  const ids = [...leading, ...byFitness(workersOf(content.nodes))].map(({ id }) => id);
  return withControls(content, ids.slice(0, count));
}

export interface Meaning {
  /** The first is set up first, the others join it. */
  readonly controls: readonly string[];
  readonly mayStop: number;
  readonly workers: readonly string[];
  /** Take pods that tolerate no taint. */
  readonly open: readonly string[];
  readonly closed: readonly string[];
  readonly gpus: readonly string[];
}

const isClosed = ({ taints }: Node) => taints.some(({ effect }) => effect !== 'PreferNoSchedule');

/** Null while the number of control nodes makes no sense. */
export function meaningOf({ nodes }: Pick<PlatformContent, 'nodes'>): Meaning | null {
  const controls = controlsOf(nodes);
  if (!controlCounts.includes(controls.length)) return null;
  return {
    controls: namesOf(controls),
    mayStop: mayStop(controls.length),
    workers: namesOf(workersOf(nodes)),
    open: namesOf(nodes.filter((node) => !isClosed(node))),
    closed: namesOf(nodes.filter(isClosed)),
    gpus: namesOf(nodes.filter(({ facts }) => (facts?.gpus.length ?? 0) > 0)),
  };
}
