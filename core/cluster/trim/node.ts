import type { Status } from '#contract/base.ts';
import type { ClusterNode } from '#contract/cluster.ts';
import { gpuResource } from './pod-requests.ts';
import { milli, whole } from './quantity.ts';
import { condition, identity, object, objects, shortened, text, type Raw } from './raw.ts';

const rolePrefix = 'node-role.kubernetes.io/';
/** A map, since a label of a strange cluster may be called as a member of every object is. */
const microk8sRoles: ReadonlyMap<string, string> = new Map([
  ['node.kubernetes.io/microk8s-controlplane', 'control-plane'],
  ['node.kubernetes.io/microk8s-worker', 'worker'],
]);
const troubles: Readonly<Record<string, string>> = {
  MemoryPressure: 'It is short of memory.',
  DiskPressure: 'It is short of disk space.',
  PIDPressure: 'It is short of process ids.',
  NetworkUnavailable: 'Its network is not set up.',
};

const health = (status: Raw, schedulable: boolean): { status: Status; reason: string } => {
  const ready = condition(status, 'Ready');
  const words = shortened(text(ready['message']), 300);
  if (ready['status'] === 'False') return { status: 'failed', reason: words || 'NotReady' };
  // "Unknown": the kubelet's heartbeat stopped. None at all: it has just registered.
  if (ready['status'] !== 'True') return { status: 'unknown', reason: words || 'Its kubelet has not reported yet.' };
  const pressed = Object.keys(troubles).filter((type) => condition(status, type)['status'] === 'True');
  if (pressed.length > 0) return { status: 'attention', reason: pressed.map((type) => troubles[type]).join(' ') };
  return schedulable ? { status: 'ready', reason: '' } : { status: 'attention', reason: 'Cordoned: no new pods are placed here.' };
};

const rolesOf = (metadata: Raw): string[] => {
  const labels = object(metadata['labels']);
  const named = Object.keys(labels).flatMap((key) => {
    const role = key.startsWith(rolePrefix) ? key.slice(rolePrefix.length) : (microk8sRoles.get(key) ?? '');
    return role === '' ? [] : [role];
  });
  return [...new Set(named)].toSorted();
};

const labelsOf = (metadata: Raw): Record<string, string> =>
  Object.fromEntries(Object.entries(object(metadata['labels'])).map(([key, value]) => [key, text(value)]));

/** A cordon is told by `schedulable`; what the control plane sets for a node in trouble comes and goes with it. */
const taintsOf = (spec: Raw): string[] =>
  objects(spec['taints'])
    .filter((taint) => !text(taint['key']).startsWith('node.kubernetes.io/'))
    .map((taint) => `${text(taint['key'])}=${text(taint['value'])}:${text(taint['effect'])}`);

const addressOf = (status: Raw): string => {
  const addresses = objects(status['addresses']);
  const found = addresses.find((one) => one['type'] === 'InternalIP') ?? addresses[0];
  return text(found?.['address']);
};

export const trimNode = (raw: Raw): ClusterNode => {
  const metadata = object(raw['metadata']);
  const status = object(raw['status']);
  const info = object(status['nodeInfo']);
  const allocatable = object(status['allocatable']);
  const spec = object(raw['spec']);
  const schedulable = spec['unschedulable'] !== true;
  return {
    ...identity(raw),
    ...health(status, schedulable),
    roles: rolesOf(metadata),
    version: text(info['kubeletVersion']),
    address: addressOf(status),
    os: text(info['osImage']),
    arch: text(info['architecture']),
    schedulable,
    labels: labelsOf(metadata),
    taints: taintsOf(spec),
    cpuMilli: milli(allocatable['cpu']),
    memoryBytes: whole(allocatable['memory']),
    gpus: whole(allocatable[gpuResource]),
    podLimit: whole(allocatable['pods']),
  };
};
