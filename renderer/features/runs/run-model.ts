// What the run page shows, computed from a run: grid, phases, failures, the task worth reading.
import type { Status } from '#contract/base.ts';
import type { FaultView } from '#contract/faults/entry.ts';
import { changesIn, type Run, type RunState, type Task, type TaskState } from '#contract/runs.ts';
import { formatLeft } from '#renderer/kit/format.ts';
import type { Phase } from '#renderer/kit/tasks/PhaseBar.tsx';
import type { GridGroup, GridRow } from '#renderer/kit/tasks/TaskGrid.tsx';
import type { TaskSign } from '#renderer/kit/tasks/TaskMark.tsx';
import { t } from '#renderer/texts/current.ts';

export const runStatus: Readonly<Record<RunState, Status>> = {
  running: 'working',
  pausing: 'working',
  paused: 'off',
  cancelling: 'working',
  done: 'ready',
  failed: 'failed',
  cancelled: 'off',
  interrupted: 'attention',
};

const taskStatus: Readonly<Record<TaskState, Status>> = {
  waiting: 'off',
  ready: 'off',
  running: 'working',
  done: 'ready',
  unchanged: 'ready',
  failed: 'failed',
  skipped: 'off',
  cancelled: 'off',
  interrupted: 'attention',
};

const active: ReadonlySet<RunState> = new Set(['running', 'pausing', 'cancelling']);
export const isActive = (state: RunState): boolean => active.has(state);
/** Over for now, but can go on. */
export const canResume = (state: RunState): boolean => ['paused', 'interrupted', 'failed', 'cancelled'].includes(state);

/** An interrupted run, too: it keeps its platform from other runs until it goes on or is cancelled. */
export const canCancel = (state: RunState): boolean => active.has(state) || state === 'paused' || state === 'interrupted';
/** Over, and of a kind that Hearth can take back. */
export const canUndo = ({ kind, state }: Pick<Run, 'kind' | 'state'>): boolean =>
  kind !== 'undo' && kind !== 'rehearse' && !canCancel(state);

export const isStalled = ({ state, stalled }: Pick<Task, 'state' | 'stalled'>): boolean => state === 'running' && stalled != null;

/** A dry run has looked and done nothing; what it could not look at is not known. */
const foreseen: Readonly<Partial<Record<TaskState, Status>>> = { done: 'off', skipped: 'unknown' };

export function taskStatusOf(task: Pick<Task, 'mode' | 'state' | 'stalled'>): Status {
  if (isStalled(task)) return 'attention';
  return (task.mode === 'rehearse' ? foreseen[task.state] : undefined) ?? taskStatus[task.state];
}

function signOf(task: Pick<Task, 'mode' | 'state' | 'stalled'>): TaskSign {
  if (isStalled(task)) return 'stalled';
  return task.mode === 'rehearse' && task.state === 'done' ? 'would-change' : task.state;
}

/** This much of the work must be known from earlier runs before a run is said to take a usual time. */
const knownShare = 0.8;

/** How long such a run usually takes; null where that would be our own guess. */
export function usualMsOf({ estimateMs, tasks }: Pick<Run, 'estimateMs' | 'tasks'>): number | null {
  const sum = (counted: readonly Task[]): number => counted.reduce((total, task) => total + task.estimateMs, 0);
  const all = sum(tasks);
  return all > 0 && sum(tasks.filter((task) => task.usual === true)) / all >= knownShare ? estimateMs : null;
}

const finished: ReadonlySet<TaskState> = new Set(['done', 'unchanged', 'skipped']);
export const isFinished = (task: Task): boolean => finished.has(task.state);

export interface RunGrid {
  readonly groups: readonly GridGroup[];
  readonly rows: readonly GridRow[];
}

const wholePlatform = '';

/** Tasks of the same step stand in one column; a step with several tasks on one lane gets a column for each. */
export function gridOf(run: Pick<Run, 'phases' | 'tasks'>, nodeName: (id: string) => string): RunGrid {
  const columns = new Map<string, Map<string, Task>>();
  const phaseOf = new Map<string, string>();
  const lanes: string[] = [];
  for (const task of run.tasks) {
    const lane = task.nodeId ?? wholePlatform;
    if (!lanes.includes(lane)) lanes.push(lane);
    let nth = 0;
    while (columns.get(`${task.phase}/${task.step}/${nth}`)?.has(lane) === true) nth += 1;
    const key = `${task.phase}/${task.step}/${nth}`;
    columns.set(key, (columns.get(key) ?? new Map<string, Task>()).set(lane, task));
    phaseOf.set(key, task.phase);
  }
  const groups = run.phases
    .map(({ id, title }) => ({ id, title, columns: [...columns.keys()].filter((key) => phaseOf.get(key) === id) }))
    .filter((group) => group.columns.length > 0);
  const keys = groups.flatMap((group) => group.columns);
  const ordered = [...lanes.filter((lane) => lane !== wholePlatform), ...lanes.filter((lane) => lane === wholePlatform)];
  const rows = ordered.map((lane) => {
    const title = lane === wholePlatform ? t.runs.platformRow : nodeName(lane);
    const cells = keys.map((key) => {
      const task = columns.get(key)?.get(lane);
      if (task === undefined) return null;
      const label = t.runs.cell(title, task.title, t.runs.taskState(task));
      return { id: task.id, state: task.state, sign: signOf(task), label };
    });
    return { id: lane === wholePlatform ? 'platform' : lane, title, cells };
  });
  return { groups, rows };
}

function phaseStatus(tasks: readonly Task[]): Status {
  const has = (state: TaskState): boolean => tasks.some((task) => task.state === state);
  if (has('failed')) return 'failed';
  if (tasks.some(isStalled)) return 'attention';
  if (has('running')) return 'working';
  if (has('interrupted')) return 'attention';
  return tasks.every(isFinished) ? 'ready' : 'off';
}

