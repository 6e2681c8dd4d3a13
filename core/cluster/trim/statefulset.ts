import type { Workload } from '#contract/cluster.ts';
import { count, object, type Raw } from './raw.ts';
import { observed, verdict, workloadRow, type Progress } from './workload.ts';

export const trimStatefulSet = (raw: Raw): Workload => {
  const spec = object(raw['spec']);
  const status = object(raw['status']);
  const desired = spec['replicas'] === undefined ? 1 : count(spec['replicas']);
  // With OnDelete or a partition, old pods stay on purpose, so being behind is no news.
  const strategy = object(spec['updateStrategy']);
  const held = strategy['type'] === 'OnDelete' || count(object(strategy['rollingUpdate'])['partition']) > 0;
  const progress: Progress = {
    desired,
    ready: count(status['readyReplicas']),
    updated: held || status['currentRevision'] === status['updateRevision'] ? desired : count(status['updatedReplicas']),
    observed: observed(raw),
  };
  return workloadRow('StatefulSet', raw, { ...progress, ...verdict(progress) });
};
