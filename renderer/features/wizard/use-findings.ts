// What the engine says about the answers, and the newest provision run.
import { useEffect } from 'react';
import type { PlatformContent } from '#contract/platforms.ts';
import type { RunSummary } from '#contract/runs.ts';
import { api } from '#renderer/api.ts';
import { isConnectionLost } from '#renderer/faults.ts';
import { useAllRuns } from '#renderer/features/runs/all-runs.ts';
import type { Session } from './model/session.ts';

/** Asks the engine what is wrong with the answers, whenever they have changed. */
export function useValidation(session: Session, platformId: string, content: PlatformContent): void {
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      api.platforms.validate({ platformId, content }, { signal: stop.signal }).then(
        (issues) => session.set({ issues }),
        (error: unknown) => {
          // While the engine is away the rules of the window still hold; the next change asks again.
          if (!stop.signal.aborted && !isConnectionLost(error)) session.set({ issues: [] });
        },
      );
    }, 250);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [session, platformId, content]);
}

/** The newest provision run of the platform; null when there is none, undefined while that is not known. */
export function useNewestRun(platformId: string, startedRunId: string | null): RunSummary | null | undefined {
  const { runs, loaded } = useAllRuns();
  if (startedRunId !== null && !runs.some((run) => run.id === startedRunId)) return undefined;
  const newest = runs.find((run) => run.platformId === platformId && run.kind === 'provision');
  return newest ?? (loaded ? null : undefined);
}
