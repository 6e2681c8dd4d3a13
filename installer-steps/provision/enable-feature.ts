// Switches a feature of the distribution on. It counts when what it brings is seen running, not when the command says so.
import type { Platform } from '#contract/platforms.ts';
import { fault } from '#core/fault.ts';
import { kubeconfigName } from '#core/ports/secrets.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { featureOf } from '#steps/calls/cluster.ts';
import { aboutCluster } from '#steps/looks.ts';
import { podsWaiting } from '#steps/pods-waiting.ts';
import { ask, askCluster } from '#steps/run-call.ts';
import type { Feature } from '#steps/systems/system.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { leadOf, differs, holds } from '#steps/task-nodes.ts';
import { waitUntil } from '#steps/wait-until.ts';
import { answeringControl } from './control-view.ts';

function wantedOf(context: StepContext): Feature {
  const { feature } = context.input;
  const known = systemOf(context.platform).features.find((one) => one.name === feature);
  if (known === undefined) throw fault('PLAN_INVALID', { reason: `there is no feature ${String(feature)}.` });
  return known;
}

/** All features of the distribution are asked for together, so that the answer serves every one of their tasks. */
const stateCall = (platform: Platform) => systemOf(platform).calls.featureState(systemOf(platform).features);

async function look(context: StepContext): Promise<Finding> {
  const { name, gives, workload, storageClass } = wantedOf(context);
  const found = featureOf(await askCluster(context, await answeringControl(context), stateCall(context.platform)), name);
  if (!found.enabled) return differs(`${name} is off.`);
  if (workload !== null && (found.desired === 0 || found.ready < found.desired))
    return differs(`${workload.name}: ${found.ready} of ${found.desired} pods are ready.`);
  if (storageClass !== null && !found.storageClasses.includes(storageClass))
    return differs(`There is no storage class ${storageClass} yet.`);
  if (gives !== 'helm') return holds(`${name} is on.`);
  return found.helm === '' ? differs(`${name} does not answer.`) : holds(`${name} is on (${found.helm}).`);
}

export const enableFeature: Step = {
  id: 'enable-feature',
  attempts: 3,
  timeoutMs: 1_200_000,
  looks: ({ platform }) => aboutCluster(leadOf(platform), systemOf(platform).calls.nodes(), stateCall(platform)),
  check: look,
  async apply(context) {
    const { name, fromTheStart } = wantedOf(context);
    if (fromTheStart) return context.log(`${name} is on since the cluster began; it is waited for, not switched.`);
    await ask(context, await answeringControl(context), systemOf(context.platform).calls.enable(name));
  },
  async probe(context) {
    const { seen } = await look(context);
    const { workload } = wantedOf(context);
    const kept = await context.ports.secrets.get(kubeconfigName(context.platform.id));
    return workload === null || kept === null ? seen : `${seen} ${await podsWaiting(context, workload.namespace)}`.trim();
  },
  // Its images are pulled now, over a home line.
  verify: (context) => waitUntil(context, { forMs: 420_000, everyMs: 2000 }, () => look(context)),
};
