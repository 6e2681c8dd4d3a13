// Which tasks start now. Pure: the engine and the time estimate ask the same question.
import type { TaskState } from '#contract/runs.ts';
import { isFinished, startable, type GraphTask } from './graph.ts';

export interface Schedulable extends GraphTask {
  readonly state: TaskState;
  readonly nodeId: string | null;
  readonly lane: string | null;
}

export interface Limits {
  /** Tasks on one node at a time; package managers and snapd bear only one. */
  readonly perNode: number;
  /** Tasks of one run at a time. */
  readonly total: number;
}

export const defaultLimits: Limits = { perNode: 1, total: 8 };

/** Heavier tasks, those with the longest way behind them, go first. */
export type Weights = ReadonlyMap<string, number>;

/** Ids of the tasks to start now, within the limits; lanes are exclusive. */
export function chooseTasks(tasks: readonly Schedulable[], limits: Limits, weights: Weights): readonly string[] {
  const running = tasks.filter(({ state }) => state === 'running');
  return fitting({ running, startable: heaviestFirst(startable(tasks), weights), limits }).map(({ id }) => id);
}

export const heaviestFirst = (tasks: readonly Schedulable[], weights: Weights): readonly Schedulable[] =>
  tasks.toSorted((a, b) => (weights.get(b.id) ?? 0) - (weights.get(a.id) ?? 0));

interface Choice {
  readonly running: Iterable<Schedulable>;
  readonly startable: Iterable<Schedulable>;
  readonly limits: Limits;
}

/** In the order in which they are given, as many as there is room for beside what runs. */
export function fitting({ running, startable: candidates, limits }: Choice): readonly Schedulable[] {
  const room = createRoom(limits);
  for (const task of running) room.take(task);
  const chosen: Schedulable[] = [];
  for (const task of candidates) {
    if (room.isFull()) break;
    if (!room.has(task)) continue;
    room.take(task);
    chosen.push(task);
  }
  return chosen;
}

type Place = Pick<Schedulable, 'nodeId' | 'lane'>;

/** What the limits still allow. */
function createRoom({ perNode, total }: Limits) {
  const lanes = new Set<string>();
  const onNode = new Map<string, number>();
  let taken = 0;
  return {
    isFull: (): boolean => taken >= total,
    has: ({ nodeId, lane }: Place): boolean =>
      (lane === null || !lanes.has(lane)) && (nodeId === null || (onNode.get(nodeId) ?? 0) < perNode),
    take({ nodeId, lane }: Place): void {
      taken += 1;
      if (lane !== null) lanes.add(lane);
      if (nodeId !== null) onNode.set(nodeId, (onNode.get(nodeId) ?? 0) + 1);
    },
  };
}

/** How a run stands of which nothing is running: can it go on, or is it over, and how? */
export function outcome(tasks: readonly Schedulable[]): 'goes-on' | 'done' | 'failed' {
  if (tasks.every((task) => isFinished(task.state))) return 'done';
  return startable(tasks).length > 0 ? 'goes-on' : 'failed';
}
