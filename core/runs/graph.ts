// The plan as a graph: what is wrong with it, what depends on what.
import type { TaskState } from '#contract/runs.ts';
import { fault } from '#core/fault.ts';

export interface GraphTask {
  readonly id: string;
  readonly needs: readonly string[];
}

/** Throws PLAN_INVALID (an id twice), PLAN_UNKNOWN_NEED or PLAN_CYCLE. */
export function checkPlan(tasks: readonly GraphTask[]): void {
  const byId = new Map<string, GraphTask>();
  for (const task of tasks) {
    if (byId.has(task.id)) throw fault('PLAN_INVALID', { reason: `the task ${task.id} is in it twice.` });
    byId.set(task.id, task);
  }
  for (const task of tasks) {
    const missing = task.needs.find((need) => !byId.has(need));
    if (missing !== undefined) throw fault('PLAN_UNKNOWN_NEED', { task: task.id, needs: missing });
  }
  const cycle = findCycle(tasks, byId);
  if (cycle !== null) throw fault('PLAN_CYCLE', { path: cycle.join(' → ') });
}

/** Removes what can be done until only circles are left, then walks one of them. Without recursion: a plan may be long. */
function findCycle(tasks: readonly GraphTask[], byId: ReadonlyMap<string, GraphTask>): string[] | null {
  const left = new Set(orderTasks(tasks).stuck);
  const first = tasks.find((task) => left.has(task.id));
  if (first === undefined) return null;
  const path: string[] = [];
  for (let at = first.id; ;) {
    const seen = path.indexOf(at);
    if (seen >= 0) return [...path.slice(seen), at];
    path.push(at);
    const next = byId.get(at)?.needs.find((need) => left.has(need));
    if (next === undefined) return path;
    at = next;
  }
}

/** Tasks in an order in which needs come first; `stuck` are those in or behind a circle. */
export function orderTasks(tasks: readonly GraphTask[]): { readonly ordered: readonly string[]; readonly stuck: readonly string[] } {
  const open = new Map(tasks.map((task) => [task.id, new Set(task.needs).size]));
  const dependents = directDependents(tasks);
  const ordered = tasks.filter((task) => open.get(task.id) === 0).map((task) => task.id);
  for (let index = 0; index < ordered.length; index += 1) {
    for (const dependent of dependents.get(ordered[index] ?? '') ?? []) {
      const count = (open.get(dependent) ?? 0) - 1;
      open.set(dependent, count);
      if (count === 0) ordered.push(dependent);
    }
  }
  const done = new Set(ordered);
  return { ordered, stuck: tasks.map((task) => task.id).filter((id) => !done.has(id)) };
}

export function directDependents(tasks: readonly GraphTask[]): ReadonlyMap<string, readonly string[]> {
  const dependents = new Map<string, string[]>();
  for (const task of tasks) {
    for (const need of new Set(task.needs)) {
      const known = dependents.get(need);
      if (known === undefined) dependents.set(need, [task.id]);
      else known.push(task.id);
    }
  }
  return dependents;
}

/** Everything that needs this task, directly or by way of others; without the task itself. */
export function dependentsOf(tasks: readonly GraphTask[], taskId: string): ReadonlySet<string> {
  const direct = directDependents(tasks);
  const found = new Set<string>();
  const queue = [taskId];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const dependent of direct.get(at) ?? []) {
      if (found.has(dependent)) continue;
      found.add(dependent);
      queue.push(dependent);
    }
  }
  return found;
}

const met: ReadonlySet<TaskState> = new Set<TaskState>(['done', 'unchanged']);
/** `interrupted` in a run under way: uncertain after a crash, to be looked at again. */
const open: ReadonlySet<TaskState> = new Set<TaskState>(['waiting', 'ready', 'interrupted']);

export const isFinished = (state: TaskState): boolean => met.has(state) || state === 'skipped';
export const isOpen = (state: TaskState): boolean => open.has(state);

/** Open tasks whose needs are all done or unchanged, in the order of the plan. */
export function startable<T extends GraphTask & { readonly state: TaskState }>(tasks: readonly T[]): readonly T[] {
  const done = new Set(tasks.filter((task) => met.has(task.state)).map((task) => task.id));
  return tasks.filter((task) => open.has(task.state) && task.needs.every((need) => done.has(need)));
}

/** What can start while a plan is played through; asked many times, it does not look at the whole plan each time. */
export interface Front<T> {
  /** As `startable`, in the order of the tasks. */
  startable(): Iterable<T>;
  start(taskId: string): void;
  /** Well; what needs it may be startable now. */
  end(taskId: string): void;
}

export function createFront<T extends GraphTask & { readonly state: TaskState }>(tasks: readonly T[]): Front<T> {
  const dependents = directDependents(tasks);
  const places = new Map(tasks.map(({ id }, index) => [id, index]));
  const done = new Set(tasks.filter(({ state }) => met.has(state)).map(({ id }) => id));
  const lacking = new Map(tasks.map(({ id, needs }) => [id, new Set(needs.filter((need) => !done.has(need))).size]));
  const isReady = ({ id, state }: T) => open.has(state) && lacking.get(id) === 0;
  /** Places in `tasks`, rising. */
  const ready = tasks.flatMap((task, index) => (isReady(task) ? [index] : []));
  return {
    *startable() {
      for (const index of ready) {
        const task = tasks[index];
        if (task !== undefined) yield task;
      }
    },
    start(id) {
      const place = places.get(id) ?? -1;
      const at = firstNotBelow(ready, place);
      if (ready[at] === place) ready.splice(at, 1);
    },
    end(id) {
      for (const dependent of dependents.get(id) ?? []) {
        lacking.set(dependent, (lacking.get(dependent) ?? 0) - 1);
        const place = places.get(dependent) ?? -1;
        const task = tasks[place];
        if (task !== undefined && isReady(task)) ready.splice(firstNotBelow(ready, place), 0, place);
      }
    },
  };
}

function firstNotBelow(rising: readonly number[], value: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
