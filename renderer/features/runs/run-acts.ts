// The acts on a run, and what came back when one was refused.
import { useMutation } from '@tanstack/react-query';
import type { FaultView } from '#contract/faults/entry.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { useSilentSince } from '#renderer/live/known-time.ts';

export type RunAct = 'pause' | 'resume' | 'cancel';
export type TaskAct = 'retryTask' | 'skipTask';
type Ask =
  | { readonly act: RunAct }
  | { readonly act: TaskAct; readonly taskId: string }
  | { readonly act: 'skipNode'; readonly nodeId: string };

function carryOut(runId: string, ask: Ask) {
  if ('nodeId' in ask) return api.runs.skipNode({ runId, nodeId: ask.nodeId });
  return 'taskId' in ask ? api.runs[ask.act]({ runId, taskId: ask.taskId }) : api.runs[ask.act]({ runId });
}

/** Where the page says why nothing can be asked of a run. */
export const silentNoticeId = 'run-silent';

/** For every button that asks something of the engine; while that is silent it says where the reason stands. */
export interface ActLock {
  readonly isDisabled: boolean;
  readonly 'aria-describedby'?: string;
}

export interface RunActs {
  readonly ask: (ask: Ask) => void;
  readonly lock: ActLock;
  readonly fault: FaultView | null;
  readonly dismiss: () => void;
}

/** `onDone` lets the page follow the run again when it had ended. */
export function useRunActs(runId: string, onDone: () => void): RunActs {
  const mutation = useMutation({
    mutationFn: (ask: Ask) => carryOut(runId, ask),
    onSuccess: onDone,
  });
  const isSilent = useSilentSince() !== null;
  return {
    ask: mutation.mutate,
    lock: isSilent ? { isDisabled: true, 'aria-describedby': silentNoticeId } : { isDisabled: mutation.isPending },
    fault: mutation.error === null ? null : toFault(mutation.error),
    dismiss: mutation.reset,
  };
}
