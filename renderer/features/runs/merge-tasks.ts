import type { Run, RunSummary, Task } from '#contract/runs.ts';

/** A run after some of its tasks have changed; the others stay the same objects. */
export function mergeTasks(run: Run, summary: RunSummary, changed: readonly Task[]): Run {
  const byId = new Map(changed.map((task) => [task.id, task]));
  return { ...run, ...summary, tasks: run.tasks.map((task) => byId.get(task.id) ?? task) };
}
