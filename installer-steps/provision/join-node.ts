// Joins one node, as a worker or as a further control node. What a join says of itself is not believed: it counts when the control plane sees the node ready.
import type { Node } from '#contract/nodes.ts';
import { fault } from '#core/fault.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { joinOutcomeOf, joinTokenOf, statusOf, tokenRefusalOf, type Membership } from '#steps/calls/cluster.ts';
import { aboutCluster, aboutMachine } from '#steps/looks.ts';
import { ask, orElse } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { differs, holds, leadOf, nodeOf } from '#steps/task-nodes.ts';
import { waitUntil } from '#steps/wait-until.ts';
import { countedAs, fullView, listedIn, reachableControl, requireQuorum, type ControlView, type FullView } from './control-view.ts';
import { clearHalfJoin } from './half-join.ts';
import { refuseForeignMember, refuseOtherVersion, refuseWorking, refuseWrongName } from './join-refusals.ts';
import { giveUp, hasLeft, leaveCluster, strikeOff } from './leave-cluster.ts';
import { ownMembership, standsAlone } from './own-membership.ts';

/** Images of the network plug-in are pulled on the first join. */
const readyMs = 300_000;
/** The joining node's own services, right after the installation; also a join that goes on from before. */
const aloneMs = 180_000;
/** One look at them waits this long, so that what an earlier try does on the machine meanwhile is noticed. */
const lookSeconds = 10;

const callsOf = ({ platform }: Pick<StepContext, 'platform'>) => systemOf(platform).calls;

/** The node as the control plane sees it; a control node is also a member of its database. */
async function seenFromControl(context: StepContext): Promise<Finding> {
  const node = nodeOf(context);
  if (node.role === 'worker') return seenIn(await reachableControl(context), node);
  const view = await fullView(context);
  const found = seenIn(view, node);
  return found.holds && countedAs(view, node) === null ? differs(`${node.name} is ready, but no member of the cluster database.`) : found;
}

function seenIn(view: ControlView, node: Node): Finding {
  const seen = listedIn(view, node);
  if (seen === undefined) return differs(`The control plane does not know ${node.name}.`);
  if (!seen.ready)
    return differs(`${node.name} is in the cluster, but not ready: ${seen.reason === '' ? 'it has not reported yet' : seen.reason}`);
  // Closed by a person, or by a run that did not come to its end: it has joined all the same.
  const closed = seen.schedulable ? '' : ' It is closed for new pods, until it is opened for them.';
  return holds(`${node.name} is ready (${seen.version}).${closed}`);
}

async function check(context: StepContext): Promise<Finding> {
  const node = nodeOf(context);
  const own = await ownMembership(context, node);
  await refuseForeignMember(context, node, own);
  // A ready entry of this name may be left over from an earlier installation of the machine.
  if (own.role !== node.role || standsAlone(systemOf(context.platform), own, node)) return differs(`${node.name} has not joined yet.`);
  return seenFromControl(context);
}

async function apply(context: StepContext): Promise<void> {
  const node = nodeOf(context);
  // Its own word first: while a join from before goes on, what the control plane says of it changes.
  const own = await settledMembership(context, node);
  const view = await fullView(context);
  requireApi(view);
  await refuseForeignMember(context, node, own);
  refuseWorking(context, view, own);
  requireQuorum(view, node, node.role === 'control' ? 'member-joins' : 'worker-joins');
  await refuseWrongName(context, { node, control: view.control });
  await refuseOtherVersion(context, view);
  const look = () => check(context);
  if (await clearHalfJoin(context, { view, own, look })) return;

  context.log(`Waiting until ${systemOf(context.platform).title} is up on ${node.name}, then joining.`);
  const late = await waitUntilUp(context, node);
  if (late !== null) {
    if (await clearHalfJoin(context, { view: await fullView(context), own: late, look })) return;
    await waitUntilUp(context, node);
  }
  await join(context, view);
}

