// Taking back what a run did, made from its journal alone: the last things first, and nothing away from under what stays.
import type { Plan, PlannedTask, Run, Task, TaskMode } from '#contract/runs.ts';
import { estimatePlan } from './estimate.ts';
import { directDependents, orderTasks } from './graph.ts';
import type { Step } from './step.ts';

export interface UndoRequest {
  readonly run: Run;
  readonly steps: ReadonlyMap<string, Step>;
  /** Machines that are still in the platform. */
  readonly nodeIds: ReadonlySet<string>;
  /** The platform's runs before this one, oldest first. */
  readonly earlier: readonly Run[];
  /** And those after it. */
  readonly later: readonly Run[];
  /** Usual time of taking the step back; null when none was taken back before. */
  readonly usualMs: (step: string) => number | null;
}

/** Taking back is quicker than doing; the history knows better once there is one. */
const longestEstimateMs = 15_000;

/** Without tasks when there is nothing to take back. */
export function undoPlan(request: UndoRequest): Plan {
  const { run } = request;
  const gone = standing(request.later, 'undo');
  const touched = new Map(run.tasks.filter((task) => mayHaveActed(task) && !gone.has(task.id)).map((task) => [task.id, task]));
  const behind = nearestTouched(run.tasks, touched);
  const reasons = reasonsToStay(request, touched, behind);
  const order = orderTasks(run.tasks).ordered.toReversed();
  const undone = order.flatMap((id) => touched.get(id) ?? []).filter(({ id }) => !reasons.has(id));
  const tasks = undone.map((task): PlannedTask => {
    const needs = [...(behind.get(task.id) ?? [])].filter((id) => !reasons.has(id));
    return undoTask(task, needs, request.usualMs(task.step));
  });
  const used = new Set(tasks.map((task) => task.phase));
  return {
    kind: 'undo',
    title: undone.length === touched.size ? `Undo: ${run.title}` : `Undo ${undone.length} of ${touched.size} steps: ${run.title}`,
    platformId: run.platformId,
    phases: run.phases.filter((phase) => used.has(phase.id)).toReversed(),
    tasks,
    stays: [...staying(run.tasks, reasons), ...leavings(undone, request.steps)],
    estimateMs: estimatePlan(tasks),
  };
}

/** A task that names no changes only looks. One that began and did not end well is uncertain; its check will tell. */
function mayHaveActed({ changes, state, startedAt }: Task): boolean {
  if (changes.length === 0) return false;
  if (state === 'done' || state === 'failed' || state === 'interrupted') return true;
  return (state === 'cancelled' || state === 'skipped') && startedAt !== null;
}

type Behind = ReadonlyMap<string, ReadonlySet<string>>;

/** For each task, those among `touched` that need it: directly, or by way of tasks that did nothing. */
function nearestTouched(tasks: readonly Task[], touched: ReadonlyMap<string, Task>): Behind {
  const dependents = directDependents(tasks);
  const behind = new Map<string, ReadonlySet<string>>();
  const nearest = (id: string): Iterable<string> => (touched.has(id) ? [id] : (behind.get(id) ?? []));
  for (const id of orderTasks(tasks).ordered.toReversed()) {
    behind.set(id, new Set((dependents.get(id) ?? []).flatMap((one) => Array.from(nearest(one)))));
  }
  return behind;
}

/** Why a touched task stays, as the end of a sentence. */
function reasonsToStay(request: UndoRequest, touched: ReadonlyMap<string, Task>, behind: Behind): ReadonlyMap<string, string> {
  const known = standing(request.earlier, 'apply');
  const reasons = new Map<string, string>();
  for (const id of orderTasks(request.run.tasks).ordered.toReversed()) {
    const task = touched.get(id);
    if (task === undefined) continue;
    const above = [...(behind.get(id) ?? [])].flatMap((other) => touched.get(other) ?? []);
    const kept = above.find((other) => other.state === 'done' && reasons.has(other.id));
    const reason = ownReason(request, task, known) ?? (kept === undefined ? null : `"${kept.title}" needs it.`);
    if (reason !== null) reasons.set(id, reason);
  }
  return reasons;
}

function ownReason({ steps, nodeIds }: UndoRequest, task: Task, known: ReadonlySet<string>): string | null {
  if (steps.get(task.step)?.undo === undefined) return 'Hearth has no way back for it.';
  if (task.nodeId !== null && !nodeIds.has(task.nodeId)) return 'its machine is no longer in the platform.';
  return known.has(task.id) ? 'it was there before this run, which only changed it.' : null;
}

/** Ids of the tasks of which this was the last that these runs did to them. */
function standing(runs: readonly Run[], wanted: TaskMode): ReadonlySet<string> {
  const last = new Map<string, TaskMode>();
  for (const { id, mode, state } of runs.flatMap((run) => run.tasks)) {
    // Found gone already is as good as taken back; found there already says nothing about who did it.
    if (state === 'done' || (mode === 'undo' && state === 'unchanged')) last.set(id, mode);
  }
  return new Set([...last].flatMap(([id, mode]) => (mode === wanted ? [id] : [])));
}

const undoTask = ({ id, step, title, phase, nodeId, lane, changes, estimateMs, input }: Task, needs: string[], usual: number | null) => ({
  id,
  step,
  mode: 'undo' as const,
  title: `Undo: ${title}`,
  phase,
  nodeId,
  needs,
  lane,
  changes: changes.map((change) => `Taken back: ${change}`),
  estimateMs: usual ?? Math.min(estimateMs, longestEstimateMs),
  input,
});

const staying = (tasks: readonly Task[], reasons: ReadonlyMap<string, string>): readonly string[] =>
  tasks.flatMap(({ id, title, state }) => {
    const reason = reasons.get(id);
    if (reason === undefined) return [];
    return state === 'done' ? [`"${title}" stays: ${reason}`] : [`"${title}" did not end well; what it may have changed stays: ${reason}`];
  });

const leavings = (undone: readonly Task[], steps: ReadonlyMap<string, Step>): readonly string[] =>
  undone.flatMap(({ step, title }) => {
    const leaves = steps.get(step)?.leaves;
    return leaves === undefined ? [] : [`"${title}" is undone, but ${leaves}.`];
  });
