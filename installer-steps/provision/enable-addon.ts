// Switches an add-on of the distribution on. It counts when what it brings is seen running, not when the command says so.
import { fault } from '#core/fault.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { addonOf, addonState, enable } from '#steps/calls/microk8s.ts';
import { ask } from '#steps/run-call.ts';
import { addons, type Addon } from '#steps/systems/microk8s.ts';
import { controlOf, differs, holds } from '#steps/task-nodes.ts';
import { waitUntil } from '#steps/wait-until.ts';

function wantedOf(context: StepContext): Addon {
  const { addon } = context.input;
  const known = addons.find((one) => one.name === addon);
  if (known === undefined) throw fault('PLAN_INVALID', { reason: `there is no add-on ${String(addon)}.` });
  return known;
}

async function look(context: StepContext): Promise<Finding> {
  const addon = wantedOf(context);
  const found = addonOf(await ask(context, controlOf(context.platform), addonState(addon.name, addon.workload)));
  if (!found.enabled) return differs(`${addon.name} is off.`);
  if (addon.workload !== null && (found.desired === 0 || found.ready < found.desired))
    return differs(`${addon.workload.name}: ${found.ready} of ${found.desired} pods are ready.`);
  if (addon.storageClass !== null && !found.storageClasses.includes(addon.storageClass))
    return differs(`There is no storage class ${addon.storageClass} yet.`);
  if (!addon.isHelm) return holds(`${addon.name} is on.`);
  return found.helm === '' ? differs(`microk8s ${addon.name} does not answer.`) : holds(`${addon.name} is on (${found.helm}).`);
}

export const enableAddon: Step = {
  id: 'enable-addon',
  attempts: 3,
  timeoutMs: 1_200_000,
  check: look,
  async apply(context) {
    await ask(context, controlOf(context.platform), enable(wantedOf(context).name));
  },
  // Its images are pulled now, over a home line.
  verify: (context) => waitUntil(context, { forMs: 420_000, everyMs: 2000 }, () => look(context)),
};
