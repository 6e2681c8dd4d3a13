import { describe, expect, it } from 'vitest';
import { trimPod } from './pod.ts';
import type { Raw } from './raw.ts';

const running = { running: { startedAt: '2026-01-01T00:00:00Z' } };
const done = { terminated: { exitCode: 0, reason: 'Completed' } };
const container = (state: unknown, more: Raw = {}) => ({ name: 'c', ready: false, restartCount: 0, state, ...more });
const ready = container(running, { ready: true });
const yes = (type: string) => ({ type, status: 'True' });

const pod = (status: Raw, spec: Raw = {}, metadata: Raw = {}) =>
  trimPod({
    metadata: { uid: 'u', name: 'p', namespace: 'n', creationTimestamp: '2026-01-01T00:00:00Z', ...metadata },
    spec: { containers: [{ name: 'c' }], ...spec },
    status: { phase: 'Running', ...status },
  });

// The words of kubectl get pods, case by case.
describe("a pod's word and status", () => {
  const leaving = { deletionTimestamp: '2026-01-01T00:00:00Z' };
  const inits = { initContainers: [{ name: 'i0' }, { name: 'i1' }] };
  const sidecar = { initContainers: [{ name: 'side', restartPolicy: 'Always' }] };
  const waiting = (reason: string, message = '') => container({ waiting: { reason, message } });
  const init = (name: string, state: unknown, more: Raw = {}) => ({ name, state, restartCount: 0, ...more });

  it.each([
    ['Running', 'ready', pod({ containerStatuses: [ready] })],
    ['Running', 'working', pod({ containerStatuses: [container(running)] })],
    ['Running', 'attention', pod({ containerStatuses: [container(running, { restartCount: 4 })] })],
    ['Pending', 'working', pod({ phase: 'Pending' })],
    [
      'Pending',
      'attention',
      pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes' }] }),
    ],
    [
      'SchedulingGated',
      'working',
      pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] }),
    ],
    ['ContainerCreating', 'working', pod({ phase: 'Pending', containerStatuses: [waiting('ContainerCreating')] })],
    ['CrashLoopBackOff', 'failed', pod({ containerStatuses: [waiting('CrashLoopBackOff')] })],
    ['ImagePullBackOff', 'failed', pod({ phase: 'Pending', containerStatuses: [waiting('ImagePullBackOff')] })],
    ['OOMKilled', 'failed', pod({ containerStatuses: [container({ terminated: { reason: 'OOMKilled', exitCode: 137 } })] })],
    ['Error', 'failed', pod({ phase: 'Failed', containerStatuses: [container({ terminated: { reason: 'Error', exitCode: 1 } })] })],
    ['ExitCode:3', 'failed', pod({ phase: 'Failed', containerStatuses: [container({ terminated: { exitCode: 3 } })] })],
    ['Signal:9', 'failed', pod({ phase: 'Failed', containerStatuses: [container({ terminated: { exitCode: 137, signal: 9 } })] })],
    ['Completed', 'off', pod({ phase: 'Succeeded', containerStatuses: [container(done)] })],
    [
      'Running',
      'attention',
      pod({ conditions: [yes('Ready')], containerStatuses: [ready, container(done, { restartCount: 1 })] }, { containers: [{}, {}] }),
    ],
    ['NotReady', 'attention', pod({ containerStatuses: [ready, container(done)] }, { containers: [{}, {}] })],
    ['Evicted', 'failed', pod({ phase: 'Failed', reason: 'Evicted', message: 'low on memory' })],
    ['Init:0/2', 'working', pod({ phase: 'Pending', initContainerStatuses: [init('i0', running)] }, inits)],
    ['Init:1/2', 'working', pod({ phase: 'Pending', initContainerStatuses: [init('i0', done), init('i1', running)] }, inits)],
    [
      'Init:CrashLoopBackOff',
      'failed',
      pod(
        { phase: 'Pending', initContainerStatuses: [init('i0', { waiting: { reason: 'CrashLoopBackOff' } }, { restartCount: 3 })] },
        inits,
      ),
    ],
    [
      'Init:Error',
      'failed',
      pod({ phase: 'Pending', initContainerStatuses: [init('i0', { terminated: { reason: 'Error', exitCode: 1 } })] }, inits),
    ],
    ['Init:ExitCode:2', 'failed', pod({ phase: 'Pending', initContainerStatuses: [init('i0', { terminated: { exitCode: 2 } })] }, inits)],
    [
      'PodInitializing',
      'working',
      pod(
        { phase: 'Pending', initContainerStatuses: [init('i0', done), init('i1', done)], containerStatuses: [waiting('PodInitializing')] },
        inits,
      ),
    ],
    [
      'Running',
      'ready',
      pod({ initContainerStatuses: [init('side', running, { started: true, ready: true })], containerStatuses: [ready] }, sidecar),
    ],
    ['Terminating', 'working', pod({ containerStatuses: [ready] }, {}, leaving)],
    ['Completed', 'off', pod({ phase: 'Succeeded', containerStatuses: [container(done)] }, {}, leaving)],
    ['Unknown', 'unknown', pod({ reason: 'NodeLost' }, {}, leaving)],
    ['Unknown', 'unknown', trimPod({ metadata: { uid: 'u' } })],
  ])('%s is %s', (phase, status, row) => {
    expect([row.phase, row.status]).toEqual([phase, status]);
  });

  it('counts containers, ready ones and restarts with side-cars', () => {
    const row = pod(
      {
        initContainerStatuses: [init('side', running, { started: true, ready: true, restartCount: 2 })],
        containerStatuses: [ready, waiting('CrashLoopBackOff', 'back-off 5m')],
      },
      { ...sidecar, containers: [{}, {}] },
    );
    expect(row).toMatchObject({ ready: 2, containers: 3, restarts: 2, phase: 'CrashLoopBackOff', reason: 'back-off 5m' });
  });
});

describe('what a pod asks for', () => {
  const asks = (cpu: string, memory: string, more: Raw = {}) => ({ resources: { requests: { cpu, memory } }, ...more });

  it('is the sum of its containers, of limits where no request is written, and of its overhead', () => {
    const row = pod(
      {},
      {
        containers: [asks('100m', '10Mi'), { resources: { limits: { cpu: '1', memory: '1Gi', 'nvidia.com/gpu': '2' } } }],
        overhead: { cpu: '5m' },
      },
    );
    expect(row).toMatchObject({ cpuMilli: 1105, memoryBytes: 10 * 2 ** 20 + 2 ** 30, gpus: 2 });
  });

  it('is what starting needs when that is more, side-cars running beside', () => {
    const spec = {
      initContainers: [asks('200m', '1Mi', { restartPolicy: 'Always' }), asks('900m', '1Mi')],
      containers: [asks('100m', '50Mi')],
    };
    expect(pod({}, spec)).toMatchObject({ cpuMilli: 1100, memoryBytes: 51 * 2 ** 20 });
  });

  it('is what is written for the whole pod when it is', () => {
    expect(pod({}, { containers: [asks('100m', '1Mi')], resources: { requests: { cpu: '2' } } })).toMatchObject({
      cpuMilli: 2000,
      memoryBytes: 2 ** 20,
    });
  });
});

it('takes nothing as given', () => {
  const row = trimPod({ metadata: { uid: 'u', name: 7, ownerReferences: 'x' }, spec: { containers: [null, 3] }, status: [] });
  expect(row).toMatchObject({ uid: 'u', name: '', owner: null, containers: 0, createdAt: 0 });
  expect(() => trimPod({ metadata: {} })).toThrow('uid');
});
