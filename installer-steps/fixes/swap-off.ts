import type { Step } from '#core/runs/step.ts';
import { swapOf, swapOff as swapOffCall, swapOn, swapState } from '#steps/calls/fixes.ts';
import { ask } from '#steps/run-call.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

export const swapOff: Step = {
  id: 'swap-off',
  attempts: 2,
  timeoutMs: 600_000,
  async check(context) {
    const { on, listed } = swapOf(await ask(context, nodeOf(context), swapState()));
    if (on.length > 0) return differs(`Swap is on: ${on.join(', ')}.`);
    return listed.length === 0 ? holds('Swap is off, and stays off.') : differs(`Swap is off until the next start: ${listed.join(', ')}.`);
  },
  async apply(context) {
    await ask(context, nodeOf(context), swapOffCall());
  },
  async checkUndone(context) {
    const { switchedOff } = swapOf(await ask(context, nodeOf(context), swapState()));
    return switchedOff.length === 0
      ? holds('Hearth has switched off no swap in /etc/fstab.')
      : differs(`Switched off by Hearth: ${switchedOff.join(', ')}.`);
  },
  async undo(context) {
    await ask(context, nodeOf(context), swapOn());
  },
};
