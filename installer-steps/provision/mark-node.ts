// Sets the labels and taints of the inventory on a node; those it already has beyond them stay.
import type { Node } from '#contract/nodes.ts';
import { object, text } from '#core/cluster/trim/raw.ts';
import type { Step, StepContext } from '#core/runs/step.ts';
import { marksOf, type NodeMarks } from '#steps/calls/cluster.ts';
import { aboutCluster } from '#steps/looks.ts';
import { askCluster } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { leadOf, differs, holds, nodeOf } from '#steps/task-nodes.ts';
import { reachableControl } from './control-view.ts';

export const marksWanted = ({ labels, taints }: Pick<Node, 'labels' | 'taints'>): NodeMarks => ({
  labels,
  taints: taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`),
});

/** What was set by an earlier run and is no longer wanted; a taint that is wanted with another value has replaced it. */
export function marksToClear(before: Pick<Node, 'labels' | 'taints'>, wanted: Pick<Node, 'labels' | 'taints'>): NodeMarks {
  const kept = new Set(wanted.taints.map(({ key, effect }) => `${key}:${effect}`));
  return {
    labels: Object.fromEntries(Object.entries(before.labels).filter(([key]) => wanted.labels[key] === undefined)),
    taints: marksWanted({ labels: {}, taints: before.taints.filter(({ key, effect }) => !kept.has(`${key}:${effect}`)) }).taints,
  };
}

const callsOf = ({ platform }: Pick<StepContext, 'platform'>) => systemOf(platform).calls;

/** Of the cluster's control nodes, one that answers: also the node itself, as only its entry is changed. */
const controlOf = async (context: StepContext): Promise<Node> => (await reachableControl({ ...context, node: null })).control;

/** What the run set, which the inventory may no longer want. */
function marksOfRun({ input }: StepContext): NodeMarks {
  const labels = Object.entries(object(input['labels'])).map(([key, value]) => [key, text(value)] as const);
  const taints: readonly unknown[] = Array.isArray(input['taints']) ? input['taints'] : [];
  return { labels: Object.fromEntries(labels), taints: taints.map(text) };
}

/** Those of them that the node still has, with the same value. */
async function marksLeft(context: StepContext): Promise<NodeMarks> {
  const set = marksOfRun(context);
  const found = marksOf(await askCluster(context, await controlOf(context), callsOf(context).nodeMarks()), nodeOf(context).name);
  return {
    labels: Object.fromEntries(Object.entries(set.labels).filter(([key, value]) => found.labels[key] === value)),
    taints: set.taints.filter((taint) => found.taints.includes(taint)),
  };
}

/** Those of them whose keys the node has, whatever the value. */
async function marksToGo(context: StepContext): Promise<NodeMarks> {
  const set = marksOfRun(context);
  const found = marksOf(await askCluster(context, await controlOf(context), callsOf(context).nodeMarks()), nodeOf(context).name);
  const keyOf = (taint: string) => taint.replace(/=[^:]*/, '');
  const there = new Set(found.taints.map(keyOf));
  return {
    labels: Object.fromEntries(Object.entries(set.labels).filter(([key]) => found.labels[key] !== undefined)),
    taints: set.taints.filter((taint) => there.has(keyOf(taint))),
  };
}

/** Takes away what an earlier run set and the inventory no longer names. */
export const unmarkNode: Step = {
  id: 'unmark-node',
  attempts: 4,
  timeoutMs: 120_000,
  async check(context) {
    const { labels, taints } = await marksToGo(context);
    const left = [...Object.keys(labels), ...taints];
    const { name } = nodeOf(context);
    return left.length === 0 ? holds(`${name} has none of them.`) : differs(`${name} still has ${left.join(', ')}.`);
  },
  async apply(context) {
    await askCluster(context, await controlOf(context), callsOf(context).unmarkNode(nodeOf(context).name, await marksToGo(context)));
  },
};

export const markNode: Step = {
  id: 'mark-node',
  attempts: 4,
  timeoutMs: 120_000,
  looks: (context) => aboutCluster(leadOf(context.platform), callsOf(context).nodes(), callsOf(context).nodeMarks()),
  async check(context) {
    const node = nodeOf(context);
    const wanted = marksWanted(node);
    const found = marksOf(await askCluster(context, await controlOf(context), callsOf(context).nodeMarks()), node.name);
    const missing = [
      ...Object.entries(wanted.labels).flatMap(([key, value]) => (found.labels[key] === value ? [] : [`${key}=${value}`])),
      ...wanted.taints.filter((taint) => !found.taints.includes(taint)),
    ];
    return missing.length === 0 ? holds(`${node.name} has its labels and taints.`) : differs(`${node.name} lacks ${missing.join(', ')}.`);
  },
  async apply(context) {
    const node = nodeOf(context);
    await askCluster(context, await controlOf(context), callsOf(context).markNode(node.name, marksWanted(node)));
  },
  async checkUndone(context) {
    const { labels, taints } = await marksLeft(context);
    const left = [...Object.entries(labels).map(([key, value]) => `${key}=${value}`), ...taints];
    const { name } = nodeOf(context);
    return left.length === 0 ? holds(`${name} has none of them.`) : differs(`${name} still has ${left.join(', ')}.`);
  },
  async undo(context) {
    await askCluster(context, await controlOf(context), callsOf(context).unmarkNode(nodeOf(context).name, await marksLeft(context)));
  },
  leaves: 'a label that had another value before is not set back to it',
};
