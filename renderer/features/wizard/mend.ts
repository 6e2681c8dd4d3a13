// Runs of the kind "fix": Hearth carries out the remedy of one finding of the preflight.
import type { FaultView } from '#contract/faults/entry.ts';
import type { PreflightCell } from '#contract/nodes.ts';
import type { Task } from '#contract/runs.ts';
import { api, follow } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { cellKey } from './model/preflight-table.ts';
import { runPreflight, type Asking } from './find-out.ts';

/** Mends it and checks all machines again. Returns why it did not work; null when it did. */
export async function mend(asking: Asking, cell: Pick<PreflightCell, 'nodeId' | 'check' | 'found'>): Promise<FaultView | null> {
  const { platformId, draft, session } = asking;
  const { nodeId, check, found } = cell;
  try {
    await draft.flush();
    const { runId } = await api.runs.start({ platformId, kind: 'fix', fixes: [{ nodeId, check }] });
    const failed = await failureOf(runId);
    if (failed !== null) return failed;
    session.set({ mended: new Map(session.snapshot().mended).set(cellKey(cell), found) });
  } catch (error) {
    return toFault(error);
  }
  await runPreflight(
    asking,
    draft.state.content.nodes.map((node) => node.id),
  );
  return null;
}

/** Follows the run to its end. */
function failureOf(runId: string): Promise<FaultView | null> {
  let failed: FaultView | null = null;
  const take = (tasks: readonly Task[]): void => {
    for (const task of tasks) if (task.state === 'failed' && task.fault !== null) failed = task.fault;
  };
  return new Promise((resolve, reject) => {
    follow({
      open: (signal) => api.runs.watch({ runId }, { signal }),
      on(event) {
        if (event.type === 'snapshot') take(event.run.tasks);
        if (event.type === 'tasks') take(event.tasks);
      },
      ended: (error) => (error === null ? resolve(failed) : reject(error)),
    });
  });
}
