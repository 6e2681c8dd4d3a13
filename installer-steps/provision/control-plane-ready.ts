// Waits until the control node serves the API and counts itself as ready.
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { nodesOf, statusOf } from '#steps/calls/cluster.ts';
import { aboutCluster } from '#steps/looks.ts';
import { ask } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { leadOf, differs, holds } from '#steps/task-nodes.ts';
import { waitUntil } from '#steps/wait-until.ts';

/** First start: certificates, database, network plug-in with its images. */
const startSeconds = 300;

async function look(context: StepContext): Promise<Finding> {
  const control = leadOf(context.platform);
  const { calls, title } = systemOf(context.platform);
  const state = statusOf(await ask(context, control, calls.status()));
  if (!state.installed) return differs(`${title} is not installed.`);
  if (!state.running || !state.api) return differs(`${title} is not running yet.`);
  const own = nodesOf(await ask(context, control, calls.nodes())).find((node) => node.name === control.name);
  if (own === undefined) return differs(`The API answers, but does not know ${control.name} yet.`);
  return own.ready
    ? holds(`The API answers and ${control.name} is ready (${own.version}).`)
    : differs(`${control.name} is not ready: ${own.reason}`);
}

export const controlPlaneReady: Step = {
  id: 'control-plane-ready',
  attempts: 3,
  timeoutMs: 900_000,
  looks({ platform }) {
    const { calls } = systemOf(platform);
    return aboutCluster(leadOf(platform), calls.status(), calls.nodes());
  },
  check: look,
  async apply(context) {
    const control = leadOf(context.platform);
    context.log(`Waiting for the first start of the control plane on ${control.name}; this takes a minute or two.`);
    const { calls, bootstrap } = systemOf(context.platform);
    const begin = bootstrap(context.platform.settings);
    if (begin !== null) await ask(context, control, begin);
    await ask(context, control, calls.settle(startSeconds));
  },
  async probe(context) {
    const { name } = leadOf(context.platform);
    const { calls, title } = systemOf(context.platform);
    const { running, api } = statusOf(await ask(context, leadOf(context.platform), calls.status()));
    const service = `${title} of ${name} is ${running ? 'running' : 'not running yet'}`;
    return api ? `${service}, and its API answers. ${(await look(context)).seen}` : `The API of ${name} does not answer; ${service}.`;
  },
  verify: (context) => waitUntil(context, { forMs: 240_000, everyMs: 2000 }, () => look(context)),
};
