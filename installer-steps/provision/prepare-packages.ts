import type { Step } from '#core/runs/step.ts';
import { checkPackages, installPackages, missingOf } from '#steps/calls/machine.ts';
import { ask } from '#steps/run-call.ts';
import { packages } from '#steps/systems/microk8s.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

export const preparePackages: Step = {
  id: 'prepare-packages',
  // The daily update of a fresh machine holds the lock for some minutes.
  attempts: 8,
  timeoutMs: 900_000,
  async check(context) {
    const missing = missingOf(await ask(context, nodeOf(context), checkPackages(packages)));
    return missing.length === 0 ? holds('All packages are there.') : differs(`Missing: ${missing.join(', ')}.`);
  },
  async apply(context) {
    await ask(context, nodeOf(context), installPackages(packages));
  },
};
