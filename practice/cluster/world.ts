// What happens in the simulated cluster when nodes come and workloads are made: pods are scheduled, start and report.
import type { Clock } from '#core/ports/clock.ts';
import type { KubeObject, ObjectStore } from './objects.ts';
import type { Machine } from '../machines.ts';

export interface WorkloadSpec {
  readonly plural: 'deployments' | 'statefulsets' | 'daemonsets';
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  readonly replicas: number;
  readonly cpuMilli: number;
  readonly memoryMi: number;
}

const kindOf = { deployments: 'Deployment', statefulsets: 'StatefulSet', daemonsets: 'DaemonSet' } as const;
const podStartMs = 900;
const version = 'v1.36.3';

function nodeObject(machine: Machine, role: 'control' | 'worker', at: string) {
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

const condition = (ready: boolean, at: string) => ({
  type: 'Ready',
  status: ready ? 'True' : 'Unknown',
  reason: ready ? 'KubeletReady' : 'NodeStatusUnknown',
  message: ready ? 'kubelet is posting ready status' : 'Kubelet stopped posting node status.',
  lastHeartbeatTime: at,
  lastTransitionTime: at,
});

/** Pods and events: what the kubelets and controllers would write. */
class Pods {
  readonly #closing = new AbortController();
  readonly #objects: ObjectStore;
  readonly #clock: Clock;
  #events = 0;

  constructor(objects: ObjectStore, clock: Clock) {
    this.#objects = objects;
    this.#clock = clock;
  }

  at(): string {
    return new Date(this.#clock.now()).toISOString();
  }

  event(about: KubeObject, said: { readonly reason: string; readonly message: string; readonly warning?: boolean }): void {
    this.#events += 1;
    this.#objects.put('events', {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${about.metadata.name}.${this.#events}`, namespace: about.metadata.namespace ?? 'default' },
      involvedObject: { kind: about.kind, name: about.metadata.name, namespace: about.metadata.namespace ?? '', uid: about.metadata.uid },
      type: said.warning === true ? 'Warning' : 'Normal',
      reason: said.reason,
      message: said.message,
      count: 1,
      firstTimestamp: this.at(),
      lastTimestamp: this.at(),
    });
  }

  readyNodes(): KubeObject[] {
    return this.#objects.list('nodes').filter((node) => JSON.stringify(node.status).includes('"KubeletReady"'));
  }

  leastLoaded(): string | undefined {
    const pods = this.#objects.list('pods');
    const load = (node: KubeObject) => pods.filter((pod) => pod.spec?.['nodeName'] === node.metadata.name).length;
    return this.readyNodes().sort((a, b) => load(a) - load(b))[0]?.metadata.name;
  }

  start(spec: WorkloadSpec, owner: KubeObject, place: { readonly suffix: string; readonly node: string }): void {
    const base = podBase(spec, owner, place);
    const waiting = {
      name: spec.name,
      image: spec.image,
      ready: false,
      restartCount: 0,
      state: { waiting: { reason: 'ContainerCreating' } },
    };
    const pod = this.#objects.put('pods', { ...base, status: { phase: 'Pending', containerStatuses: [waiting] } });
    this.event(pod, { reason: 'Scheduled', message: `Successfully assigned ${spec.namespace}/${base.metadata.name} to ${place.node}` });
    this.#later(podStartMs, () => {
      if (!this.#objects.get('pods', base.metadata.name, spec.namespace)) return;
      const running = { ...waiting, ready: true, state: { running: { startedAt: this.at() } } };
      const podIP = `10.1.0.${(this.#events % 250) + 2}`;
      const status = { phase: 'Running', podIP, conditions: [{ type: 'Ready', status: 'True' }], containerStatuses: [running] };
      const started = this.#objects.put('pods', { ...base, status });
      this.event(started, { reason: 'Started', message: `Started container ${spec.name}` });
      this.recount(spec);
    });
  }

  recount(spec: Pick<WorkloadSpec, 'plural' | 'namespace' | 'name'>): void {
    const owner = this.#objects.get(spec.plural, spec.name, spec.namespace);
    if (!owner) return;
    const pods = this.#objects.list('pods', spec.namespace).filter((pod) => pod.metadata.ownerReferences?.[0]?.name === spec.name);
    const all = pods.length;
    const ready = pods.filter((pod) => pod.status?.['phase'] === 'Running').length;
    const counted = { replicas: all, readyReplicas: ready, availableReplicas: ready, updatedReplicas: all, observedGeneration: 1 };
    const daemon = {
      desiredNumberScheduled: all,
      currentNumberScheduled: all,
      numberReady: ready,
      numberAvailable: ready,
      updatedNumberScheduled: all,
    };
    this.#objects.put(spec.plural, { ...owner, status: spec.plural === 'daemonsets' ? daemon : counted });
  }

  /** On the lab's own clock, like everything else in it; what has not happened when the lab closes never does. */
  #later(ms: number, act: () => void): void {
    const { signal } = this.#closing;
    this.#clock.sleep(ms, signal).then(act, (error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  close(): void {
    this.#closing.abort();
  }
}

