// Closes a node for new pods, and opens it again. A node that a person has closed is left closed.
import { isClosed } from '#core/cluster/drain.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { withCluster } from '#steps/cluster-api.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';
import { closeNode, isClosedByRun, openNode, readNode } from './cluster-nodes.ts';
import { isUpgraded } from './upgrade-state.ts';

async function isShut(context: StepContext): Promise<Finding> {
  const { name } = nodeOf(context);
  const found = await withCluster(context, (client) => readNode(client, name, context.signal));
  if (found === null) return holds(`The cluster does not know ${name}; there is nothing to close.`);
  return isClosed(found) ? holds(`${name} takes no new pods.`) : differs(`${name} takes new pods.`);
}

async function isOpen(context: StepContext): Promise<Finding> {
  const { name } = nodeOf(context);
  const found = await withCluster(context, (client) => readNode(client, name, context.signal));
  if (found === null) return holds(`The cluster does not know ${name}.`);
  if (isClosedByRun(found)) return differs(`${name} takes no new pods.`);
  return isClosed(found) ? holds(`${name} was closed by a person, and stays so.`) : holds(`${name} takes new pods.`);
}

const open = (context: StepContext) => withCluster(context, (client) => openNode(client, nodeOf(context).name, context.signal));

export const cordonNode: Step = {
  id: 'cordon-node',
  attempts: 6,
  timeoutMs: 120_000,
  async check(context) {
    const upgraded = await isUpgraded(context);
    return upgraded === null ? isShut(context) : holds(upgraded);
  },
  apply: (context) => withCluster(context, (client) => closeNode(client, nodeOf(context).name, context.signal)),
  verify: isShut,
  checkUndone: isOpen,
  undo: open,
  passing: true,
};

export const uncordonNode: Step = { id: 'uncordon-node', attempts: 6, timeoutMs: 300_000, check: isOpen, apply: open };
