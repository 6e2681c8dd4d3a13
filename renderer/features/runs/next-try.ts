// A run that only waits for another try: when that begins, instead of a time left that nobody knows.
import type { Run, Task } from '#contract/runs.ts';

/** While anything else goes on the wait holds nothing up; then null. */
export function nextTryAt({ tasks }: Pick<Run, 'tasks'>): number | null {
  const running = tasks.filter((task) => task.state === 'running');
  const waits = running.flatMap(({ retryAt }) => retryAt ?? []);
  return running.length > 0 && waits.length === running.length ? Math.min(...waits) : null;
}

/** Whether a task waits for another try, rather than being at it. */
export const isWaitingToRetry = (task: Pick<Task, 'state' | 'retryAt'>): task is Task & { retryAt: number } =>
  task.state === 'running' && typeof task.retryAt === 'number';

/** Beyond its last try only an absence is waited for. */
export const isAwaited = (task: Pick<Task, 'state' | 'retryAt' | 'attempt' | 'attempts'>): boolean =>
  task.attempt > task.attempts || (task.attempt === task.attempts && isWaitingToRetry(task));
