// The run engine with the real plans and steps over the practice lab, in time that does not have to be waited for.
import { join } from 'node:path';
import { yaml } from '#adapters/inventory/yaml.ts';
import { loadCatalog } from '#adapters/catalog/load.ts';
import { kubeconfigReader } from '#adapters/kube/reader.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import { channelOf, type Installable } from '#contract/distributions.ts';
import type { Node } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import type { Run, RunWish } from '#contract/runs.ts';
import type { PracticeFault } from '#contract/system.ts';
import { importKubeconfig } from '#core/access/kubeconfig.ts';
import { sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import { readHostKey, trustHostKey } from '#core/platform/host-key.ts';
import { inventoryOf } from '#core/platform/amend.ts';
import { kubeconfigName } from '#core/ports/secrets.ts';
import { sketchLog, sketchTarget } from '#core/runs/fixtures.ts';
import { createRuns } from '#core/runs/runs.ts';
import type { StepPorts } from '#core/runs/step.ts';
import { Secret } from '#core/secret.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { practicePassword, practiceUser } from '#practice/machines.ts';
import { openPractice } from '#practice/open.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { planFor } from '#steps/plans/plan-for.ts';
import { steps } from '#steps/registry.ts';

const components = loadCatalog(join(import.meta.dirname, '../../catalog/components'));

interface RoomPlan {
  readonly distribution?: Installable;
  readonly channel?: string;
  readonly nodes?: number;
  readonly components?: readonly string[];
  /** Changes a machine of the inventory, counted from 0. */
  readonly shape?: (node: Node, index: number) => Node;
  /** The cluster that is there already instead of machines, through this context of its kubeconfig. */
  readonly existing?: { readonly context: string };
  /** Stands around the ports of the lab, to count or change what passes. */
  readonly around?: (ports: LabPorts) => LabPorts;
}
export type LabPorts = Pick<StepPorts, 'hosts' | 'helm'>;

export async function openPracticeRoom(plan: RoomPlan = {}) {
  const { distribution = 'microk8s', nodes = 3, components: wanted = [], shape = (node) => node, existing } = plan;
  const signal = new AbortController().signal;
  const clock = virtualClock();
  const lab = openPractice({ clock, kubeconfigs: kubeconfigReader });
  const store = memoryStore();
  const secrets = memorySecrets();
  const log = sketchLog();
  const trusted = async ({ name, address }: { readonly name: string; readonly address: string }, index: number) => {
    const seen = await lab.hosts.readHostKey({ address, port: 22, jump: null, hostKey: null, label: name }, signal);
    const hostKey = { algorithm: seen.algorithm, fingerprint: seen.fingerprint, trustedAt: 0 };
    return shape(sketchNode(index + 1, { name, address, user: practiceUser, hostKey, facts: null, labels: {} }), index);
  };
  const platform: Platform = sketchPlatform({
    distribution,
    channel: plan.channel ?? channelOf(distribution),
    components: [...wanted],
    nodes: await Promise.all(lab.nodes().slice(0, nodes).map(trusted)),
    ...(existing === undefined ? {} : { distribution: 'existing', nodes: [] }),
  });
  const hash = (value: string) => value;
  if (existing !== undefined) {
    const request = { platformId: platform.id, yaml: lab.kubeconfig(), context: existing.context, allowedCommands: [] };
    await importKubeconfig({ kube: lab.kube, secrets, hash, platforms: { get: async () => platform } }, request, signal);
  }
  await store.platforms.insert(platform);
  const inventory = inventoryOf({ platforms: store.platforms, clock, yaml });
  const { hearthKey, kube, charts } = lab;
  const { hosts, helm } = plan.around?.(lab) ?? lab;
  const connected = (kubeconfig: Secret | null) => (kubeconfig === null ? null : kube.connect(kubeconfig));
  let made = 0;
  const runs = createRuns({
    store: store.runs,
    clock,
    log,
    steps,
    ports: { hosts, hearthKey, kube, helm, charts, secrets, inventory, clock, hash },
    platforms: store.platforms,
    target: (on, node) => ({ ...sketchTarget(on, node), hostKey: node.hostKey }),
    lease: { installation: 'room', console: 'room', open: async (id) => connected(await secrets.get(kubeconfigName(id))) },
    newId: () => `run${(made += 1)}`,
    random: () => 0.5,
  });
  const ended = async (id: string): Promise<Run> => {
    for await (const _ of runs.watch(id, -1, signal)) void _;
    return runs.get(id);
  };
  const wish = async (wanted: RunWish) => {
    const current = await inventory.get(platform.id);
    const made = planFor({ wish: wanted, platform: current, components, durationOf: () => null });
    return runs.start({ plan: made, platform: current, startedBy: 'test', password: new Secret(practicePassword) });
  };
  const start = (kind: 'access' | 'provision' | 'rehearse') =>
    wish(kind === 'access' ? { kind, platformId: platform.id, passwordlessSudo: true } : { kind, platformId: platform.id });
  return {
    platform,
    lab,
    runs,
    log,
    clock,
    start,
    /** Of the platform as it is stored now. */
    wish,
    fulfil: async (wanted: RunWish) => ended(await wish(wanted)),
    stored: () => inventory.get(platform.id),
    ended,
    perform: async (kind: 'access' | 'provision' | 'rehearse') => ended(await start(kind)),
    undo: async (runId: string) => ended(await runs.undo(runId, 'test')),
    setFault: (index: number, fault: PracticeFault, on = true) => lab.setFault(lab.nodes()[index]?.name ?? '', { fault, on }),
    /** As a person does who has compared the key that the machine shows now. */
    async trust(index: number) {
      const nodeId = platform.nodes[index]?.id ?? '';
      const deps = { platforms: store.platforms, clock, hosts, yaml };
      const { fingerprint } = await readHostKey(deps, { platformId: platform.id, nodeId }, signal);
      await trustHostKey(deps, { platformId: platform.id, nodeId, fingerprint }, signal);
    },
    /** The cluster with the kubeconfig that the run has fetched. */
    async cluster() {
      const kubeconfig = await secrets.get(kubeconfigName(platform.id));
      if (kubeconfig === null) throw new Error('No kubeconfig was fetched.');
      return kube.connect(kubeconfig);
    },
    /** Resolves when the task has come to this state. */
    async reached(runId: string, taskId: string, state: string) {
      for await (const _ of runs.watch(runId, -1, signal)) {
        const { tasks } = await runs.get(runId);
        if (tasks.find((task) => task.id === taskId)?.state === state) return;
      }
      throw new Error(`${taskId} never was ${state}.`);
    },
  };
}

/** "install-key:oak done", for all tasks that are not as expected. */
export const otherThan = (run: Run, states: readonly string[]): readonly string[] =>
  run.tasks.filter((task) => !states.includes(task.state)).map((task) => `${task.id} ${task.state} ${task.fault?.code ?? ''}`.trim());
