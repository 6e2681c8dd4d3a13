// Runs of the kind "access": Hearth's key, and where wanted the sudo rule, with a password that is never stored.
import type { Task } from '#contract/runs.ts';
import { api, follow } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { checkNode, type Asking } from './find-out.ts';

export interface AccessJob {
  readonly nodeIds: readonly string[];
  readonly password: string;
  readonly passwordlessSudo: boolean;
  /** Kept in the engine's memory as the sudo password of these machines. */
  readonly alsoSudo: boolean;
}

/** One run after the other (a platform takes one at a time), then every machine is checked. Returns whether all went well. */
export async function installKeys(asking: Asking, jobs: readonly AccessJob[]): Promise<boolean> {
  const { session, draft } = asking;
  const before = session.snapshot().install;
  session.set({ install: { ...before, running: true, doing: new Map(), faults: new Map(), fault: null } });
  await draft.flush();
  try {
    for (const job of jobs) {
      await oneRun(asking, job);
      await unlock(asking, job);
    }
  } catch (error) {
    session.set({ install: { ...session.snapshot().install, fault: toFault(error) } });
  }
  session.set({ install: { ...session.snapshot().install, running: false, doing: new Map() } });
  await Promise.all(jobs.flatMap((job) => job.nodeIds).map((nodeId) => checkNode(asking, nodeId)));
  const { fault, faults } = session.snapshot().install;
  return fault === null && faults.size === 0;
}

/** Only machines that took the password: it is theirs for sure. */
async function unlock({ platformId, session }: Asking, { nodeIds, password, alsoSudo }: AccessJob): Promise<void> {
  const { faults } = session.snapshot().install;
  const letIn = nodeIds.filter((nodeId) => !faults.has(nodeId));
  if (alsoSudo && letIn.length > 0) await api.nodes.unlock({ platformId, nodeIds: letIn, password });
}

async function oneRun({ platformId, session }: Asking, { nodeIds, password, passwordlessSudo }: AccessJob): Promise<void> {
  const { runId } = await api.runs.start({ platformId, kind: 'access', nodeIds: [...nodeIds], passwordlessSudo, password });
  session.set({ install: { ...session.snapshot().install, runId } });
  await new Promise<void>((resolve, reject) => {
    follow({
      open: (signal) => api.runs.watch({ runId }, { signal }),
      on(event) {
        if (event.type === 'snapshot') take(event.run.tasks);
        if (event.type === 'tasks') take(event.tasks);
      },
      ended: (error) => (error === null ? resolve() : reject(error)),
    });
  });

  function take(tasks: readonly Task[]): void {
    const { install } = session.snapshot();
    const doing = new Map(install.doing);
    const faults = new Map(install.faults);
    for (const task of tasks) {
      if (task.nodeId === null || !nodeIds.includes(task.nodeId)) continue;
      if (task.state === 'running') doing.set(task.nodeId, task.title);
      if (task.state === 'failed' && task.fault !== null) faults.set(task.nodeId, task.fault);
    }
    session.set({ install: { ...install, doing, faults } });
  }
}
