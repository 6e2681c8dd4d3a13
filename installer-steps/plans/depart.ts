// How a node leaves: what removing, rebuilding and renaming have in common. And what they refuse before anything is looked at.
import type { Node } from '#contract/nodes.ts';
import type { Plan, RunWish } from '#contract/runs.ts';
import type { Platform } from '#contract/platforms.ts';
import { fault } from '#core/fault.ts';
import { leadOf } from '#steps/task-nodes.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { line, same, all, type NodeSubject, type TaskMaker } from './planned-step.ts';
import { membership } from './provision.ts';
import { namesOfAll } from './subjects.ts';

type Wish = Extract<RunWish, { readonly keepVolumes: boolean }>;

export const departPhases: Plan['phases'] = [
  { id: 'check', title: 'Check' },
  { id: 'empty', title: 'Empty' },
  { id: 'leave', title: 'Leave' },
];

/** Throws NOT_FOUND, LAST_CONTROL_NODE; PLAN_INVALID for a cluster that Hearth did not set up. */
export function nodeToGo(platform: Platform, { nodeId }: Wish): Node {
  systemOf(platform);
  const node = platform.nodes.find(({ id }) => id === nodeId);
  if (node === undefined) throw fault('NOT_FOUND', { thing: 'machine', id: nodeId });
  const others = platform.nodes.filter(({ role, id }) => role === 'control' && id !== nodeId);
  if (node.role === 'control' && others.length === 0) throw fault('LAST_CONTROL_NODE', { host: node.name });
  return node;
}

export const only =
  (nodeId: string) =>
  ({ nodes }: Platform): readonly NodeSubject[] =>
    nodes.filter(({ id }) => id === nodeId).map((node) => ({ kind: 'node', node }));
export const others =
  (nodeId: string) =>
  ({ nodes }: Platform): readonly NodeSubject[] =>
    nodes.filter(({ id }) => id !== nodeId).map((node) => ({ kind: 'node', node }));

interface Going {
  readonly node: Node;
  readonly machine: 'leave' | 'lost';
  readonly keepVolumes: boolean;
}

/** The tasks up to the one after which the cluster does not know the node any more: "depart-node". */
export const departLines = ({ node, machine, keepVolumes }: Going): readonly TaskMaker[] => [
  line({
    step: 'refresh-kubeconfig',
    phase: 'check',
    // The kept one may lead to the very node that goes.
    subjects: (platform) => (leadOf(platform).id === node.id ? only(node.id)(platform) : []),
    title: () => 'Reach the cluster by way of another control node',
    needs: [],
    changes: () => ['This computer: a kubeconfig that leads to another control node'],
    seconds: 3,
  }),
  line({
    step: 'may-leave',
    phase: 'check',
    subjects: only(node.id),
    title: ({ node: { name } }) => `Check that ${name} may leave`,
    needs: [same('refresh-kubeconfig')],
    input: () => ({ machine, keepVolumes }),
    seconds: 4,
  }),
  line({
    step: 'cordon-node',
    phase: 'empty',
    subjects: only(node.id),
    title: ({ node: { name } }) => `Close ${name} for new pods`,
    needs: [same('may-leave')],
    changes: ({ node: { name } }) => [`Cluster: ${name} is cordoned`],
    seconds: 2,
  }),
  line({
    step: 'drain-node',
    phase: 'empty',
    subjects: only(node.id),
    title: ({ node: { name } }) => `Move the pods of ${name}`,
    needs: [same('cordon-node')],
    changes: ({ node: { name } }) =>
      machine === 'lost'
        ? [`Cluster: none yet; pods of ${name} start elsewhere once it is struck off`]
        : [`Cluster: pods on ${name} are evicted within their disruption budgets; those of DaemonSets stay`],
    seconds: 60,
  }),
  line({
    step: 'depart-node',
    phase: 'leave',
    subjects: only(node.id),
    title: ({ node: { name } }) => (machine === 'lost' ? `Strike ${name} off` : `Let ${name} leave the cluster`),
    needs: [same('drain-node')],
    lane: membership,
    changes: ({ node: { name, role } }) => [
      ...(machine === 'lost' ? [] : [`${name}: leaves the cluster`]),
      `Cluster: the Node object ${name} is deleted${role === 'control' ? ', and the database counts one member less' : ''}`,
    ],
    input: () => ({ machine }),
    seconds: 60,
  }),
];

/** The names in /etc/hosts of the machines that stay, once the inventory has changed. */
export const namesLine = (subjects: (platform: Platform) => readonly NodeSubject[]): TaskMaker =>
  line({
    step: 'prepare-hosts-file',
    phase: 'names',
    subjects,
    title: ({ node }) => `Tell ${node.name} the names of all nodes`,
    needs: [all('forget-node')],
    changes: ({ node }, platform) => [`${node.name}: the block of Hearth in /etc/hosts with ${namesOfAll(platform)}`],
    seconds: 2,
  });

export const staysOfNode = ({ node: { name }, keepVolumes }: Pick<Going, 'node' | 'keepVolumes'>): readonly string[] => [
  keepVolumes
    ? `Volumes on the disk of ${name} stay there; their claims in the cluster stay too, and wait for them.`
    : `Nothing is deleted from the disk of ${name}: if volumes lie there, the run stops before it changes anything.`,
];
