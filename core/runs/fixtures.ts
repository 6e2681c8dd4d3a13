// Small plans, steps and a platform for the tests of the engine. Ports that no test step uses refuse loudly.
import type { Node } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import type { Plan, PlannedTask, RunEvent } from '#contract/runs.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Hosts, HostTarget } from '#core/ports/hosts.ts';
import type { Log } from '#core/ports/log.ts';
import type { RunStore } from '#core/ports/store.ts';
import type { RunsDeps } from './engine.ts';
import type { Runs } from './runs.ts';
import type { Finding, Step, StepContext, StepPorts } from './step.ts';

export type TaskSketch = { readonly id: string } & Partial<PlannedTask>;

export const sketchPlan = (tasks: readonly TaskSketch[], platformId = 'p1'): Plan => ({
  kind: 'provision',
  title: 'Provision Home',
  platformId,
  phases: [{ id: 'all', title: 'All' }],
  estimateMs: 0,
  stays: [],
  digest: 'as sketched',
  tasks: tasks.map((task) => ({
    step: task.id.split(':')[0] ?? task.id,
    mode: 'apply',
    title: `Do ${task.id}`,
    phase: 'all',
    nodeId: null,
    needs: [],
    lane: null,
    changes: [],
    estimateMs: 1000,
    input: {},
    ...task,
  })),
});

export const sketchNode = (id: string): Node => ({
  id,
  name: id,
  address: '192.0.2.1',
  port: 22,
  user: 'ubuntu',
  credential: { method: 'hearth-key' },
  jump: null,
  hostKey: null,
  role: 'worker',
  labels: {},
  taints: [],
  facts: null,
});

export const sketchPlatform = (id = 'p1', nodes: readonly string[] = ['n1', 'n2', 'n3']): Platform => ({
  id,
  revision: 1,
  createdAt: 0,
  savedAt: 0,
  name: 'Home',
  distribution: 'microk8s',
  channel: '1.36/stable',
  nodes: nodes.map(sketchNode),
  settings: {
    domain: 'home.lan',
    certificates: { mode: 'self-signed' },
    ingressPool: null,
    storageClass: 'microk8s-hostpath',
    adminUser: 'admin',
    podCidr: '10.1.0.0/16',
    serviceCidr: '10.152.183.0/24',
  },
  components: [],
  page: 'run',
});

/** A step whose wish is kept in `done`; `apply` adds to it. */
export function sketchStep(id: string, act: (context: StepContext) => Promise<void>, done: { holds: boolean } = { holds: false }): Step {
  const check = async (): Promise<Finding> => ({ holds: done.holds, seen: done.holds ? 'as wanted' : 'not yet' });
  return {
    id,
    attempts: 1,
    timeoutMs: 600_000,
    check,
    async apply(context) {
      await act(context);
      done.holds = true;
    },
  };
}

const refuse = (what: string) => () => {
  throw new Error(`${what} is not there in this test.`);
};

export const sketchPorts = (clock: Clock, run: Hosts['run'] = refuse('hosts.run')): StepPorts => ({
  clock,
  hosts: {
    readHostKey: refuse('readHostKey'),
    climb: refuse('climb'),
    run,
    runAll: refuse('runAll'),
    upload: refuse('upload'),
    close: async () => {},
  },
  hearthKey: { publicKey: refuse('publicKey') },
  kube: { inspect: refuse('kube.inspect'), connect: refuse('kube.connect') },
  helm: { state: refuse('helm.state'), install: refuse('helm.install'), remove: refuse('helm.remove') },
  charts: { find: refuse('charts.find') },
  hash: (value) => `hash of ${value}`,
  inventory: { get: refuse('inventory.get'), amend: refuse('inventory.amend') },
  secrets: { where: 'memory', get: async () => null, set: async () => {}, remove: async () => {} },
});

export const sketchTarget = (_platform: Platform, node: Node): HostTarget => ({
  label: node.name,
  address: node.address,
  port: node.port,
  user: node.user,
  login: node.credential,
  jump: null,
  hostKey: null,
  sudoPassword: null,
});

/** Remembers what was logged, as text. */
export function sketchLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const note = (level: string) => (message: string, more?: unknown) => {
    lines.push(`${level} ${message} ${more instanceof Error ? (more.stack ?? more.message) : (JSON.stringify(more) ?? '')}`);
  };
  return {
    lines,
    info: note('info'),
    warn: note('warn'),
    error(message, error) {
      note('error')(message, error);
      return `ref-${lines.length}`;
    },
  };
}

export interface Sketch {
  readonly store: RunStore;
  readonly clock: Clock;
  readonly steps: readonly Step[];
  readonly more?: Partial<RunsDeps>;
}

let runNumber = 0;
export function sketchDeps({ store, clock, steps, more = {} }: Sketch): RunsDeps & { readonly log: ReturnType<typeof sketchLog> } {
  const log = sketchLog();
  return {
    store,
    clock,
    steps: new Map(steps.map((step) => [step.id, step])),
    ports: sketchPorts(clock),
    platforms: { get: async (id) => sketchPlatform(id) },
    target: sketchTarget,
    newId: () => `run-${(runNumber += 1)}`,
    random: () => 0.5,
    ...more,
    log,
  };
}

/** All that is told of a run until it is over. */
export async function followRun(runs: Pick<Runs, 'watch'>, runId: string, after = -1): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of runs.watch(runId, after, new AbortController().signal)) events.push(event);
  return events;
}
