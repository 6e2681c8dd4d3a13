// One task from check to verify, with its tries. Knows nothing of the run it belongs to.
import type { FaultView } from '#contract/faults/entry.ts';
import type { Task } from '#contract/runs.ts';
import { fault, isFault, TransientFault, type Fault } from '#core/fault.ts';
import type { Clock } from '#core/ports/clock.ts';
import { withDeadline } from './deadline.ts';
import type { Step, StepContext } from './step.ts';

/** `held`: the run was paused while this task waited for another try; it begins again when the run goes on. */
export type TaskOutcome =
  | { readonly kind: 'done' | 'unchanged' | 'stopped' | 'held' }
  | { readonly kind: 'failed'; readonly fault: FaultView };

export interface TaskJob {
  readonly task: Pick<Task, 'title'>;
  readonly step: Step;
  readonly clock: Clock;
  /** Aborted when the run is cancelled or the engine ends. */
  readonly signal: AbortSignal;
  /** Aborted when the run is paused: what works is finished, what only waits for another try is let go. */
  readonly hold: AbortSignal;
  /** 0 ≤ x < 1, spreads the retries. */
  readonly random: () => number;
  readonly context: (signal: AbortSignal) => StepContext;
  /** Journals the number of the try that begins, before it has any effect. */
  readonly onTry: (attempt: number) => Promise<void>;
  /** Journals why this try failed although another follows. */
  readonly onRetry: (view: FaultView, waitMs: number) => Promise<void>;
  /** Turns an error that is no fault into INTERNAL and keeps the original in the engine's log. */
  readonly defect: (error: unknown) => Fault;
  readonly scrub: (view: FaultView) => FaultView;
}

const firstWaitMs = 1000;
const longestWaitMs = 30_000;
/** Doubles from try to try; between half and the whole of it, so that many machines do not come back in step. */
export const backoffMs = (attempt: number, random: number): number =>
  Math.round(Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1)) * (0.5 + random / 2));

/** The journal could not be written: the run must stop, the task is not to blame. */
export class JournalFailure extends Error {
  override readonly name = 'JournalFailure';
}

export async function executeTask(job: TaskJob): Promise<TaskOutcome> {
  // A later try may find what an earlier one did; then this run did it.
  let applied = false;
  const onApply = () => {
    applied = true;
  };
  for (let attempt = 1; ; attempt += 1) {
    if (attempt > 1) await job.onTry(attempt);
    try {
      const changed = await tryOnce(job, onApply);
      return { kind: changed || applied ? 'done' : 'unchanged' };
    } catch (error) {
      if (job.signal.aborted) return { kind: 'stopped' };
      const found = isFault(error) ? error : job.defect(error);
      const view = job.scrub(found.view);
      if (!(found instanceof TransientFault) || attempt >= job.step.attempts) return { kind: 'failed', fault: view };
      const cut = await waitForRetry(job, view, attempt);
      if (cut !== null) return { kind: cut };
    }
  }
}

/** Null when the wait ran its time. */
async function waitForRetry(job: TaskJob, view: FaultView, attempt: number): Promise<'stopped' | 'held' | null> {
  const waitMs = backoffMs(attempt, job.random());
  await job.onRetry(view, waitMs);
  try {
    await job.clock.sleep(waitMs, AbortSignal.any([job.signal, job.hold]));
  } catch (error) {
    if (!job.signal.aborted && !job.hold.aborted) throw error;
  }
  if (job.signal.aborted) return 'stopped';
  return job.hold.aborted ? 'held' : null;
}

/** Check, apply, verify. True when something was applied. */
function tryOnce({ task, step, clock, signal, context }: TaskJob, onApply: () => void): Promise<boolean> {
  return withDeadline({ clock, ms: step.timeoutMs, signal, doing: task.title }, async (inner) => {
    const ctx = context(inner);
    const before = await step.check(ctx);
    if (before.holds) {
      if (before.seen !== '') ctx.log(before.seen);
      return false;
    }
    inner.throwIfAborted();
    onApply();
    await step.apply(ctx);
    inner.throwIfAborted();
    const after = await (step.verify === undefined ? step.check(ctx) : step.verify(ctx));
    if (!after.holds) throw fault('NOT_VERIFIED', { title: task.title, reason: after.seen });
    if (after.seen !== '') ctx.log(after.seen);
    return true;
  });
}
