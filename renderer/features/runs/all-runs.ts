// The summaries of all runs, live, for the task centre, the status bar and the history.
import { useEffect, useSyncExternalStore } from 'react';
import type { RunSummary } from '#contract/runs.ts';
import { api, follow } from '#renderer/api.ts';
import { frameBatch } from '#renderer/live/frame-batch.ts';
import { queryClient } from '#renderer/server-state/query-client.ts';
import { listRuns, mergeRuns } from './all-runs-merge.ts';
import { isActive } from './run-model.ts';

export interface AllRuns {
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  readonly loaded: boolean;
  /** When the times left were told. */
  readonly toldAt: number;
}

let state: AllRuns = { runs: [], loaded: false, toldAt: 0 };
let next = state;
const listeners = new Set<() => void>();
const flush = frameBatch(() => {
  state = next;
  for (const tell of listeners) tell();
});

/** A platform may have become connected when a run ends. */
function noticeEnds(before: readonly RunSummary[], after: readonly RunSummary[]): void {
  const was = new Map(before.map((run) => [run.id, run.state]));
  const ended = after.some((run) => {
    const old = was.get(run.id);
    return old !== undefined && isActive(old) && !isActive(run.state);
  });
  if (ended) void queryClient.invalidateQueries({ queryKey: ['platforms'] });
}

const mostListed = 200;

function take(runs: readonly RunSummary[]): void {
  noticeEnds(next.runs, runs);
  next = { runs, loaded: true, toldAt: Date.now() };
  flush();
}

/** The runs of a platform that was forgotten are gone; no one tells of it. */
export function dropRunsOf(platformId: string): void {
  next = { ...next, runs: next.runs.filter((run) => run.platformId !== platformId) };
  flush();
}

/** Called once, by the frame. */
export function useFollowAllRuns(): void {
  useEffect(() => {
    // An engine that started anew over the practice lab knows nothing of the runs before.
    const load = async (): Promise<void> => {
      const listed = await api.runs.list({ limit: mostListed });
      take(listRuns(next.runs, listed, mostListed));
    };
    return follow({
      open: async (signal) => {
        await load();
        return api.runs.watchAll(undefined, { signal });
      },
      on: (told) => take(mergeRuns(next.runs, told)),
      againAfterMs: 5_000,
    });
  }, []);
}

export function useAllRuns(): AllRuns {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => state,
  );
}
