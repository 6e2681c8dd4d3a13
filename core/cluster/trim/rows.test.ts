import { describe, expect, it } from 'vitest';
import { clusterEvent, clusterNode, workload } from '#contract/cluster.ts';
import { trimDaemonSet } from './daemonset.ts';
import { trimDeployment } from './deployment.ts';
import { trimEvent } from './event.ts';
import { trimNode } from './node.ts';
import type { Raw } from './raw.ts';
import { trimStatefulSet } from './statefulset.ts';

const metadata = { uid: 'u', name: 'it', namespace: 'home', creationTimestamp: '2026-01-01T00:00:00Z' };

describe('a node', () => {
  const node = (conditions: readonly Raw[], more: Raw = {}, labels: Raw = {}) =>
    clusterNode.parse(
      trimNode({
        metadata: { ...metadata, labels },
        spec: {},
        status: {
          conditions,
          allocatable: { cpu: '3900m', memory: '7Gi', pods: '110', 'nvidia.com/gpu': '2' },
          nodeInfo: { kubeletVersion: 'v1.36.3', osImage: 'Ubuntu 24.04', architecture: 'arm64' },
          addresses: [
            { type: 'Hostname', address: 'it' },
            { type: 'InternalIP', address: '10.0.0.4' },
          ],
        },
        ...more,
      }),
    );
  const ready = { type: 'Ready', status: 'True' };

  it.each([
    ['ready', '', node([ready])],
    ['failed', 'container runtime is down', node([{ type: 'Ready', status: 'False', message: 'container runtime is down' }])],
    [
      'unknown',
      'Kubelet stopped posting node status.',
      node([{ type: 'Ready', status: 'Unknown', message: 'Kubelet stopped posting node status.' }]),
    ],
    ['unknown', 'Its kubelet has not reported yet.', node([])],
    ['attention', 'It is short of disk space.', node([ready, { type: 'DiskPressure', status: 'True' }])],
    ['attention', 'Cordoned: no new pods are placed here.', node([ready], { spec: { unschedulable: true } })],
  ])('is %s: %s', (status, reason, row) => {
    expect([row.status, row.reason]).toEqual([status, reason]);
  });

  it('has its figures, address and roles', () => {
    const labels = {
      'node-role.kubernetes.io/control-plane': '',
      'node.kubernetes.io/microk8s-worker': 'x',
      'node-role.kubernetes.io/': '',
    };
    const taints = [
      { key: 'gpu', value: 'true', effect: 'NoSchedule' },
      { key: 'quiet', effect: 'NoExecute' },
      { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' },
    ];
    expect(node([ready], { spec: { taints } }, labels)).toMatchObject({
      labels,
      roles: ['control-plane', 'worker'],
      version: 'v1.36.3',
      address: '10.0.0.4',
      os: 'Ubuntu 24.04',
      arch: 'arm64',
      schedulable: true,
      taints: ['gpu=true:NoSchedule', 'quiet=:NoExecute'],
      cpuMilli: 3900,
      memoryBytes: 7 * 2 ** 30,
      gpus: 2,
      podLimit: 110,
    });
  });
});

describe('a workload', () => {
  const template = { spec: { containers: [{ image: 'a:1' }, { image: 'b:2' }, { image: 'a:1' }] } };
  const raw = (spec: Raw, status: Raw, generation = 1) => ({
    metadata: { ...metadata, generation },
    spec: { template, ...spec },
    status: { observedGeneration: 1, ...status },
  });
  const stuck = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'timed out' }];
  const fell = [
    { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
    { type: 'Available', status: 'False' },
  ];
  const quota = [{ type: 'ReplicaFailure', status: 'True', message: 'exceeded quota' }];

  it.each([
    ['ready', trimDeployment(raw({ replicas: 2 }, { readyReplicas: 2, updatedReplicas: 2 }))],
    ['ready', trimDeployment(raw({}, { readyReplicas: 1, updatedReplicas: 1 }))],
    ['off', trimDeployment(raw({ replicas: 0 }, {}))],
    ['working', trimDeployment(raw({ replicas: 0 }, { readyReplicas: 1 }))],
    ['working', trimDeployment(raw({ replicas: 2 }, { readyReplicas: 2, updatedReplicas: 2 }, 2))],
    ['working', trimDeployment(raw({ replicas: 3 }, { readyReplicas: 3, updatedReplicas: 1 }))],
    ['working', trimDeployment(raw({ replicas: 3 }, { readyReplicas: 1, updatedReplicas: 3 }))],
    ['failed', trimDeployment(raw({ replicas: 3 }, { updatedReplicas: 3, conditions: stuck }))],
    ['attention', trimDeployment(raw({ replicas: 3 }, { readyReplicas: 2, updatedReplicas: 3, conditions: stuck }))],
    ['failed', trimDeployment(raw({ replicas: 1 }, { updatedReplicas: 1, conditions: fell }))],
    ['failed', trimDeployment(raw({ replicas: 1 }, { conditions: quota }))],
    ['ready', trimStatefulSet(raw({ replicas: 3 }, { readyReplicas: 3, currentRevision: 'a', updateRevision: 'a' }))],
    ['working', trimStatefulSet(raw({ replicas: 3 }, { readyReplicas: 3, currentRevision: 'a', updateRevision: 'b', updatedReplicas: 1 }))],
    [
      'ready',
      trimStatefulSet(
        raw({ replicas: 3, updateStrategy: { type: 'OnDelete' } }, { readyReplicas: 3, currentRevision: 'a', updateRevision: 'b' }),
      ),
    ],
    ['ready', trimDaemonSet(raw({}, { desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 3 }))],
    ['working', trimDaemonSet(raw({}, { desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 1 }))],
    ['off', trimDaemonSet(raw({}, { desiredNumberScheduled: 0 }))],
  ])('is %s', (status, row) => {
    expect(workload.parse(row).status).toBe(status);
  });

  it('names its images once and the reason in words', () => {
    const row = trimDeployment(raw({ replicas: 3 }, { readyReplicas: 1, updatedReplicas: 3 }));
    expect(row).toMatchObject({ kind: 'Deployment', images: ['a:1', 'b:2'], desired: 3, ready: 1, reason: '1 of 3 ready.' });
  });
});

describe('an event', () => {
  const about = { involvedObject: { kind: 'Pod', name: 'web' }, reason: 'BackOff', message: 'again', type: 'Warning' };
  const at = (iso: string) => Date.parse(iso);

  it.each([
    [{ count: 4, firstTimestamp: '2026-01-01T00:00:00Z', lastTimestamp: '2026-01-01T00:05:00Z' }, 4, '2026-01-01T00:05:00Z'],
    [
      { eventTime: '2026-01-01T00:01:00.000001Z', series: { count: 9, lastObservedTime: '2026-01-01T00:09:00Z' } },
      9,
      '2026-01-01T00:09:00Z',
    ],
    [{ eventTime: null, lastTimestamp: null }, 1, '2026-01-01T00:00:00Z'],
  ])('is dated and counted in the old way and the new', (more, count, lastAt) => {
    const row = clusterEvent.parse(trimEvent({ metadata, ...about, ...more }));
    expect(row).toMatchObject({ count, lastAt: at(lastAt), warning: true, about: { kind: 'Pod', name: 'web' }, namespace: 'home' });
  });

  it('does not carry a message without end', () => {
    expect(trimEvent({ metadata, ...about, message: 'x'.repeat(50_000) }).message).toHaveLength(1000);
  });
});
