// The acts on a run, and what came back when one was refused.
import { useMutation } from '@tanstack/react-query';
import type { FaultView } from '#contract/faults/entry.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';

export type RunAct = 'pause' | 'resume' | 'cancel';
export type TaskAct = 'retryTask' | 'skipTask';
type Ask = { readonly act: RunAct } | { readonly act: TaskAct; readonly taskId: string };

export interface RunActs {
  readonly ask: (ask: Ask) => void;
  readonly isPending: boolean;
  readonly fault: FaultView | null;
  readonly dismiss: () => void;
}

/** `onDone` lets the page follow the run again when it had ended. */
export function useRunActs(runId: string, onDone: () => void): RunActs {
  const mutation = useMutation({
    mutationFn: (ask: Ask) => ('taskId' in ask ? api.runs[ask.act]({ runId, taskId: ask.taskId }) : api.runs[ask.act]({ runId })),
    onSuccess: onDone,
  });
  return {
    ask: mutation.mutate,
    isPending: mutation.isPending,
    fault: mutation.error === null ? null : toFault(mutation.error),
    dismiss: mutation.reset,
  };
}
