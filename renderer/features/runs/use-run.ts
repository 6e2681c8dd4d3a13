import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useAllRuns } from './all-runs.ts';
import { isActive } from './run-model.ts';
import { RunStore } from './run-store.ts';
import type { RunState } from './run-store.ts';

export interface RunLive extends RunState {
  readonly store: RunStore;
}

/** Follows a run while it is shown; also when it goes on after it had ended. */
export function useRun(runId: string): RunLive {
  const store = useMemo(() => new RunStore(runId), [runId]);
  const state = useSyncExternalStore(store.subscribe, store.get);
  const told = useAllRuns().runs.find((run) => run.id === runId)?.state;
  const goesOn = told !== undefined && isActive(told);
  useEffect(() => {
    store.start();
    return () => store.stop();
  }, [store]);
  useEffect(() => {
    if (goesOn) store.start();
  }, [store, goesOn]);
  return { ...state, store };
}
