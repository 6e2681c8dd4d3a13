// Looks after one task of a run while it is carried out: marks it when it takes much longer than usual, and keeps in the log what it waits for.
import type { Task } from '#contract/runs.ts';
import { isFault } from '#core/fault.ts';
import { withDeadline } from './deadline.ts';
import type { Engine } from './engine.ts';
import type { LiveRun } from './live-run.ts';
import { lookingPorts } from './looking-ports.ts';
import type { Step } from './step.ts';
import { taskContext, type ContextSource } from './task-context.ts';
import { watchStall, type Stalled } from './watch-stall.ts';

export interface StallSubject {
  /** Aborted at the end of the task. */
  readonly over: AbortSignal;
  readonly source: ContextSource;
  readonly step: Pick<Step, 'probe'>;
  readonly heardAt: () => number;
}

/** A probe that does not answer either tells nothing. */
const probeMs = 30_000;

export function followStall(engine: Engine, live: LiveRun, { source, step, heardAt, over }: StallSubject): void {
  const { clock, log } = engine.deps;
  const { task } = source;
  const usualMs = live.usualMs(task);
  const watching = watchStall({
    clock,
    signal: over,
    progress() {
      const now = live.task(task.id);
      if (now === null || now.startedAt === null || typeof now.retryAt === 'number') return null;
      return { startedAt: now.startedAt, heardAt: heardAt(), usualMs, estimateMs: task.estimateMs };
    },
    probe: (inner) => probe(engine, { source, step }, inner),
    onChange: (stalled) => tell(live, task, stalled),
  });
  watching.catch((error: unknown) => log.error(`The watch over a task of run ${live.id} broke off.`, error));
}

function tell(live: LiveRun, { id }: Pick<Task, 'id'>, stalled: Stalled | null): void {
  const before = live.task(id)?.stalled?.sentence ?? '';
  live.apply([{ taskId: id, patch: { stalled } }]);
  if (stalled === null || stalled.sentence === '' || stalled.sentence === before) return;
  live.write({ taskId: id, stream: 'hearth', text: `This takes much longer than usual. ${stalled.sentence}` });
}

async function probe(
  { deps: { clock } }: Engine,
  { source, step }: Pick<StallSubject, 'source' | 'step'>,
  signal: AbortSignal,
): Promise<string> {
  const { task } = source;
  if (step.probe === undefined || task.mode !== 'apply') return '';
  // What was asked ahead is too old to tell what is the matter now.
  const { kept: _, ...fresh } = source;
  const quiet: ContextSource = { ...fresh, ports: lookingPorts(source.ports), write: () => {} };
  const look = async (inner: AbortSignal) => (await step.probe?.(taskContext(quiet, inner))) ?? '';
  try {
    return source.redactor.text(await withDeadline({ clock, ms: probeMs, signal, doing: task.title }, look));
  } catch (error) {
    // That it cannot be looked at is an answer too.
    return isFault(error) ? error.view.what : '';
  }
}
