import type { Step } from '#core/runs/step.ts';
import { checkKernel, missingOf, prepareKernel as prepareKernelCall, refusedOf } from '#steps/calls/machine.ts';
import { aboutMachine } from '#steps/looks.ts';
import { ask } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

export const prepareKernel: Step = {
  id: 'prepare-kernel',
  attempts: 3,
  timeoutMs: 120_000,
  looks: (context) => aboutMachine(nodeOf(context), checkKernel(systemOf(context.platform).kernel)),
  async check(context) {
    const missing = missingOf(await ask(context, nodeOf(context), checkKernel(systemOf(context.platform).kernel)));
    return missing.length === 0 ? holds('Modules and kernel settings are in place.') : differs(`Missing: ${missing.join(', ')}.`);
  },
  async apply(context) {
    const refused = refusedOf(await ask(context, nodeOf(context), prepareKernelCall(systemOf(context.platform).kernel)));
    if (refused.length > 0)
      context.log(`This kernel belongs to the host of the machine and refuses: ${refused.join(', ')}. Going on without.`);
  },
};
