import type { Workload } from '#contract/cluster.ts';
import { count, object, type Raw } from './raw.ts';
import { observed, verdict, workloadRow, type Progress } from './workload.ts';

export const trimDaemonSet = (raw: Raw): Workload => {
  const status = object(raw['status']);
  const desired = count(status['desiredNumberScheduled']);
  const held = object(object(raw['spec'])['updateStrategy'])['type'] === 'OnDelete';
  const progress: Progress = {
    desired,
    ready: count(status['numberReady']),
    updated: held ? desired : count(status['updatedNumberScheduled']),
    observed: observed(raw),
  };
  const state = verdict(progress);
  return workloadRow('DaemonSet', raw, {
    ...progress,
    ...state,
    reason: state.status === 'off' ? 'No node asks for it.' : state.reason,
  });
};
