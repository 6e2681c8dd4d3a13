// A node as its kubelet would report it.
import type { Machine } from '../machines.ts';

/** Of the newest patch, as the snaps of that channel bring it. */
const versions: Readonly<Record<string, string>> = {
  '1.32': 'v1.32.9',
  '1.33': 'v1.33.9',
  '1.34': 'v1.34.8',
  '1.35': 'v1.35.7',
  '1.36': 'v1.36.3',
};
const newest = 'v1.36.3';
export const versionFor = (channel: string): string => versions[/^\d+\.\d+/u.exec(channel)?.[0] ?? ''] ?? newest;

export function nodeObject(machine: Machine, role: 'control' | 'worker', at: string) {
  const quantity = {
    cpu: String(machine.spec.cores),
    memory: `${Math.floor(machine.spec.memoryBytes / 1024)}Ki`,
    pods: '110',
    'ephemeral-storage': `${Math.floor(machine.spec.diskBytes / 1024)}Ki`,
    ...(machine.spec.gpus.length > 0 ? { 'nvidia.com/gpu': String(machine.spec.gpus.length) } : {}),
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: machine.hostname,
      labels: {
        'kubernetes.io/hostname': machine.hostname,
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/os': 'linux',
        ...(role === 'control'
          ? { 'node.kubernetes.io/microk8s-controlplane': 'microk8s-controlplane' }
          : { 'node.kubernetes.io/microk8s-worker': 'microk8s-worker' }),
      },
    },
    spec: {},
    status: {
      capacity: quantity,
      allocatable: quantity,
      addresses: [
        { type: 'InternalIP', address: machine.spec.address },
        { type: 'Hostname', address: machine.hostname },
      ],
      nodeInfo: {
        kubeletVersion: versionFor(machine.installed?.channel ?? ''),
        osImage: 'Ubuntu 24.04.3 LTS',
        architecture: 'amd64',
        kernelVersion: '6.8.0-85-generic',
        containerRuntimeVersion: 'containerd://1.7.27',
      },
      conditions: [condition(true, at)],
    },
  };
}

export const condition = (ready: boolean, at: string) => ({
  type: 'Ready',
  status: ready ? 'True' : 'Unknown',
  reason: ready ? 'KubeletReady' : 'NodeStatusUnknown',
  message: ready ? 'kubelet is posting ready status' : 'Kubelet stopped posting node status.',
  lastHeartbeatTime: at,
  lastTransitionTime: at,
});
