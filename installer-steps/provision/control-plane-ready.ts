// Waits until the control node serves the API and counts itself as ready.
import { isFault } from '#core/fault.ts';
import type { ScriptCall } from '#core/ports/hosts.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { nodesOf, statusOf } from '#steps/calls/cluster.ts';
import { aboutCluster } from '#steps/looks.ts';
import { ask } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { leadOf, differs, holds } from '#steps/task-nodes.ts';
import { waitUntil } from '#steps/wait-until.ts';
import { giveUp } from './leave-cluster.ts';
import { ownMembership } from './own-membership.ts';

/** First start: certificates, database, network plug-in with its images. */
const startSeconds = 300;

async function look(context: StepContext): Promise<Finding> {
  const control = leadOf(context.platform);
  const { calls, title } = systemOf(context.platform);
  const state = statusOf(await ask(context, control, calls.status()));
  if (!state.installed) return differs(`${title} is not installed.`);
  // MicroK8s does not count a node that is closed for new pods, and then says that it is not running.
  if (!state.api) return differs(`${title} is not running yet.`);
  const own = nodesOf(await ask(context, control, calls.nodes())).find((node) => node.name === control.name);
  if (own === undefined) return differs(`The API answers, but does not know ${control.name} yet.`);
  return own.ready
    ? holds(`The API answers and ${control.name} is ready (${own.version}).`)
    : differs(`${control.name} is not ready: ${own.reason}`);
}

/** What a beginning that failed late has left in the way of the next one is cleared. */
async function begin(context: StepContext, call: ScriptCall): Promise<void> {
  const control = leadOf(context.platform);
  const { leftovers } = systemOf(context.platform);
  try {
    await ask(context, control, call);
  } catch (error) {
    const said = isFault(error) && error.view.code === 'SCRIPT_FAILED' ? String(error.view.details['lastLine']) : '';
    if (leftovers?.test(said) !== true) throw error;
    const { role, joining } = await ownMembership(context, control);
    if (role !== 'none' || joining) throw error;
    context.log(`${control.name} has left-overs of an earlier beginning; they are cleared, then it begins anew.`);
    await giveUp(context, control);
    await ask(context, control, call);
  }
}

export const controlPlaneReady: Step = {
  id: 'control-plane-ready',
  attempts: 3,
  // Clearing what a failed beginning has left fetches the whole snap again.
  timeoutMs: 3_600_000,
  looks({ platform }) {
    const { calls } = systemOf(platform);
    return aboutCluster(leadOf(platform), calls.status(), calls.nodes());
  },
  check: look,
  async apply(context) {
    const control = leadOf(context.platform);
    context.log(`Waiting for the first start of the control plane on ${control.name}; this takes a minute or two.`);
    const { calls, bootstrap } = systemOf(context.platform);
    const call = bootstrap(context.platform.settings, control.address);
    if (call !== null) await begin(context, call);
    await ask(context, control, calls.settle(startSeconds));
  },
  async probe(context) {
    const { name } = leadOf(context.platform);
    const { calls, title } = systemOf(context.platform);
    const { running, api } = statusOf(await ask(context, leadOf(context.platform), calls.status()));
    if (api) return `The API of ${name} answers. ${(await look(context)).seen}`;
    return `The API of ${name} does not answer; ${title} of ${name} is ${running ? 'running' : 'not running yet'}.`;
  },
  verify: (context) => waitUntil(context, { forMs: 240_000, everyMs: 2000 }, () => look(context)),
};
