// A step the other way round: it holds when nothing of it is left, and its apply takes it back. The runner needs to know no more.
import { fault } from '#core/fault.ts';
import type { Finding, Step } from './step.ts';

const inverted = ({ holds, seen }: Finding): Finding => ({ holds: !holds, seen });

export function reversed(step: Step): Step {
  return {
    id: step.id,
    attempts: step.attempts,
    timeoutMs: step.timeoutMs,
    check: async (context) => (step.checkUndone === undefined ? inverted(await step.check(context)) : step.checkUndone(context)),
    async apply(context) {
      if (step.undo === undefined) throw fault('PLAN_INVALID', { reason: `the step ${step.id} has no way back.` });
      await step.undo(context);
    },
  };
}