async function join(context: StepContext, view: FullView): Promise<void> {
  const node = nodeOf(context);
  const { calls, refusal, stillKnown, leftovers } = systemOf(context.platform);
  const { control } = view;
  const told = await ask(context, control, calls.joinToken(node));
  const token = joinTokenOf(told, control.address);
  const cutOff = (reason: string) => fault('JOIN_FAILED', { host: node.name, control: control.name, reason });
  const outcome =
    token === null
      ? { joined: false, reason: tokenRefusalOf(told) }
      : joinOutcomeOf(await orElse(ask(context, node, calls.join(node, token)), cutOff));
  if (outcome.joined || (await seenFromControl(context)).holds) return;
  // Neither list shows what the cluster means; the next try would be refused just the same.
  if (stillKnown.test(outcome.reason)) await strikeOff(context, await fullView(context));
  // A join that failed before was taken back, but for these; nothing else shows them.
  if (leftovers?.test(outcome.reason) === true) await giveUp(context, node);
  const reason = outcome.reason === '' ? 'The control node gave no token.' : outcome.reason;
  const details = { host: node.name, control: control.name, reason };
  throw refusal.test(outcome.reason) ? fault('JOIN_REFUSED', details) : fault('JOIN_FAILED', details);
}

/** A join that was begun before Hearth was ended may still go on by itself. */
async function settledMembership(context: StepContext, node: Node): Promise<Membership> {
  let own = await ownMembership(context, node);
  if (!own.joining) return own;
  await waitUntil(context, { forMs: aloneMs, everyMs: 5000 }, async () => {
    own = await ownMembership(context, node);
    return own.joining ? differs(`${node.name} is in the middle of a join that was begun before.`) : holds('');
  });
  return own;
}

/** Its membership when it turns out to have one meanwhile; a worker never comes up alone again. */
async function waitUntilUp(context: StepContext, node: Node): Promise<Membership | null> {
  const { title } = systemOf(context.platform);
  const first = await upOrMember(context, node);
  if (first.up) return first.late;
  // A join that was cut off has stopped its services, or left a database that cannot start.
  context.log(`${title} does not start on ${node.name}; what keeps it from that is cleared away.`);
  await giveUp(context, node);
  const second = await upOrMember(context, node);
  if (second.up) return second.late;
  throw fault('NODE_NOT_READY', { host: node.name, seconds: (2 * aloneMs) / 1000, reason: `${title} does not start on it.` });
}

async function upOrMember(context: StepContext, node: Node): Promise<{ readonly up: boolean; readonly late: Membership | null }> {
  let late: Membership | null = null;
  const system = systemOf(context.platform);
  const found = await waitUntil(context, { forMs: aloneMs, everyMs: 2000 }, async () => {
    const own = await ownMembership(context, node);
    if (!standsAlone(system, own, node)) late = own;
    if (late !== null || statusOf(await ask(context, node, callsOf(context).settle(lookSeconds))).running) return holds('');
    return differs(`${system.title} is not up on ${node.name} yet.`);
  });
  return { up: found.holds, late };
}

/** Adding a node while the control plane is down has taken whole clusters with it. */
function requireApi({ control, state }: FullView): void {
  if (state.api) return;
  throw fault('NODE_NOT_READY', { host: control.name, seconds: 0, reason: 'The control plane must be up before a node joins it.' });
}

const joinStep = (id: 'join-control' | 'join-worker'): Step => ({
  id,
  attempts: 4,
  // Clearing away what a join has left may fetch the whole snap again, before the join itself.
  timeoutMs: 3_600_000,
  looks(context) {
    const calls = callsOf(context);
    const ofCluster = id === 'join-control' ? [calls.nodes(), calls.status()] : [calls.nodes()];
    return [...aboutMachine(nodeOf(context), calls.membership()), ...aboutCluster(leadOf(context.platform), ...ofCluster)];
  },
  check,
  apply,
  async verify(context) {
    const node = nodeOf(context);
    const found = await waitUntil(context, { forMs: readyMs, everyMs: 2000 }, () => seenFromControl(context));
    if (found.holds) return found;
    throw fault('NODE_NOT_READY', { host: node.name, seconds: readyMs / 1000, reason: found.seen });
  },
  async probe(context) {
    const node = nodeOf(context);
    const { joining, broken } = await ownMembership(context, node);
    const seen = (await seenFromControl(context)).seen;
    if (broken !== '') return `${node.name} cannot start its cluster database: ${broken} ${seen}`;
    return joining ? `${node.name} is in the middle of its join. ${seen}` : seen;
  },
  checkUndone: hasLeft,
  undo: leaveCluster,
  leaves: 'volumes on the disk of a node that leaves stay there, out of reach of the cluster until it joins again',
});

export const joinControl = joinStep('join-control');
export const joinWorker = joinStep('join-worker');
