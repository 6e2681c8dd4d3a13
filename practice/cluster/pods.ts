// Pods and events: what the kubelets and controllers would write.
import type { Clock } from '#core/ports/clock.ts';
import type { KubeObject, ObjectStore } from './objects.ts';

export interface WorkloadSpec {
  readonly plural: 'deployments' | 'statefulsets' | 'daemonsets';
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  readonly replicas: number;
  readonly cpuMilli: number;
  readonly memoryMi: number;
}
export type WorkloadKey = Pick<WorkloadSpec, 'plural' | 'namespace' | 'name'>;

export const kindOf = { deployments: 'Deployment', statefulsets: 'StatefulSet', daemonsets: 'DaemonSet' } as const;
const plurals = ['deployments', 'statefulsets', 'daemonsets'] as const;
const podStartMs = 900;

const ownerOf = (pod: KubeObject) => pod.metadata.ownerReferences?.[0];
const isReady = (pod: KubeObject) => JSON.stringify(pod.status?.['conditions'] ?? []).includes('"True"');
const nodeOf = (pod: KubeObject) => pod.spec?.['nodeName'];

interface Said {
  readonly reason: string;
  readonly message: string;
  readonly warning?: boolean;
}

export class Pods {
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

  event(about: KubeObject, said: Said): void {
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

  readyNodes(): readonly string[] {
    const ready = this.#objects.list('nodes').filter((node) => JSON.stringify(node.status).includes('"KubeletReady"'));
    return ready.map((node) => node.metadata.name);
  }

  /** Those that a scheduler may choose. */
  #openNodes(): readonly string[] {
    return this.readyNodes().filter((name) => this.#objects.get('nodes', name)?.spec?.['unschedulable'] !== true);
  }

  leastLoaded(): string | undefined {
    const pods = this.#objects.list('pods');
    const load = (name: string) => pods.filter((pod) => nodeOf(pod) === name).length;
    return this.#openNodes().toSorted((a, b) => load(a) - load(b))[0];
  }

  of({ plural, namespace, name }: WorkloadKey): readonly KubeObject[] {
    const owns = (pod: KubeObject) => ownerOf(pod)?.name === name && ownerOf(pod)?.kind === kindOf[plural];
    return this.#objects.list('pods', namespace).filter(owns);
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
    this.later(podStartMs, () => {
      if (this.readyNodes().includes(place.node)) this.#begin(pod);
    });
  }

  /** The kubelet has started its containers. */
  #begin({ metadata: { name, namespace, uid } }: KubeObject): void {
    const pod = this.#objects.get('pods', name, namespace);
    if (pod?.metadata.uid !== uid || pod.status?.['phase'] === 'Running') return;
    const [container] = this.#containersOf(pod);
    const running = { ...container, ready: true, state: { running: { startedAt: this.at() } } };
    const podIP = `10.1.0.${(this.#events % 250) + 2}`;
    const status = { phase: 'Running', podIP, conditions: [{ type: 'Ready', status: 'True' }], containerStatuses: [running] };
    const started = this.#objects.put('pods', { ...pod, status });
    this.event(started, { reason: 'Started', message: `Started container ${container?.name ?? ''}` });
    this.#recountOwner(pod);
  }

  #containersOf(pod: KubeObject): readonly { readonly name: string }[] {
    const containers = pod.status?.['containerStatuses'];
    return Array.isArray(containers) ? containers : [];
  }

  /** The node controller's doing: pods of a silent node stay, but count as ready no more. */
  nodeTurned(name: string, ready: boolean): void {
    for (const pod of this.#objects.list('pods').filter((one) => nodeOf(one) === name)) {
      if (pod.status?.['phase'] !== 'Running') {
        if (ready) this.#begin(pod);
        continue;
      }
      const condition = ready ? { type: 'Ready', status: 'True' } : { type: 'Ready', status: 'False', reason: 'NodeNotReady' };
      this.#objects.put('pods', { ...pod, status: { ...pod.status, conditions: [condition] } });
      this.#recountOwner(pod);
    }
  }

  remove(pods: readonly KubeObject[]): void {
    for (const pod of pods) {
      this.#objects.remove('pods', pod.metadata.name, pod.metadata.namespace);
      this.#recountOwner(pod);
    }
  }

  removeNode(name: string): void {
    this.remove(this.#objects.list('pods').filter((pod) => nodeOf(pod) === name));
  }

  #recountOwner(pod: KubeObject): void {
    const plural = plurals.find((one) => kindOf[one] === ownerOf(pod)?.kind);
    if (plural !== undefined) this.recount({ plural, namespace: pod.metadata.namespace ?? '', name: ownerOf(pod)?.name ?? '' });
  }

  recount(key: WorkloadKey): void {
    const owner = this.#objects.get(key.plural, key.name, key.namespace);
    if (!owner) return;
    const all = this.of(key).length;
    const ready = this.of(key).filter(isReady).length;
    const counted = { replicas: all, readyReplicas: ready, availableReplicas: ready, updatedReplicas: all, observedGeneration: 1 };
    const daemon = {
      desiredNumberScheduled: all,
      currentNumberScheduled: all,
      numberReady: ready,
      numberAvailable: ready,
      updatedNumberScheduled: all,
    };
    this.#objects.put(key.plural, { ...owner, status: key.plural === 'daemonsets' ? daemon : counted });
  }

  /** A change of the simulated cluster that takes time and waits for nothing else in it; what has not happened when the lab closes never does. */
  later(ms: number, act: () => void): void {
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
