export type WorkloadKind = 'deployments' | 'statefulsets' | 'daemonsets' | 'pods';
export const workloadKinds: readonly WorkloadKind[] = ['deployments', 'statefulsets', 'daemonsets', 'pods'];

const byOwner: Readonly<Record<string, WorkloadKind>> = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  Pod: 'pods',
};

/** Where an object of the cluster is listed; undefined for kinds that have no list. */
export const listOf = (kind: string): WorkloadKind | undefined => byOwner[kind];
