// How long tasks take that wait for each other, if everything else is there.
import type { PlannedTask } from '#contract/runs.ts';

type Timed = Pick<PlannedTask, 'id' | 'needs' | 'estimateMs'>;

/** Length of the longest chain among these tasks; needs outside of them count as done. */
export function longestChain(tasks: readonly Timed[]): number {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const ends = new Map<string, number>();
  const endOf = (task: Timed): number => {
    const known = ends.get(task.id);
    if (known !== undefined) return known;
    ends.set(task.id, task.estimateMs);
    const start = Math.max(0, ...task.needs.map((need) => byId.get(need)).map((each) => (each === undefined ? 0 : endOf(each))));
    const end = start + task.estimateMs;
    ends.set(task.id, end);
    return end;
  };
  return Math.max(0, ...tasks.map(endOf));
}
