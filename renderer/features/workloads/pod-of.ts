import type { Pod, Workload } from '#contract/cluster.ts';

/** A deployment owns its pods by way of a replica set, whose name is the deployment's and a hash. */
export function isPodOf(pod: Pick<Pod, 'namespace' | 'owner'>, row: Pick<Workload, 'namespace' | 'name' | 'kind'>): boolean {
  if (pod.owner === null || pod.namespace !== row.namespace) return false;
  if (pod.owner.kind === row.kind) return pod.owner.name === row.name;
  if (row.kind !== 'Deployment' || pod.owner.kind !== 'ReplicaSet') return false;
  const { name } = pod.owner;
  return name.startsWith(`${row.name}-`) && !name.slice(row.name.length + 1).includes('-');
}
