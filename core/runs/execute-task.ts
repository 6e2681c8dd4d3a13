// One task from check to verify, with its tries. Knows nothing of the run it belongs to.
import type { FaultCode } from '#contract/faults/catalogue.ts';
import type { FaultView } from '#contract/faults/entry.ts';
import type { Task } from '#contract/runs.ts';
import { fault, isFault, TransientFault, type Fault } from '#core/fault.ts';
import type { Clock } from '#core/ports/clock.ts';
import { withDeadline } from './deadline.ts';
import type { Finding, Step, StepContext } from './step.ts';

/** `held`: the run was paused while this task waited for another try; it begins again when the run goes on. */
export type TaskOutcome =
  | { readonly kind: 'done' | 'stopped' | 'held' }
  | { readonly kind: 'unchanged'; readonly waited: boolean }
  | { readonly kind: 'failed'; readonly fault: FaultView };

export interface TaskJob {
  /** `acted`: an earlier try, or one before a crash, had begun the effect; what stands there now is this run's work. */
  readonly task: Pick<Task, 'title' | 'acted'>;
  readonly step: Step;
  readonly clock: Clock;
  /** So long a machine, or the cluster, that was there before may be away; until then its absence does not use up the tries. */
  readonly patienceMs: number;
  /** Aborted when the run is cancelled or the engine ends. */
  readonly signal: AbortSignal;
  /** Aborted when the run is paused: what works is finished, what only waits for another try is let go. */
  readonly hold: AbortSignal;
  /** 0 ≤ x < 1, spreads the retries. */
  readonly random: () => number;
  readonly context: (signal: AbortSignal) => StepContext;
  /** Journals the number of the try that begins, before it has any effect; above the step's own where an absence used up none. */
  readonly onTry: (attempt: number) => Promise<void>;
  /** Before every effect: journals that it begins, or refuses it by throwing. */
  readonly onApply: (signal: AbortSignal) => Promise<void>;
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

/** What a restart of a machine looks like from outside, and that of a control node to the others. */
const away: ReadonlySet<string> = new Set<FaultCode>([
  'NODE_UNREACHABLE',
  'LEAVER_AWAY',
  'SSH_REFUSED',
  'SSH_SILENT',
  'SESSION_REFUSED',
  'CONNECTION_LOST',
  'CLUSTER_UNREACHABLE',
  'NODE_NOT_READY',
  'NO_QUORUM',
]);

/** The journal could not be written: the run must stop, the task is not to blame. */
export class JournalFailure extends Error {
  override readonly name = 'JournalFailure';
}

export async function executeTask(job: TaskJob): Promise<TaskOutcome> {
  // A later try may find what an earlier one did; then this run did it.
  const effect: Effect = { begun: job.task.acted === true, waited: false };
  const mayTryAgain = triesOf(job);
  for (let attempt = 1; ; attempt += 1) {
    if (attempt > 1) await job.onTry(attempt);
    try {
      await tryOnce(job, effect);
      return effect.begun ? { kind: 'done' } : { kind: 'unchanged', waited: effect.waited };
    } catch (error) {
      if (error instanceof JournalFailure) throw error;
      if (job.signal.aborted) return { kind: 'stopped' };
      const found = isFault(error) ? error : job.defect(error);
      const view = job.scrub(found.view);
      if (!mayTryAgain(found, attempt)) return { kind: 'failed', fault: view };
      const cut = await waitForRetry(job, view, attempt);
      if (cut !== null) return { kind: cut };
    }
  }
}

/** Whether another try follows a fault. An absence that goes on from try to try is counted from its beginning. */
function triesOf({ clock, patienceMs, step }: TaskJob): (found: Fault, attempt: number) => boolean {
  let awaySince: number | null = null;
  let awaited = 0;
  return (found, attempt) => {
    awaySince = away.has(found.view.code) ? (awaySince ?? clock.now()) : null;
    if (!(found instanceof TransientFault)) return false;
    if (awaySince === null) return attempt - awaited < step.attempts;
    const isAwaited = clock.now() - awaySince < patienceMs;
    if (isAwaited) awaited += 1;
    return isAwaited || attempt < step.attempts;
  };
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

interface Effect {
  begun: boolean;
  /** What it looks for was not there at first, and came by itself. */
  waited: boolean;
}

/** Check, apply, verify. */
function tryOnce({ task, step, clock, signal, context, onApply }: TaskJob, effect: Effect): Promise<void> {
  return withDeadline({ clock, ms: step.timeoutMs, signal, doing: task.title }, async (inner) => {
    const ctx = context(inner);
    const before = await look(step, ctx, effect);
    if (before.holds) {
      if (before.seen !== '') ctx.log(before.seen);
      return;
    }
    inner.throwIfAborted();
    if (step.apply !== undefined) {
      await onApply(inner);
      inner.throwIfAborted();
      effect.begun = true;
      await step.apply(ctx);
      inner.throwIfAborted();
    }
    effect.waited = true;
    const after = await (step.verify === undefined ? step.check(ctx) : step.verify(ctx));
    if (!after.holds) throw fault('NOT_VERIFIED', { title: task.title, reason: after.seen });
    if (after.seen !== '') ctx.log(after.seen);
  });
}

/** Where this run had begun the effect, `verify` decides whether it is whole, as it does after any `apply`. */
async function look(step: Step, ctx: StepContext, effect: Effect): Promise<Finding> {
  const found = await step.check(ctx);
  return found.holds && effect.begun && step.verify !== undefined ? step.verify(ctx) : found;
}
