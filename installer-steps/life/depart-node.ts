// The node leaves the cluster: on the machine itself where it answers, and on a control node in any case.
import { fault } from '#core/fault.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { countedAs, fullView, listedIn } from '#steps/provision/control-view.ts';
import { hasLeft, leaveCluster, letGo } from '#steps/provision/leave-cluster.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';
import { ledByAnother } from './led-by-another.ts';

const isLost = ({ input }: StepContext): boolean => input['machine'] === 'lost';

async function isForgotten(context: StepContext): Promise<Finding> {
  const node = nodeOf(context);
  const view = await fullView(context);
  const counted = countedAs(view, node);
  if (listedIn(view, node) !== undefined) return differs(`${view.control.name} lists ${node.name}.`);
  if (counted !== null) return differs(`The cluster database counts ${counted}.`);
  return holds(`${view.control.name} does not know ${node.name} any more.`);
}

async function strikeOffAlone(context: StepContext): Promise<void> {
  const node = nodeOf(context);
  const view = await fullView(context);
  const seen = listedIn(view, node);
  if (seen?.ready === true) throw fault('NODE_STILL_WORKS', { host: node.name });
  await letGo(context, view, { own: false, listed: seen !== undefined, counted: countedAs(view, node) });
}

export const departNode: Step = {
  id: 'depart-node',
  attempts: 4,
  // Leaving may fetch the whole snap again.
  timeoutMs: 2_400_000,
  check: (context) => (isLost(context) ? isForgotten(ledByAnother(context)) : hasLeft(ledByAnother(context))),
  apply: (context) => (isLost(context) ? strikeOffAlone(ledByAnother(context)) : leaveCluster(ledByAnother(context))),
};