type Timed = Pick<Run, 'phases' | 'tasks' | 'state' | 'leftMs' | 'phaseLeftMs'>;

/** How long a phase still takes, as it was told so long ago; 0 where nobody can tell. Never more than all of it. */
function phaseLeft({ state, leftMs, phaseLeftMs = {} }: Timed, { id, status }: Pick<Phase, 'id' | 'status'>, agoMs: number): number {
  const told = phaseLeftMs[id];
  if (state !== 'running' || status === 'failed' || leftMs === null || told === undefined) return 0;
  return Math.max(0, Math.min(status === 'off' ? told : told - agoMs, leftMs - agoMs));
}

export function phasesOf(run: Timed, agoMs: number): readonly Phase[] {
  return run.phases.flatMap((phase) => {
    const tasks = run.tasks.filter((task) => task.phase === phase.id);
    if (tasks.length === 0) return [];
    const done = tasks.filter(isFinished).length;
    // The square root keeps short phases wide enough to read their name.
    const weight = Math.sqrt(
      Math.max(
        1,
        tasks.reduce((sum, task) => sum + task.estimateMs, 0),
      ),
    );
    const status = phaseStatus(tasks);
    const left = phaseLeft(run, { id: phase.id, status }, agoMs);
    const counted = t.runs.phaseTasks(done, tasks.length);
    const note = left === 0 ? counted : t.runs.phaseLeft(counted, formatLeft(left));
    return [{ id: phase.id, title: phase.title, status, share: done / tasks.length, weight, note }];
  });
}

export const failuresOf = (run: Pick<Run, 'tasks'>): readonly Task[] => run.tasks.filter((task) => task.state === 'failed');

/** Tasks that are being tried again, with what went wrong the last time. */
export const retriesOf = (run: Pick<Run, 'tasks'>): readonly { readonly task: Task; readonly fault: FaultView }[] =>
  run.tasks.flatMap((task) => (task.state === 'running' && task.fault !== null ? [{ task, fault: task.fault }] : []));

/** Everything that directly or by way of others needs a task. */
export function dependantsOf(run: Pick<Run, 'tasks'>, taskId: string): readonly Task[] {
  const reached = new Set([taskId]);
  for (let grew = true; grew;) {
    const more = run.tasks.filter((task) => !reached.has(task.id) && task.needs.some((need) => reached.has(need)));
    for (const task of more) reached.add(task.id);
    grew = more.length > 0;
  }
  return run.tasks.filter((task) => reached.has(task.id) && task.id !== taskId && !isFinished(task));
}

/** What is worth reading when nobody chose: the first failure, else what started last among what runs, else what ended last. */
export function mostInteresting(run: Pick<Run, 'tasks'>): Task | null {
  const failed = failuresOf(run)[0];
  if (failed !== undefined) return failed;
  const latest = (tasks: readonly Task[], at: (task: Task) => number): Task | null =>
    tasks.reduce<Task | null>((best, task) => (best === null || at(task) > at(best) ? task : best), null);
  const running = run.tasks.filter((task) => task.state === 'running');
  if (running.length > 0) return latest(running, (task) => task.startedAt ?? 0);
  return latest(
    run.tasks.filter((task) => task.endedAt !== null),
    (task) => task.endedAt ?? 0,
  );
}

/** Left on one machine, and whether the others can do without it: then the run can go on without the machine. */
export function leftOn(run: Pick<Run, 'tasks'>, nodeId: string): { readonly tasks: readonly Task[]; readonly isNeeded: boolean } {
  const tasks = run.tasks.filter((task) => task.nodeId === nodeId && !isFinished(task));
  const isNeeded = tasks.some((task) => dependantsOf(run, task.id).some((other) => other.nodeId !== nodeId));
  return { tasks, isNeeded };
}

const joins: ReadonlySet<string> = new Set(['join-worker', 'join-control']);

/** Machines that this run was to bring into the cluster and left out; by their ids. */
export const leftOutOf = ({ kind, tasks }: Pick<Run, 'kind' | 'tasks'>): readonly string[] =>
  kind === 'rehearse'
    ? []
    : tasks.flatMap(({ step, state, nodeId }) => (joins.has(step) && state === 'skipped' && nodeId !== null ? [nodeId] : []));

/** Changes, as the plan counts them. */
export interface Rehearsed {
  /** Would be made; are so already; cannot be known before something else was changed. */
  readonly change: number;
  readonly so: number;
  readonly open: number;
}
export interface RehearsedPart extends Rehearsed {
  /** Null: the cluster as a whole. */
  readonly nodeId: string | null;
  readonly changes: readonly string[];
}

/** What a dry run has found, in all. */
export function rehearsedSum(tasks: readonly Pick<Task, 'state' | 'changes'>[]): Rehearsed {
  const count = (state: TaskState) => changesIn(tasks.filter((task) => task.state === state));
  return { change: count('done'), so: count('unchanged'), open: count('skipped') };
}

/** For each machine, and for the cluster. */
export function rehearsedParts({ tasks }: Pick<Run, 'tasks'>): readonly RehearsedPart[] {
  const ids = [...new Set(tasks.map(({ nodeId }) => nodeId))];
  const ordered = [...ids.filter((id) => id !== null), ...ids.filter((id) => id === null)];
  return ordered.map((nodeId) => {
    const own = tasks.filter((task) => task.nodeId === nodeId);
    const changing = own.filter((task) => task.state === 'done');
    const { change, so, open } = rehearsedSum(own);
    return { nodeId, changes: changing.flatMap(({ changes }) => changes), change, so, open };
  });
}
