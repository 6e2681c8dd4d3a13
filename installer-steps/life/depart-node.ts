// The node leaves the cluster: on the machine itself where it answers, and on a control node in any case.
import type { FaultCode } from '#contract/faults/catalogue.ts';
import { fault, isFault } from '#core/fault.ts';
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

const silence: ReadonlySet<string> = new Set<FaultCode>(['NODE_UNREACHABLE', 'SSH_REFUSED', 'SSH_SILENT']);

/** Only the machine itself can leave; for one that stays away there is another way, which nobody finds who waits. */
async function sayingWhoIsAway<T>(context: StepContext, act: (context: StepContext) => Promise<T>): Promise<T> {
  const { name } = nodeOf(context);
  try {
    return await act(ledByAnother(context));
  } catch (error) {
    if (!isFault(error) || !silence.has(error.view.code) || error.view.details['host'] !== name) throw error;
    throw fault('LEAVER_AWAY', { host: name, reason: error.view.what });
  }
}

export const departNode: Step = {
  id: 'depart-node',
  attempts: 4,
  // Leaving may fetch the whole snap again.
  timeoutMs: 3_600_000,
  check: (context) => (isLost(context) ? isForgotten(ledByAnother(context)) : sayingWhoIsAway(context, hasLeft)),
  apply: (context) => (isLost(context) ? strikeOffAlone(ledByAnother(context)) : sayingWhoIsAway(context, leaveCluster)),
};
