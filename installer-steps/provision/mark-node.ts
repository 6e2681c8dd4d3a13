// Sets the labels and taints of the inventory on a node; those it already has beyond them stay.
import type { Node } from '#contract/nodes.ts';
import type { Step } from '#core/runs/step.ts';
import { markNode as markNodeCall, marksOf, nodeMarks, type NodeMarks } from '#steps/calls/microk8s.ts';
import { ask } from '#steps/run-call.ts';
import { controlOf, differs, holds, nodeOf } from '#steps/task-nodes.ts';

export const marksWanted = ({ labels, taints }: Node): NodeMarks => ({
  labels,
  taints: taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`),
});

export const markNode: Step = {
  id: 'mark-node',
  attempts: 4,
  timeoutMs: 120_000,
  async check(context) {
    const node = nodeOf(context);
    const wanted = marksWanted(node);
    const found = marksOf(await ask(context, controlOf(context.platform), nodeMarks(node.name)));
    const missing = [
      ...Object.entries(wanted.labels).flatMap(([key, value]) => (found.labels[key] === value ? [] : [`${key}=${value}`])),
      ...wanted.taints.filter((taint) => !found.taints.includes(taint)),
    ];
    return missing.length === 0 ? holds(`${node.name} has its labels and taints.`) : differs(`${node.name} lacks ${missing.join(', ')}.`);
  },
  async apply(context) {
    const node = nodeOf(context);
    await ask(context, controlOf(context.platform), markNodeCall(node.name, marksWanted(node)));
  },
};
