// What login to the cluster stands, as far as the runs tell.
import { clusterLoginSettings, type ClusterLoginSettings } from '#contract/cluster-login.ts';
import type { Run, RunSummary, Task } from '#contract/runs.ts';

interface LastSetUp {
  readonly setUp: RunSummary;
  /** Runs that took something back since. */
  readonly undos: readonly RunSummary[];
}

/** Of runs, the newest first: the last that set up a login and came to its end. */
export function lastSetUp(runs: readonly RunSummary[]): LastSetUp | null {
  const at = runs.findIndex(({ kind, state }) => kind === 'cluster-login' && state === 'done');
  const setUp = runs[at];
  return setUp === undefined ? null : { setUp, undos: runs.slice(0, at).filter(({ kind }) => kind === 'undo') };
}

const isAtServer = ({ step }: Pick<Task, 'step'>): boolean => step === 'api-server-login';
const isSettled = ({ state }: Pick<Task, 'state'>): boolean => state === 'done' || state === 'unchanged';

/** One API server without it is enough: people cannot rely on it any more. */
export const takesBackLogin = ({ tasks }: Pick<Run, 'tasks'>): boolean =>
  tasks.some((task) => isAtServer(task) && (task.acted === true || isSettled(task)));

/** What the API servers were told; null where none was. */
export function loginOf({ tasks }: Pick<Run, 'tasks'>): ClusterLoginSettings | null {
  const read = clusterLoginSettings.safeParse(tasks.find((task) => isAtServer(task) && isSettled(task))?.input['login']);
  return read.success ? read.data : null;
}
