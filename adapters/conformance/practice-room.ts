// The run engine with the real plans and steps over the practice lab, in time that does not have to be waited for.
import { join } from 'node:path';
import { loadCatalog } from '#adapters/catalog/load.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import type { Node } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import type { PlannableKind, Run } from '#contract/runs.ts';
import type { PracticeFault } from '#contract/system.ts';
import { sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import { kubeconfigName } from '#core/ports/secrets.ts';
import { sketchLog, sketchTarget } from '#core/runs/fixtures.ts';
import { createRuns } from '#core/runs/runs.ts';
import { Secret } from '#core/secret.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { practicePassword, practiceUser } from '#practice/machines.ts';
import { openPractice } from '#practice/open.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { planFor } from '#steps/plans/plan-for.ts';
import { steps } from '#steps/registry.ts';

const components = loadCatalog(join(import.meta.dirname, '../../catalog/components'));

interface RoomPlan {
  readonly nodes?: number;
  readonly components?: readonly string[];
  /** Changes a machine of the inventory, counted from 0. */
  readonly shape?: (node: Node, index: number) => Node;
}

export async function openPracticeRoom({ nodes = 3, components: wanted = [], shape = (node) => node }: RoomPlan = {}) {
  const signal = new AbortController().signal;
  const clock = virtualClock();
  const lab = openPractice({ clock });
  const store = memoryStore();
  const secrets = memorySecrets();
  const log = sketchLog();
  const trusted = async ({ name, address }: { readonly name: string; readonly address: string }, index: number) => {
    const seen = await lab.hosts.readHostKey({ address, port: 22, jump: null, hostKey: null, label: name }, signal);
    const hostKey = { algorithm: seen.algorithm, fingerprint: seen.fingerprint, trustedAt: 0 };
    return shape(sketchNode(index + 1, { name, address, user: practiceUser, hostKey, facts: null, labels: {} }), index);
  };
  const platform: Platform = sketchPlatform({
    components: [...wanted],
    nodes: await Promise.all(lab.nodes().slice(0, nodes).map(trusted)),
  });
  const { hosts, hearthKey, kube, helm, charts } = lab;
  let made = 0;
  const runs = createRuns({
    store: store.runs,
    clock,
    log,
    steps,
    ports: { hosts, hearthKey, kube, helm, charts, secrets, clock },
    platforms: { get: async () => platform },
    target: (on, node) => ({ ...sketchTarget(on, node), hostKey: node.hostKey }),
    newId: () => `run${(made += 1)}`,
    random: () => 0.5,
  });
  const ended = async (id: string): Promise<Run> => {
    for await (const _ of runs.watch(id, -1, signal)) void _;
    return runs.get(id);
  };
  const start = (kind: PlannableKind) => {
    const plan = planFor({ kind, platform, passwordlessSudo: true, components, durationOf: () => null });
    return runs.start({ plan, platform, startedBy: 'test', password: new Secret(practicePassword) });
  };
  return {
    platform,
    lab,
    runs,
    log,
    clock,
    start,
    ended,
    perform: async (kind: PlannableKind) => ended(await start(kind)),
    undo: async (runId: string) => ended(await runs.undo(runId, 'test')),
    setFault: (index: number, fault: PracticeFault, on = true) => lab.setFault(lab.nodes()[index]?.name ?? '', { fault, on }),
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
