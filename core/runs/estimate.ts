// How long it will take: the schedule played through on paper, with the durations known so far.
import type { TaskState } from '#contract/runs.ts';
import { createFront, directDependents, orderTasks, type GraphTask } from './graph.ts';
import { defaultLimits, fitting, heaviestFirst, type Limits, type Schedulable, type Weights } from './schedule.ts';

/** Milliseconds. */
export type Expected = (task: { readonly id: string }) => number;

/** Longest way from the start of each task to the end of the plan, in milliseconds. What needs what is looked at once. */
export function createScales(tasks: readonly GraphTask[]): (expected: Expected) => Weights {
  const dependents = directDependents(tasks);
  const lastFirst = orderTasks(tasks).ordered.toReversed();
  return (expected) => {
    const weights = new Map<string, number>();
    for (const id of lastFirst) {
      let behind = 0;
      for (const dependent of dependents.get(id) ?? []) behind = Math.max(behind, weights.get(dependent) ?? 0);
      weights.set(id, expected({ id }) + behind);
    }
    return weights;
  };
}

export interface EstimateRequest {
  readonly tasks: readonly Schedulable[];
  readonly limits: Limits;
  /** Milliseconds each unfinished task still takes. */
  readonly left: Expected;
}

/** Milliseconds until nothing can start any more; what stands behind a failure does not count. */
export const timeLeft = (request: EstimateRequest): number => Math.max(0, ...[...timeTable(request).values()].map(({ to }) => to));

/** Milliseconds from now. */
export interface Slot {
  readonly from: number;
  readonly to: number;
}

/** When each unfinished task that can start at all would run, in the order in which they start. */
export function timeTable({ tasks, limits, left }: EstimateRequest): ReadonlyMap<string, Slot> {
  const weights = createScales(tasks)(left);
  const front = createFront(heaviestFirst(tasks, weights));
  const slots = new Map<string, Slot>();
  const running = new Map<string, { readonly task: Schedulable; readonly to: number }>();
  let now = 0;
  const begin = (task: Schedulable) => {
    const to = now + left(task);
    running.set(task.id, { task, to });
    slots.set(task.id, { from: now, to });
    front.start(task.id);
  };
  for (const task of tasks) if (task.state === 'running') begin(task);
  for (;;) {
    const under = [...running.values()].map(({ task }) => task);
    for (const task of fitting({ running: under, startable: front.startable(), limits })) begin(task);
    if (running.size === 0) return slots;
    now = Math.min(...[...running.values()].map(({ to }) => to));
    for (const [id, { to }] of running) {
      if (to > now) continue;
      running.delete(id);
      front.end(id);
    }
  }
}

/** For `Plan.estimateMs`: the whole plan from its beginning. */
export function estimatePlan(tasks: readonly Estimated[], limits: Limits = defaultLimits): number {
  return timeLeft(fromTheBeginning(tasks, limits));
}

type Estimated = Omit<Schedulable, 'state'> & { readonly estimateMs: number };

/** The request for a plan of which nothing has been done yet. */
export function fromTheBeginning(tasks: readonly Estimated[], limits: Limits = defaultLimits): EstimateRequest {
  const estimates = new Map(tasks.map((task) => [task.id, task.estimateMs]));
  const waiting = tasks.map(({ id, needs, nodeId, lane }) => ({ id, needs, nodeId, lane, state: 'waiting' as const }));
  return { tasks: waiting, limits, left: (task) => estimates.get(task.id) ?? 0 };
}

/** Beyond these a run says more about its first tasks than about the others. */
const slowest = 3;
const fastest = 0.02;

interface TimedTask {
  readonly state: TaskState;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly estimateMs: number;
}

/** How long the tasks that really did something took, as a share of their estimates; 1 as long as none has. */
export function paceOf(tasks: readonly TimedTask[]): number {
  const shares = tasks.flatMap(({ state, startedAt, endedAt, estimateMs }) =>
    state === 'done' && startedAt !== null && endedAt !== null && estimateMs > 0 ? [(endedAt - startedAt) / estimateMs] : [],
  );
  return Math.min(slowest, Math.max(fastest, median(shares) ?? 1));
}

/** The middle one, so that a single hanging machine does not spoil the estimate. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  const other = sorted[Math.ceil((sorted.length - 1) / 2)];
  return middle === undefined || other === undefined ? null : (middle + other) / 2;
}
