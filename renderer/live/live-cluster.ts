// One cluster, live: a single stream feeds one store per kind; screens subscribe to the stores.
import type { LiveEvent, LiveKind, Pod } from '#contract/cluster.ts';
import type { FaultView } from '#contract/faults/entry.ts';
import { api, follow } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { frameBatch } from './frame-batch.ts';
import { liveStores, takeEvent } from './kind-store.ts';
import type { LiveStores } from './kind-store.ts';
import { Tally } from './tally.ts';

export const liveKinds: readonly LiveKind[] = ['nodes', 'pods', 'deployments', 'statefulsets', 'daemonsets', 'events'];

export interface PodSums {
  pods: number;
  cpuMilli: number;
  memoryBytes: number;
  gpus: number;
}

// Pods that have ended keep their requests on paper but hold nothing.
const holds = (pod: Pod): boolean => pod.phase !== 'Succeeded' && pod.phase !== 'Failed' && pod.phase !== 'Completed';

const podRule = (group: (pod: Pod) => string) => ({
  group,
  empty: (): PodSums => ({ pods: 0, cpuMilli: 0, memoryBytes: 0, gpus: 0 }),
  add(sum: PodSums, pod: Pod, sign: 1 | -1): void {
    if (!holds(pod)) return;
    sum.pods += sign;
    sum.cpuMilli += sign * pod.cpuMilli;
    sum.memoryBytes += sign * pod.memoryBytes;
    sum.gpus += sign * pod.gpus;
  },
});

const countRule = <R>(group: (row: R) => string) => ({
  group,
  empty: () => ({ count: 0 }),
  add(sum: { count: number }, _row: R, sign: 1 | -1): void {
    sum.count += sign;
  },
});

export class LiveCluster {
  readonly platformId: string;
  readonly stores: LiveStores = liveStores();
  readonly podsOfNode = new Tally(
    this.stores.pods,
    podRule((pod) => pod.node),
  );
  readonly namespaces = new Tally(
    this.stores.pods,
    countRule((pod) => pod.namespace),
  );
  readonly podStatus = new Tally(
    this.stores.pods,
    countRule((pod) => pod.status),
  );
  readonly nodeStatus = new Tally(
    this.stores.nodes,
    countRule((node) => node.status),
  );
  /** Why the stream ended for good, until it is tried again. */
  fault: FaultView | null = null;
  #stop: (() => void) | null = null;
  readonly #dirty = new Set<LiveKind>();
  readonly #flush = frameBatch(() => {
    const kinds = [...this.#dirty];
    this.#dirty.clear();
    for (const kind of kinds) this.stores[kind].flush();
  });

  constructor(platformId: string) {
    this.platformId = platformId;
  }

  start(): void {
    if (this.#stop !== null) return;
    this.#end(null);
    const { platformId } = this;
    this.#stop = follow<LiveEvent>({
      open: (signal) => api.cluster.watch({ platformId, kinds: [...liveKinds] }, { signal }),
      on: (event) => this.#take(event),
      ended: (error) => {
        this.#stop = null;
        this.#end(error === null ? null : toFault(error));
      },
    });
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }

  #take(event: LiveEvent): void {
    this.#dirty.add(takeEvent(this.stores, event));
    this.#flush();
  }

  #end(fault: FaultView | null): void {
    this.fault = fault;
    for (const kind of liveKinds) this.#dirty.add(kind);
    this.#flush();
  }
}
