// Waits until the control node serves the API and counts itself as ready.
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { nodes, nodesOf, status, statusOf } from '#steps/calls/microk8s.ts';
import { ask } from '#steps/run-call.ts';
import { controlOf, differs, holds } from '#steps/task-nodes.ts';
import { waitUntil } from '#steps/wait-until.ts';

/** First start: certificates, database, network plug-in with its images. */
const startSeconds = 300;

async function look(context: StepContext): Promise<Finding> {
  const control = controlOf(context.platform);
  const state = statusOf(await ask(context, control, status()));
  if (!state.installed) return differs('MicroK8s is not installed.');
  if (!state.running || !state.api) return differs('MicroK8s is not running yet.');
  const own = nodesOf(await ask(context, control, nodes())).find((node) => node.name === control.name);
  if (own === undefined) return differs(`The API answers, but does not know ${control.name} yet.`);
  return own.ready
    ? holds(`The API answers and ${control.name} is ready (${own.version}).`)
    : differs(`${control.name} is not ready: ${own.reason}`);
}

export const controlPlaneReady: Step = {
  id: 'control-plane-ready',
  attempts: 3,
  timeoutMs: 900_000,
  check: look,
  async apply(context) {
    const control = controlOf(context.platform);
    context.log(`Waiting for the first start of the control plane on ${control.name}; this takes a minute or two.`);
    await ask(context, control, status(startSeconds));
  },
  verify: (context) => waitUntil(context, { forMs: 240_000, everyMs: 2000 }, () => look(context)),
};
