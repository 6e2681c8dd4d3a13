// A run in one line: how many tasks stand where, and the sentence of the first failure.
import type { Plan, Run, RunState, RunSummary, Task, TaskState } from '#contract/runs.ts';

export type Counts = RunSummary['counts'];

export function countTasks(tasks: readonly { readonly state: TaskState }[]): Counts {
  const counts: Counts = {
    waiting: 0,
    ready: 0,
    running: 0,
    done: 0,
    unchanged: 0,
    failed: 0,
    skipped: 0,
    cancelled: 0,
    interrupted: 0,
  };
  for (const task of tasks) counts[task.state] += 1;
  return counts;
}

/** What the first task to fail says; empty when none has failed. */
export function headlineOf(tasks: readonly Pick<Task, 'state' | 'fault' | 'endedAt'>[]): string {
  const failed = tasks.filter((task) => task.state === 'failed').toSorted((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));
  return failed[0]?.fault?.what ?? '';
}

/** Which task under way takes much longer than usual, and what it waits for. */
export function stallOf(tasks: readonly Pick<Task, 'state' | 'stalled' | 'title'>[]): Pick<RunSummary, 'stalled'> {
  const found = tasks.find(({ state, stalled }) => state === 'running' && stalled != null);
  if (found === undefined) return {};
  const { sentence = '' } = found.stalled ?? {};
  return { stalled: sentence === '' ? found.title : `${found.title}: ${sentence}` };
}

/** Over: nothing more happens by itself, and the platform is free for another run. */
const over: ReadonlySet<RunState> = new Set<RunState>(['done', 'failed', 'cancelled']);
export const isOver = (state: RunState): boolean => over.has(state);

export const summaryOf = (run: Run): RunSummary => {
  const { phases: _phases, tasks: _tasks, estimateMs: _estimate, seq: _seq, ...summary } = run;
  return summary;
};

export interface NewRun {
  readonly id: string;
  readonly plan: Plan;
  readonly startedAt: number;
  readonly startedBy: string;
  /** Tries a step allows. */
  readonly attemptsOf: (step: string) => number;
}

/** The run of a plan of which nothing has been done yet. */
export function newRun({ id, plan, startedAt, startedBy, attemptsOf }: NewRun): Run {
  const tasks: Task[] = plan.tasks.map((planned) => ({
    ...planned,
    state: 'waiting',
    attempt: 0,
    attempts: attemptsOf(planned.step),
    startedAt: null,
    endedAt: null,
    fault: null,
    lastLine: '',
  }));
  return {
    id,
    kind: plan.kind,
    title: plan.title,
    platformId: plan.platformId,
    state: 'running',
    startedAt,
    endedAt: null,
    startedBy,
    counts: countTasks(tasks),
    leftMs: null,
    headline: '',
    phases: plan.phases,
    tasks,
    estimateMs: plan.estimateMs,
    seq: 0,
  };
}
