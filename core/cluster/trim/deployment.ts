import type { Workload } from '#contract/cluster.ts';
import { condition, count, object, text, type Raw } from './raw.ts';
import { observed, verdict, workloadRow, type Progress, type Verdict } from './workload.ts';

const judge = (status: Raw, progress: Progress): Verdict => {
  const usual = verdict(progress);
  if (usual.status !== 'working' || !progress.observed || progress.desired === 0) return usual;
  const stuck = condition(status, 'Progressing');
  const refused = condition(status, 'ReplicaFailure');
  const bad = progress.ready === 0 ? 'failed' : 'attention';
  if (stuck['status'] === 'False') return { status: bad, reason: text(stuck['message']) || usual.reason };
  if (refused['status'] === 'True') return { status: bad, reason: text(refused['message']) || usual.reason };
  // Rolled out before and short of pods now: something that ran has gone.
  const fell = stuck['reason'] === 'NewReplicaSetAvailable' && condition(status, 'Available')['status'] === 'False';
  return fell ? { status: bad, reason: usual.reason } : usual;
};

export const trimDeployment = (raw: Raw): Workload => {
  const spec = object(raw['spec']);
  const status = object(raw['status']);
  const progress: Progress = {
    desired: spec['replicas'] === undefined ? 1 : count(spec['replicas']),
    ready: count(status['readyReplicas']),
    updated: count(status['updatedReplicas']),
    observed: observed(raw),
  };
  return workloadRow('Deployment', raw, { ...progress, ...judge(status, progress) });
};
