// A join that broke off leaves traces on both sides: the machine follows a cluster that does not count it, the control plane lists a node,
// or counts a member of its database, that is gone. Both are cleared before a new token is made.
import type { Finding, StepContext } from '#core/runs/step.ts';
import type { Membership } from '#steps/calls/cluster.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { nodeOf } from '#steps/task-nodes.ts';
import { waitUntil } from '#steps/wait-until.ts';
import type { FullView } from './control-view.ts';
import { letGo, tracesOf } from './leave-cluster.ts';
import { standsAlone } from './own-membership.ts';

/** A node that has just joined needs this long to report; one that takes longer is taken for half-joined. */
const graceMs = 90_000;
/** A join that Hearth has let go of may come to its end while it is looked at, and its kubelet is still to report then. */
const settleMs = 20_000;

interface HalfJoin {
  readonly view: FullView;
  readonly own: Membership;
  /** Do machine and control plane now agree that it has joined, and is it ready? */
  readonly look: () => Promise<Finding>;
}

/** True when the node turns out to have joined after all. */
export async function clearHalfJoin(context: StepContext, { view, own, look }: HalfJoin): Promise<boolean> {
  const node = nodeOf(context);
  const traces = tracesOf(context, view, own);
  if (!traces.own && !traces.listed && traces.counted === null) return false;
  const follows = own.role === node.role && !standsAlone(systemOf(context.platform), own, node);
  const patience = { forMs: follows && traces.listed ? graceMs : settleMs, everyMs: 2000 };
  if (traces.own && (await waitUntil(context, patience, look)).holds) return true;
  context.log(`${node.name} is half joined; what is left of that is cleared on both sides, then it joins anew.`);
  await letGo(context, view, traces);
  return false;
}
