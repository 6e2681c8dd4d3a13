// What happens in the simulated cluster when nodes come and go and workloads are made: pods are scheduled, start and report.
import { object } from '#core/cluster/trim/raw.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Machine } from '../machines.ts';
import { condition, nodeObject } from './node-object.ts';
import type { KubeObject, ObjectStore } from './objects.ts';
import { kindOf, Pods, type WorkloadKey, type WorkloadSpec } from './pods.ts';

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

interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}
const isTaint = (value: unknown): value is Taint =>
  typeof value === 'object' && value !== null && 'key' in value && 'value' in value && 'effect' in value;

export const taintsOf = (node: KubeObject | null): readonly Taint[] => {
  const taints = node?.spec?.['taints'];
  return Array.isArray(taints) ? taints.filter(isTaint) : [];
};

interface Marks {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

export class World {
  readonly #objects: ObjectStore;
  readonly #pods: Pods;
  /** Of the workloads that were started here, by what their pods are made of. */
  readonly #specs = new Map<string, WorkloadSpec>();

  constructor(objects: ObjectStore, clock: Clock) {
    this.#objects = objects;
    this.#pods = new Pods(objects, clock);
  }

  addNode(machine: Machine, role: 'control' | 'worker'): void {
    const { hostname } = machine;
    const node = this.#objects.put('nodes', nodeObject(machine, role, this.#pods.at()));
    this.#pods.event(node, { reason: 'RegisteredNode', message: `Node ${hostname} event: Registered Node ${hostname} in Controller` });
  }

  removeNode(name: string): void {
    this.#objects.remove('nodes', name);
    this.#pods.removeNode(name);
    this.#fill();
  }

  /** As the node controller sees it: nothing is heard of the node any more, or again. */
  setReady(name: string, ready: boolean): void {
    const node = this.#objects.get('nodes', name);
    if (!node || this.#pods.readyNodes().includes(name) === ready) return;
    const next = this.#objects.put('nodes', { ...node, status: { ...node.status, conditions: [condition(ready, this.#pods.at())] } });
    const reason = ready ? 'NodeReady' : 'NodeNotReady';
    this.#pods.event(next, { reason, message: `Node ${name} status is now: ${reason}`, warning: !ready });
    this.#pods.nodeTurned(name, ready);
  }

  /** Its controller makes another one, where a node takes it. */
  evicted(pod: KubeObject): void {
    this.#pods.remove([pod]);
    this.#fill();
  }

  isReady(name: string): boolean {
    return this.#pods.readyNodes().includes(name);
  }

  setVersion(name: string, kubeletVersion: string): void {
    const node = this.#objects.get('nodes', name);
    if (!node) return;
    const nodeInfo = { ...object(node.status?.['nodeInfo']), kubeletVersion };
    this.#objects.put('nodes', { ...node, status: { ...node.status, nodeInfo } });
  }

  /** Pods that are missing, wherever they were lost. */
  #fill(): void {
    for (const spec of this.#specs.values()) if (this.#objects.get(spec.plural, spec.name, spec.namespace)) this.run(spec);
  }

  label(name: string, marks: Marks): void {
    const node = this.#objects.get('nodes', name);
    if (!node) return;
    const same = (a: Taint) => (b: Taint) => a.key === b.key && a.effect === b.effect;
    const kept = taintsOf(node).filter((taint) => !marks.taints.some(same(taint)));
    this.#mark(node, { labels: { ...node.metadata.labels, ...marks.labels }, taints: [...kept, ...marks.taints] });
  }

  /** Labels by their keys, taints as KEY:EFFECT. */
  unlabel(name: string, { labels, taints }: { readonly labels: readonly string[]; readonly taints: readonly string[] }): void {
    const node = this.#objects.get('nodes', name);
    if (!node) return;
    const left = Object.entries(node.metadata.labels ?? {}).filter(([key]) => !labels.includes(key));
    const kept = taintsOf(node).filter(({ key, effect }) => !taints.includes(`${key}:${effect}`));
    this.#mark(node, { labels: Object.fromEntries(left), taints: kept });
  }

  #mark(node: KubeObject, { labels, taints }: Marks): void {
    const { taints: _before, ...spec } = node.spec ?? {};
    const tainted = taints.length > 0 ? { ...spec, taints } : spec;
    this.#objects.put('nodes', { ...node, metadata: { ...node.metadata, labels }, spec: tainted });
  }

  addNamespace(name: string): void {
    if (this.#objects.get('namespaces', name)) return;
    this.#objects.put('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, status: { phase: 'Active' } });
  }

  /** Starts a workload; one that is there gets the pods it lacks, and new ones when its image changes. */
  run(spec: WorkloadSpec): void {
    this.addNamespace(spec.namespace);
    this.#specs.set(`${spec.plural}/${spec.namespace}/${spec.name}`, spec);
    const before = this.#objects.get(spec.plural, spec.name, spec.namespace);
    const draft = workloadObject(spec);
    const same = JSON.stringify(before?.spec) === JSON.stringify(draft.spec);
    if (before !== null && !same) this.#pods.remove(this.#pods.of(spec));
    const owner = this.#objects.put(spec.plural, before === null || !same ? draft : before);
    this.#places(spec).forEach((node, index) => {
      const suffix = spec.plural === 'statefulsets' ? String(index) : `7c9d5f6b8-${index}x${owner.metadata.resourceVersion}`;
      if (node !== undefined) this.#pods.start(spec, owner, { suffix, node });
    });
    this.#pods.recount(spec);
  }

  /** A node for each pod that is still missing. */
  #places(spec: WorkloadSpec): readonly (string | undefined)[] {
    const there = this.#pods.of(spec);
    if (spec.plural !== 'daemonsets') return Array.from({ length: spec.replicas - there.length }, () => this.#pods.leastLoaded());
    const served = new Set(there.map((pod) => pod.spec?.['nodeName']));
    return this.#pods.readyNodes().filter((name) => !served.has(name));
  }

  stop(key: WorkloadKey): void {
    this.#specs.delete(`${key.plural}/${key.namespace}/${key.name}`);
    this.#pods.remove(this.#pods.of(key));
    this.#objects.remove(key.plural, key.name, key.namespace);
  }

  later(ms: number, act: () => void): void {
    this.#pods.later(ms, act);
  }

  close(): void {
    this.#pods.close();
  }
}
