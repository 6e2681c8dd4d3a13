import type { Status } from '#contract/base.ts';
import type { Pod } from '#contract/cluster.ts';
import { podPhase, type PodPhase } from './pod-phase.ts';
import { podRequests } from './pod-requests.ts';
import { condition, identity, object, objects, shortened, text, type Raw } from './raw.ts';

const reasonLimit = 300;
const calm = new Set(['Pending', 'ContainerCreating', 'PodInitializing', 'SchedulingGated', 'Terminating']);
const over = new Set(['Completed', 'Succeeded']);
const lost = new Set(['Unknown', 'NodeLost', 'ContainerStatusUnknown']);

const statusOf = (phase: PodPhase, unschedulable: boolean): Status => {
  const word = phase.phase;
  if (word === 'Running') return runningStatus(phase);
  if (over.has(word)) return 'off';
  if (lost.has(word)) return 'unknown';
  if (word === 'Pending' && unschedulable) return 'attention';
  if (calm.has(word) || /^Init:\d+\/\d+$/.test(word)) return 'working';
  return word === 'NotReady' ? 'attention' : 'failed';
};

// Not ready and never restarted: still starting. After a restart it is a sign of trouble.
const runningStatus = (phase: PodPhase): Status => {
  if (phase.ready >= phase.containers) return 'ready';
  return phase.restarts === 0 ? 'working' : 'attention';
};

const ownerOf = (metadata: Raw): Pod['owner'] => {
  const owners = objects(metadata['ownerReferences']);
  const owner = owners.find((one) => one['controller'] === true) ?? owners[0];
  return owner === undefined ? null : { kind: text(owner['kind']), name: text(owner['name']) };
};

export const trimPod = (raw: Raw): Pod => {
  const metadata = object(raw['metadata']);
  const spec = object(raw['spec']);
  const status = object(raw['status']);
  const phase = podPhase(raw);
  return {
    ...identity(raw),
    namespace: text(metadata['namespace']),
    status: statusOf(phase, condition(status, 'PodScheduled')['reason'] === 'Unschedulable'),
    phase: phase.phase,
    reason: shortened(phase.message, reasonLimit),
    node: text(spec['nodeName']),
    owner: ownerOf(metadata),
    ready: phase.ready,
    containers: phase.containers,
    restarts: phase.restarts,
    ip: text(status['podIP']),
    ...podRequests(spec),
  };
};
