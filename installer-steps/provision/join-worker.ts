// Joins one worker. What a join says of itself is not believed: it counts when the control plane sees the node ready.
import type { Node } from '#contract/nodes.ts';
import { fault } from '#core/fault.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import {
  addNode,
  joinAsWorker,
  joinOutcomeOf,
  joinUrlOf,
  membership,
  membershipOf,
  nodes,
  nodesOf,
  status,
  statusOf,
} from '#steps/calls/microk8s.ts';
import { ask } from '#steps/run-call.ts';
import { controlOf, differs, holds, nodeOf } from '#steps/task-nodes.ts';
import { waitUntil } from '#steps/wait-until.ts';
import { refuseForeignMember, refuseWrongName } from './join-refusals.ts';
import { clearHalfJoin } from './half-join.ts';

/** Images of the network plug-in are pulled on the first join. */
const readyMs = 300_000;
/** The joining node's own services, right after the installation. */
const aloneMs = 180_000;
/** One look at them waits this long, so that what an earlier try does on the machine meanwhile is noticed. */
const lookSeconds = 10;

/** The node as the control plane sees it. */
async function seenFromControl(context: StepContext, node: Node): Promise<Finding> {
  const seen = nodesOf(await ask(context, controlOf(context.platform), nodes())).find((one) => one.name === node.name);
  if (seen === undefined) return differs(`The control plane does not know ${node.name}.`);
  if (!seen.ready)
    return differs(`${node.name} is in the cluster, but not ready: ${seen.reason === '' ? 'it has not reported yet' : seen.reason}`);
  if (!seen.schedulable) return differs(`${node.name} is ready, but closed for new pods (kubectl uncordon ${node.name} opens it).`);
  return holds(`${node.name} is ready (${seen.version}).`);
}

async function check(context: StepContext): Promise<Finding> {
  const node = nodeOf(context);
  const own = membershipOf(await ask(context, node, membership()));
  refuseForeignMember(context, node, own);
  // A ready entry of this name may be left over from an earlier installation of the machine.
  if (own.role !== 'worker') return differs(`${node.name} has not joined yet.`);
  return seenFromControl(context, node);
}

async function apply(context: StepContext): Promise<void> {
  const node = nodeOf(context);
  const control = controlOf(context.platform);
  await requireApi(context, control);
  await refuseWrongName(context, { node, control });
  const half = { node, control, look: () => seenFromControl(context, node) };
  if (await clearHalfJoin(context, half)) return;

  context.log(`Waiting until MicroK8s is up on ${node.name}, then joining.`);
  if ((await waitUntilAlone(context, node)) === 'joined meanwhile' && (await clearHalfJoin(context, half))) return;
  const url = joinUrlOf(await ask(context, control, addNode()), control.address);
  if (url === null) throw fault('JOIN_FAILED', { host: node.name, control: control.name, reason: 'The control node gave no token.' });
  const outcome = joinOutcomeOf(await ask(context, node, joinAsWorker(url)));
  if (outcome.joined || (await seenFromControl(context, node)).holds) return;
  const details = { host: node.name, control: control.name, reason: outcome.reason };
  throw isRefusal(outcome.reason) ? fault('JOIN_REFUSED', details) : fault('JOIN_FAILED', details);
}

/** A join that was begun before Hearth was ended goes on by itself; on a worker MicroK8s never comes up alone again. */
async function waitUntilAlone(context: StepContext, node: Node): Promise<'alone' | 'joined meanwhile'> {
  let isWorker = false;
  const found = await waitUntil(context, { forMs: aloneMs, everyMs: 2000 }, async () => {
    isWorker = membershipOf(await ask(context, node, membership())).role === 'worker';
    if (isWorker || statusOf(await ask(context, node, status(lookSeconds))).running) return holds('');
    return differs(`MicroK8s is not up on ${node.name} yet.`);
  });
  if (!found.holds) throw fault('NODE_NOT_READY', { host: node.name, seconds: aloneMs / 1000, reason: 'MicroK8s does not start on it.' });
  return isWorker ? 'joined meanwhile' : 'alone';
}

/** What another try will not change. Everything else may be a matter of the moment. */
const isRefusal = (reason: string) =>
  /refusing join|does not resolve|should resolve|same ip|supports joining worker nodes|identity of/i.test(reason);

/** Adding a node while the control plane is down has taken whole clusters with it. */
async function requireApi(context: StepContext, control: Node): Promise<void> {
  const { running, api } = statusOf(await ask(context, control, status()));
  if (running && api) return;
  throw fault('NODE_NOT_READY', { host: control.name, seconds: 0, reason: 'The control plane must be up before a node joins it.' });
}

export const joinWorker: Step = {
  id: 'join-worker',
  attempts: 4,
  timeoutMs: 1_500_000,
  check,
  apply,
  async verify(context) {
    const node = nodeOf(context);
    const found = await waitUntil(context, { forMs: readyMs, everyMs: 2000 }, () => seenFromControl(context, node));
    if (found.holds) return found;
    throw fault('NODE_NOT_READY', { host: node.name, seconds: readyMs / 1000, reason: found.seen });
  },
};