const podBase = (spec: WorkloadSpec, owner: KubeObject, place: { readonly suffix: string; readonly node: string }) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `${spec.name}-${place.suffix}`,
    namespace: spec.namespace,
    labels: { app: spec.name },
    ownerReferences: [{ kind: owner.kind, name: spec.name, uid: owner.metadata.uid, controller: true }],
  },
  spec: {
    nodeName: place.node,
    containers: [
      { name: spec.name, image: spec.image, resources: { requests: { cpu: `${spec.cpuMilli}m`, memory: `${spec.memoryMi}Mi` } } },
    ],
  },
});

const workloadObject = (spec: WorkloadSpec) => ({
  apiVersion: 'apps/v1',
  kind: kindOf[spec.plural],
  metadata: { name: spec.name, namespace: spec.namespace },
  spec: {
    replicas: spec.replicas,
    selector: { matchLabels: { app: spec.name } },
    template: { spec: { containers: [{ name: spec.name, image: spec.image }] } },
  },
  status: {},
});

export class World {
  readonly #objects: ObjectStore;
  readonly #pods: Pods;

  constructor(objects: ObjectStore, clock: Clock) {
    this.#objects = objects;
    this.#pods = new Pods(objects, clock);
  }

  addNode(machine: Machine, role: 'control' | 'worker'): void {
    const node = this.#objects.put('nodes', nodeObject(machine, role, this.#pods.at()));
    this.#pods.event(node, {
      reason: 'RegisteredNode',
      message: `Node ${machine.hostname} event: Registered Node ${machine.hostname} in Controller`,
    });
  }

  removeNode(name: string): void {
    for (const pod of this.#objects.list('pods')) {
      if (pod.spec?.['nodeName'] === name) this.#objects.remove('pods', pod.metadata.name, pod.metadata.namespace);
    }
    this.#objects.remove('nodes', name);
  }

  setReady(name: string, ready: boolean): void {
    const node = this.#objects.get('nodes', name);
    if (!node) return;
    const next = this.#objects.put('nodes', { ...node, status: { ...node.status, conditions: [condition(ready, this.#pods.at())] } });
    const reason = ready ? 'NodeReady' : 'NodeNotReady';
    this.#pods.event(next, { reason, message: `Node ${name} status is now: ${reason}`, warning: !ready });
  }

  label(name: string, marks: { readonly labels: Readonly<Record<string, string>>; readonly taints: readonly unknown[] }): void {
    const node = this.#objects.get('nodes', name);
    if (!node) return;
    this.#objects.put('nodes', {
      ...node,
      metadata: { ...node.metadata, labels: { ...node.metadata.labels, ...marks.labels } },
      spec: { ...node.spec, ...(marks.taints.length > 0 ? { taints: marks.taints } : {}) },
    });
  }

  addNamespace(name: string): void {
    if (this.#objects.get('namespaces', name)) return;
    this.#objects.put('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, status: { phase: 'Active' } });
  }

  run(spec: WorkloadSpec): void {
    this.addNamespace(spec.namespace);
    const owner = this.#objects.put(spec.plural, workloadObject(spec));
    const everywhere = this.#pods.readyNodes().map((node) => node.metadata.name);
    const places = spec.plural === 'daemonsets' ? everywhere : Array.from({ length: spec.replicas }, () => this.#pods.leastLoaded());
    places.forEach((node, index) => {
      const suffix = spec.plural === 'statefulsets' ? String(index) : `7c9d5f6b8-${index}x${owner.metadata.resourceVersion}`;
      if (node !== undefined) this.#pods.start(spec, owner, { suffix, node });
    });
    this.#pods.recount(spec);
  }

  stop(spec: Pick<WorkloadSpec, 'plural' | 'namespace' | 'name'>): void {
    for (const pod of this.#objects.list('pods', spec.namespace)) {
      if (pod.metadata.ownerReferences?.[0]?.name === spec.name) this.#objects.remove('pods', pod.metadata.name, spec.namespace);
    }
    this.#objects.remove(spec.plural, spec.name, spec.namespace);
  }

  close(): void {
    this.#pods.close();
  }
}
