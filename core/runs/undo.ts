// Taking back what a run did, made from its journal alone: the last things first, and nothing away from under what stays.
import type { Plan, PlannedTask, Run, Task, TaskMode } from '#contract/runs.ts';
import { estimatePlan } from './estimate.ts';
import { directDependents, orderTasks } from './graph.ts';
import { leavingsOf, staysOf, type ReasonToStay } from './stays.ts';
import type { Step } from './step.ts';

export interface UndoRequest {
  readonly run: Run;
  readonly steps: ReadonlyMap<string, Step>;
  /** Names of the machines that are still in the platform, by their ids. */
  readonly machines: ReadonlyMap<string, string>;
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
export function undoPlan(request: UndoRequest): Omit<Plan, 'digest'> {
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
    stays: [...staysOf(run.tasks, reasons, request.machines), ...leavingsOf(undone, request.steps, request.machines)],
    estimateMs: estimatePlan(tasks),
  };
}

/**
 * A task that names no changes only looks. The journal knows whose effect had begun; older journals do not, and there
 * one that began and did not end well is uncertain. Its check will tell.
 */
function mayHaveActed({ changes, state, startedAt, acted }: Task): boolean {
  if (changes.length === 0) return false;
  if (acted === true || state === 'done' || state === 'interrupted') return true;
  return (state === 'failed' || state === 'cancelled' || state === 'skipped') && startedAt !== null;
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

/** Why a touched task stays. */
function reasonsToStay(request: UndoRequest, touched: ReadonlyMap<string, Task>, behind: Behind): ReadonlyMap<string, ReasonToStay> {
  const known = standing(request.earlier, 'apply');
  const reasons = new Map<string, ReasonToStay>();
  for (const id of orderTasks(request.run.tasks).ordered.toReversed()) {
    const task = touched.get(id);
    if (task === undefined) continue;
    const above = [...(behind.get(id) ?? [])].flatMap((other) => touched.get(other) ?? []);
    const kept = above.find((other) => other.state === 'done' && reasons.has(other.id));
    const own = ownReason(request, task, known);
    if (own !== null) reasons.set(id, { kind: own });
    else if (kept !== undefined) reasons.set(id, { kind: 'needed', by: kept });
  }
  return reasons;
}

function ownReason(
  { steps, machines }: UndoRequest,
  task: Task,
  known: ReadonlySet<string>,
): Exclude<ReasonToStay['kind'], 'needed'> | null {
  const step = steps.get(task.step);
  if (step?.undo === undefined) return 'no-way-back';
  if (task.nodeId !== null && !machines.has(task.nodeId)) return 'machine-gone';
  return known.has(task.id) && step.passing !== true ? 'there-before' : null;
}

/** Ids of the tasks of which this was the last that these runs did to them. */
function standing(runs: readonly Run[], wanted: TaskMode): ReadonlySet<string> {
  const last = new Map<string, TaskMode>();
  for (const { id, mode, state } of runs.flatMap((run) => run.tasks).filter((task) => task.mode !== 'rehearse')) {
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
  usual: usual !== null,
  input,
});
