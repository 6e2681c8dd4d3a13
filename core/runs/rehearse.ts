// A step that is only rehearsed: it looks, and says what it would change. It is made of the looking part alone.
import type { FaultCode } from '#contract/faults/catalogue.ts';
import type { Task } from '#contract/runs.ts';
import { isFault } from '#core/fault.ts';
import type { Finding, Step, StepContext } from './step.ts';

/** All that a rehearsal gets of a step. */
export type LookingStep = Pick<Step, 'id' | 'attempts' | 'timeoutMs' | 'check'>;

export interface Rehearsal {
  readonly step: Step;
  /** Whether it has to be left open. */
  readonly isOpen: () => boolean;
}

/** With these a look says that what it stands on is not there. Refusals and machines that do not answer are never taken for that. */
const groundMissing: ReadonlySet<string> = new Set<FaultCode>([
  'SCRIPT_FAILED',
  'SNAP_MISSING',
  'SECRET_MISSING',
  'NODE_NOT_READY',
  'CLUSTER_UNREACHABLE',
  'HELM_FAILED',
]);

/** `ground`: what it needs directly and what would only be brought about by the real run. */
export function rehearsed(step: LookingStep, { changes }: Pick<Task, 'changes'>, ground: readonly Pick<Task, 'title'>[]): Rehearsal {
  let open = false;
  const look = async (context: StepContext): Promise<Finding> => {
    const [first] = ground;
    try {
      return await step.check(context);
    } catch (error) {
      if (first === undefined || !isFault(error) || !groundMissing.has(error.view.code)) throw error;
      open = true;
      return { holds: true, seen: `Cannot be known before "${first.title}". Now: ${error.view.what}` };
    }
  };
  let seen = '';
  return {
    isOpen: () => open,
    step: {
      id: step.id,
      attempts: step.attempts,
      timeoutMs: step.timeoutMs,
      async check(context) {
        const found = await look(context);
        ({ seen } = found);
        return found;
      },
      apply: async (context) => context.log(wouldChange(changes, seen)),
      verify: async () => ({ holds: true, seen: '' }),
    },
  };
}

const wouldChange = (changes: readonly string[], seen: string) =>
  changes.length === 0 ? `Would wait for this. Now: ${seen}` : `Would change: ${changes.join('; ')}. Now: ${seen}`;

/** Needed directly, and not so yet: rehearsed as "done" means that the real run would bring it about. */
export const groundOf = ({ needs }: Pick<Task, 'needs'>, taskOf: (id: string) => Task | null): readonly Task[] =>
  needs.flatMap((id) => taskOf(id) ?? []).filter(({ mode, state }) => mode === 'rehearse' && state === 'done');
