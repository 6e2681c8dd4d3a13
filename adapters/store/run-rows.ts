// Runs and tasks as rows, and back.
import type { Insertable, Selectable, Updateable } from 'kysely';
import { z } from 'zod';
import { faultView } from '#contract/faults/entry.ts';
import { plan, plannedTask, type Run, type RunSummary, type Task, type TaskState } from '#contract/runs.ts';
import type { TaskPatch } from '#core/ports/store.ts';
import { countTasks, headlineOf } from '#core/runs/summary.ts';
import type { Tables } from './schema.ts';

type RunRow = Selectable<Tables['runs']>;
type TaskRow = Selectable<Tables['tasks']>;

const phases = z.object({ phases: plan.shape.phases });

export const runRow = (run: Run): Insertable<Tables['runs']> => ({
  id: run.id,
  platform_id: run.platformId,
  kind: run.kind,
  title: run.title,
  state: run.state,
  started_at: run.startedAt,
  ended_at: run.endedAt,
  started_by: run.startedBy,
  estimate_ms: run.estimateMs,
  phases: JSON.stringify({ phases: run.phases }),
  seq: run.seq,
});

export function taskRow(runId: string, task: Task, position: number): Insertable<Tables['tasks']> {
  const { state, attempt, attempts, startedAt, endedAt, fault, lastLine, acted, waited, ...planned } = task;
  return {
    run_id: runId,
    id: task.id,
    position,
    step: task.step,
    state,
    attempt,
    attempts,
    started_at: startedAt,
    ended_at: endedAt,
    fault: fault === null ? null : JSON.stringify(fault),
    last_line: lastLine,
    planned: JSON.stringify(planned),
    acted: acted === true ? 1 : 0,
    ...(waited === true ? { waited: 1 } : {}),
  };
}

export function taskChange({
  state,
  attempt,
  startedAt,
  endedAt,
  fault,
  lastLine,
  acted,
  waited,
}: TaskPatch['patch']): Updateable<Tables['tasks']> {
  return {
    ...(state === undefined ? {} : { state }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(startedAt === undefined ? {} : { started_at: startedAt }),
    ...(endedAt === undefined ? {} : { ended_at: endedAt }),
    ...(fault === undefined ? {} : { fault: fault === null ? null : JSON.stringify(fault) }),
    ...(lastLine === undefined ? {} : { last_line: lastLine }),
    ...(acted === undefined ? {} : { acted: acted ? 1 : 0 }),
    ...(waited === undefined ? {} : { waited: waited ? 1 : 0 }),
  };
}

const faultOf = (json: string | null) => (json === null ? null : faultView.parse(JSON.parse(json)));

const readTask = (row: TaskRow): Task => ({
  ...plannedTask.parse(JSON.parse(row.planned)),
  state: row.state,
  attempt: row.attempt,
  attempts: row.attempts,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  fault: faultOf(row.fault),
  lastLine: row.last_line,
  ...(row.acted === 1 ? { acted: true } : {}),
  ...(row.waited === 1 ? { waited: true } : {}),
});

/** How many tasks of a run are in a state. */
export interface StateCount {
  readonly state: TaskState;
  readonly count: number;
}

function countsOf(states: readonly StateCount[]): RunSummary['counts'] {
  const counts = countTasks([]);
  for (const { state, count } of states) counts[state] += count;
  return counts;
}

export const readSummary = (row: RunRow, states: readonly StateCount[], firstFault: string | null): RunSummary => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  platformId: row.platform_id,
  state: row.state,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  startedBy: row.started_by,
  counts: countsOf(states),
  leftMs: null,
  headline: faultOf(firstFault)?.what ?? '',
});

export function readRun(row: RunRow, taskRows: readonly TaskRow[]): Run {
  const tasks = taskRows.map(readTask);
  return {
    ...readSummary(row, [], null),
    counts: countTasks(tasks),
    headline: headlineOf(tasks),
    ...phases.parse(JSON.parse(row.phases)),
    tasks,
    estimateMs: row.estimate_ms,
    seq: row.seq,
  };
}
