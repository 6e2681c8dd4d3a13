// The one sentence at the top of Home, from what is live.
import type { ClusterNode } from '#contract/cluster.ts';
import { isBad } from '#renderer/live/order.ts';
import { t } from '#renderer/texts/current.ts';

export interface ClusterFacts {
  readonly nodes: readonly Pick<ClusterNode, 'name' | 'status' | 'reason'>[];
  readonly pods: number;
  readonly badPods: number;
  /** All first lists have arrived. */
  readonly complete: boolean;
  readonly refused: boolean;
}

const words = t.home.state;
/** More than this are counted instead of named. */
const named = 2;

export function stateSentence(facts: ClusterFacts): string {
  if (facts.refused) return words.refused;
  if (!facts.complete) return words.loading;
  if (facts.nodes.length === 0) return words.noNodes;
  const amiss = facts.nodes.filter(isBad);
  const ready = facts.nodes.filter((node) => node.status === 'ready').length;
  if (amiss.length === 0 && facts.badPods === 0) return words.well(ready, facts.pods);
  const first = amiss.slice(0, named).map((node) => words.nodeIs(node.name, node.status));
  const more = amiss.length > named ? [t.home.more(amiss.length - named)] : [];
  const nodes = amiss.length === 0 ? words.wellOtherwise(ready) : words.nodesAmiss([...first, ...more]);
  return facts.badPods === 0 ? nodes : `${nodes} ${words.podsAmiss(facts.badPods)}`;
}
