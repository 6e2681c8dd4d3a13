// A node as its kubelet would report it.
import type { Machine } from '../machines.ts';

const version = 'v1.36.3';

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
        kubeletVersion: version,
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
