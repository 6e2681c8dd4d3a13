// Taking a node out of the cluster, on both sides, so that the cluster keeps the majority of its database.
import type { Node } from '#contract/nodes.ts';
import { fault } from '#core/fault.ts';
import type { Finding, StepContext } from '#core/runs/step.ts';
import type { Membership } from '#steps/calls/cluster.ts';
import { ask, orElse } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';
import { countedAs, fullView, listedIn, requireOtherVoter, requireQuorum, type FullView } from './control-view.ts';
import { refuseForeignMember } from './join-refusals.ts';
import { ownMembership, standsAlone } from './own-membership.ts';

/** What the two sides still have of a membership. */
export interface Traces {
  /** The machine is a member, or began to become one. */
  readonly own: boolean;
  readonly listed: boolean;
  /** By which address the cluster's database counts it. */
  readonly counted: string | null;
}

export function tracesOf(context: StepContext, view: FullView, own: Membership): Traces {
  const node = nodeOf(context);
  const alone = standsAlone(systemOf(context.platform), own, node);
  return { own: own.joining || own.broken !== '' || !alone, ...clusterSide(view, node) };
}

const clusterSide = (view: FullView, node: Node): Pick<Traces, 'listed' | 'counted'> => ({
  listed: listedIn(view, node) !== undefined,
  counted: countedAs(view, node),
});

/** Throws NO_QUORUM and ONLY_VOTER before anything is done, JOIN_FAILED when the control plane still knows the node afterwards. */
export async function letGo(context: StepContext, view: FullView, traces: Traces): Promise<void> {
  const node = nodeOf(context);
  const { memberLeaves } = systemOf(context.platform);
  if (traces.counted !== null) requireQuorum(view, node, 'member-goes');
  if (traces.own) requireOtherVoter(context, view, node);
  const clusterFirst = traces.counted !== null && memberLeaves === 'cluster-first';
  if (clusterFirst) await strikeOff(context, view);
  if (traces.own) {
    context.log(`${node.name} gives up its membership.`);
    await giveUp(context, node);
  }
  if (!traces.listed && traces.counted === null) return;
  // Where it reached the control plane, leaving has told it already.
  const after = await fullView(context);
  const left = clusterSide(after, node);
  if (!left.listed && left.counted === null) return;
  await strikeOff(context, after);
  await requireForgotten(context);
}

/** On the machine itself; also of what a join that was cut off has left there. Throws LEAVE_FAILED. */
export const giveUp = (context: StepContext, node: Node) =>
  orElse(ask(context, node, systemOf(context.platform).calls.leave(context.platform.channel)), (reason) =>
    fault('LEAVE_FAILED', { host: node.name, reason }),
  );

/** Also when neither list shows the node: a database may know of it all the same. Throws LEAVE_FAILED. */
export async function strikeOff(context: StepContext, view: FullView): Promise<void> {
  const node = nodeOf(context);
  const address = countedAs(view, node) ?? listedIn(view, node)?.address ?? node.address;
  context.log(`${view.control.name} strikes ${node.name} off its list.`);
  await orElse(ask(context, view.control, systemOf(context.platform).calls.removeNode({ name: node.name, address })), (reason) =>
    fault('LEAVE_FAILED', { host: node.name, reason }),
  );
}

async function requireForgotten(context: StepContext): Promise<void> {
  const node = nodeOf(context);
  const view = await fullView(context);
  const { listed, counted } = clusterSide(view, node);
  if (!listed && counted === null) return;
  const reason = counted === null ? `${view.control.name} still lists ${node.name}.` : `The cluster database still counts ${counted}.`;
  throw fault('JOIN_FAILED', { host: node.name, control: view.control.name, reason });
}

/** For undo. A machine of another cluster is not touched. */
export async function leaveCluster(context: StepContext): Promise<void> {
  const node = nodeOf(context);
  const own = await ownMembership(context, node);
  await refuseForeignMember(context, node, own);
  const view = await fullView(context);
  await letGo(context, view, tracesOf(context, view, own));
}

export async function hasLeft(context: StepContext): Promise<Finding> {
  const node = nodeOf(context);
  const view = await fullView(context);
  const { own, listed, counted } = tracesOf(context, view, await ownMembership(context, node));
  if (listed) return differs(`${node.name} is in the cluster.`);
  if (counted !== null) return differs(`The cluster database still counts ${node.name} (${counted}).`);
  return own ? differs(`${node.name} still holds on to a cluster.`) : holds(`${node.name} is in no cluster.`);
}
