import type { Step } from '#core/runs/step.ts';
import { checkPackages, installPackages, lockHoldersOf, missingOf, packageLock } from '#steps/calls/machine.ts';
import { aboutMachine } from '#steps/looks.ts';
import { ask } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

export const preparePackages: Step = {
  id: 'prepare-packages',
  // The daily update of a fresh machine holds the lock for some minutes.
  attempts: 8,
  timeoutMs: 900_000,
  looks: (context) => aboutMachine(nodeOf(context), checkPackages(systemOf(context.platform).packages)),
  async check(context) {
    const missing = missingOf(await ask(context, nodeOf(context), checkPackages(systemOf(context.platform).packages)));
    return missing.length === 0 ? holds('All packages are there.') : differs(`Missing: ${missing.join(', ')}.`);
  },
  async apply(context) {
    await ask(context, nodeOf(context), installPackages(systemOf(context.platform).packages));
  },
  async probe(context) {
    const { name } = nodeOf(context);
    const holders = lockHoldersOf(await ask(context, nodeOf(context), packageLock()));
    return holders.length === 0 ? `Nobody holds the package lock of ${name}.` : `${holders.join(', ')} holds the package lock of ${name}.`;
  },
};
