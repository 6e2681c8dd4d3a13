// What the roles of the machines must be like together, and when the members of a cluster's database must not change.
import type { Issue, PlatformContent } from '#contract/platforms.ts';
import { controlCounts, majorityOf, type ClusterStage } from '#contract/topology.ts';
import { error, warning } from './issue.ts';

type Nodes = readonly Pick<PlatformContent['nodes'][number], 'role' | 'taints'>[];

/** Without a comma before the last "and". */
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

const wrongCount: Readonly<Record<number, string>> = {
  2: 'Two control nodes stop when either one stops; choose one or three.',
  4: 'Four control nodes bear no more failures than three; choose three or five.',
};
const tooMany = 'More than five control nodes only make the cluster database slower; choose five.';

export function topologyIssues(nodes: Nodes, stage: ClusterStage): readonly Issue[] {
  const controls = nodes.flatMap((node, index) => (node.role === 'control' ? [index] : []));
  if (controls.length === 0) return [error('nodes', 'Choose one machine as the control node.')];
  const last = controls.at(-1) ?? 0;
  const say = stage === 'built' ? warning : error;
  const count = controlCounts.includes(controls.length) ? [] : [say(`nodes.${last}.role`, wrongCount[controls.length] ?? tooMany)];
  return [...count, ...closedIssues(nodes)];
}

/** Cluster DNS and the first components have to run somewhere. */
function closedIssues(nodes: Nodes): Issue[] {
  const closed = nodes.every(({ taints }) => taints.some(({ effect }) => effect !== 'PreferNoSchedule'));
  return closed
    ? [error('nodes.0.taints', 'Every machine has a taint that keeps pods away, so cluster DNS could not start; leave one without.')]
    : [];
}

/** A member of the cluster's database. */
export interface DatabaseMember {
  /** Its node's, or its address where no node has it. */
  readonly name: string;
  readonly ready: boolean;
}

export type MembershipChange = 'worker-joins' | 'member-joins' | 'member-goes';

/** Why the cluster must not be changed this way now, as a sentence; null: it may. `others`: all members but the one it is about. */
export function againstQuorum(others: readonly DatabaseMember[], change: MembershipChange): string | null {
  const silent = others.filter(({ ready }) => !ready).map(({ name }) => name);
  if (silent.length === 0) return null;
  const names = `${list.format(silent)} ${silent.length === 1 ? 'counts' : 'count'} in the cluster database, but ${silent.length === 1 ? 'is' : 'are'} not ready`;
  if (others.length - silent.length < majorityOf(others.length))
    return `${names}; ${others.length - silent.length} of ${others.length} are no majority.`;
  return change === 'member-joins' ? `${names}; with a new member that may fail as well, the majority could be lost.` : null;
}
