// Whether new pods may start on a node, as a person wants it. What a person has closed no run opens.
import { isClosed } from '#core/cluster/drain.ts';
import { text } from '#core/cluster/trim/raw.ts';
import { fault } from '#core/fault.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { withCluster } from '#steps/cluster-api.ts';
import { differs, holds } from '#steps/task-nodes.ts';
import { closeForGood, isClosedByRun, openNode, readNode } from './cluster-nodes.ts';

const nameIn = ({ input }: StepContext): string => text(input['node']);

/** Throws NOT_FOUND. */
async function found(context: StepContext) {
  const name = nameIn(context);
  const node = await withCluster(context, (client) => readNode(client, name, context.signal));
  if (node === null) throw fault('NOT_FOUND', { thing: 'node', id: name });
  return node;
}

async function isOpen(context: StepContext): Promise<Finding> {
  return isClosed(await found(context)) ? differs(`${nameIn(context)} takes no new pods.`) : holds(`${nameIn(context)} takes new pods.`);
}

async function isClosedForGood(context: StepContext): Promise<Finding> {
  const node = await found(context);
  const name = nameIn(context);
  if (!isClosed(node)) return differs(`${name} takes new pods.`);
  return isClosedByRun(node) ? differs(`${name} is closed until a run opens it.`) : holds(`${name} takes no new pods.`);
}

const open = (context: StepContext) => withCluster(context, (client) => openNode(client, nameIn(context), context.signal));
const close = (context: StepContext) => withCluster(context, (client) => closeForGood(client, nameIn(context), context.signal));

const brief = { attempts: 4, timeoutMs: 120_000, passing: true } as const;

export const openForPods: Step = { id: 'open-node', ...brief, check: isOpen, apply: open, undo: close };
export const closeForPods: Step = { id: 'close-node', ...brief, check: isClosedForGood, apply: close, undo: open, checkUndone: isOpen };
