// The practice lab with engines that are killed: machines, cluster, journal and secrets outlive each of them, and every effect is counted.
import { join } from 'node:path';
import { yaml } from '#adapters/inventory/yaml.ts';
import { loadCatalog } from '#adapters/catalog/load.ts';
import { kubeconfigReader } from '#adapters/kube/reader.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import { channelOf, distributions, type Installable } from '#contract/distributions.ts';
import type { Node } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import type { LogLine, Plan, Run, RunSummary, RunWish } from '#contract/runs.ts';
import { object, objects, text } from '#core/cluster/trim/raw.ts';
import { inventoryOf } from '#core/platform/amend.ts';
import { sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import type { Helm, HelmPlace } from '#core/ports/helm.ts';
import type { Hosts, HostTarget, ScriptAnswer, ScriptLine } from '#core/ports/hosts.ts';
import { kubeconfigName } from '#core/ports/secrets.ts';
import { sketchLog, sketchTarget } from '#core/runs/fixtures.ts';
import { createRuns, type Runs } from '#core/runs/runs.ts';
import { Secret } from '#core/secret.ts';
import { createSerial } from '#core/serial.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { practicePassword, practiceUser } from '#practice/machines.ts';
import { openPractice, type Practice } from '#practice/open.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { planFor } from '#steps/plans/plan-for.ts';
import { steps } from '#steps/registry.ts';
import { createLife, type Point } from './mortal-engine.ts';

const components = loadCatalog(join(import.meta.dirname, '../../catalog/components'));

export interface Shape {
  readonly distribution: Installable;
  readonly machines: number;
  readonly controls: number;
  /** Machines as a person finds them: no key, sudo asks for the password. Left out, access is there. */
  readonly bare?: true;
}

/** Begins what is to be done, or names the run that already does it. */
export type Begin = (runs: Runs, newest: RunSummary | undefined) => Promise<string>;

/** What an engine left behind, or an observer finds at the end. */
export interface Found {
  readonly run: Run | null;
  readonly log: readonly LogLine[];
}

/** What cannot be done twice without harm, by the words in which machines and Helm tell of it. */
const telling: readonly (readonly [RegExp, string])[] = [
  [/^authorized_keys: added$/u, 'key line added'],
  [/^authorized_keys: removed$/u, 'key line removed'],
  [/^\/etc\/sudoers\.d: parsed OK$/u, 'sudo rule written'],
  [/^\/etc\/sudoers\.d: removed$/u, 'sudo rule removed'],
  [/^\/etc\/hosts: removed$/u, 'hosts block removed'],
  [/ from Canonical installed$/u, 'snap installed'],
  [/^Bootstrapping the cluster/u, 'cluster begun'],
  [/^Contacting cluster/u, 'join begun'],
  [/^Successfully joined/u, 'joined'],
  [/ leaves the cluster\.$/u, 'left'],
  [/^Release "[^"]+" does not exist\. Installing it now\.$/u, 'release installed'],
  [/^release "[^"]+" uninstalled$/u, 'release removed'],
];

/** The machines as they go on without anybody: one change at a time, and a join shows while it is under way. */
function outlasting(lab: Practice) {
  const effects = new Map<string, number>();
  const locks = new Map<string, ReturnType<typeof createSerial>>();
  const joining = new Set<string>();
  const note = (what: string) => effects.set(what, (effects.get(what) ?? 0) + 1);
  const lockOf = (label: string) => {
    const lock = locks.get(label) ?? createSerial();
    locks.set(label, lock);
    return lock;
  };
  const heard = (label: string, onLine: (line: ScriptLine) => void) => (line: ScriptLine) => {
    for (const [said, what] of telling) if (said.test(line.text)) note(`${what} on ${label}`);
    onLine(line);
  };
  const change: Hosts['run'] = async (target, call, io) => {
    const join = call.script.endsWith('-join');
    if (join) joining.add(target.address);
    try {
      return await lab.hosts.run(target, call, { ...io, onLine: heard(target.label, io.onLine) });
    } finally {
      if (join) joining.delete(target.address);
    }
  };
  const shown = (target: HostTarget, script: string, answer: ScriptAnswer): ScriptAnswer =>
    script.endsWith('-membership') && joining.has(target.address)
      ? { ...answer, answers: new Map([...answer.answers, ['joining', ['true']]]) }
      : answer;
  const hosts: Hosts = {
    ...lab.hosts,
    run: async (target, call, io) =>
      call.changes
        ? lockOf(target.address)(() => change(target, call, io))
        : shown(target, call.script, await lab.hosts.run(target, call, io)),
    async runAll(target, batch, io) {
      let asked = 0;
      const onAnswer = (answer: ScriptAnswer) => io.onAnswer(shown(target, batch.looks[asked++]?.script ?? '', answer));
      await lab.hosts.runAll(target, batch, { ...io, onAnswer });
    },
  };
  const lockOfPlace = (place: HelmPlace) => lockOf(place.kind === 'node' ? place.target.address : place.kind);
  const helm: Helm = {
    ...lab.helm,
    install: (place, release, io) =>
      lockOfPlace(place)(() => lab.helm.install(place, release, { ...io, onLine: heard(release.name, io.onLine) })),
    remove: (place, release, io) =>
      lockOfPlace(place)(() => lab.helm.remove(place, release, { ...io, onLine: heard(release.name, io.onLine) })),
  };
  return { hosts, helm, effects };
}

/** One that nobody aborts; never shared, for it keeps whoever listens to it. */
const unstopped = () => new AbortController().signal;

async function nodesOf(lab: Practice, { machines, controls }: Shape): Promise<Node[]> {
  const one = async ({ name, address }: { readonly name: string; readonly address: string }, index: number) => {
    const seen = await lab.hosts.readHostKey({ address, port: 22, jump: null, hostKey: null, label: name }, unstopped());
    const hostKey = { algorithm: seen.algorithm, fingerprint: seen.fingerprint, trustedAt: 0 };
    const labels: Record<string, string> = index === 1 ? { disk: 'ssd' } : {};
    const role = index < controls ? 'control' : 'worker';
    return sketchNode(index + 1, { role, name, address, user: practiceUser, hostKey, facts: null, labels });
  };
  return Promise.all(lab.nodes().slice(0, machines).map(one));
}

async function giveAccess(lab: Practice, platform: Platform): Promise<void> {
  const password = new Secret(practicePassword);
  for (const node of platform.nodes) {
    const target = {
      ...sketchTarget(platform, node),
      hostKey: node.hostKey,
      login: { method: 'password' as const, password },
      sudoPassword: password,
    };
    const call = { args: {}, changes: true, timeoutMs: 60_000 };
    await lab.hosts.run(target, { ...call, script: 'install-key', asRoot: false }, { signal: unstopped(), onLine: () => {} });
    await lab.hosts.run(target, { ...call, script: 'sudo-rule', asRoot: true }, { signal: unstopped(), onLine: () => {} });
  }
}

export async function openMortalRoom(shape: Shape) {
  const { distribution } = shape;
  const clock = virtualClock();
  const lab = openPractice({ clock, kubeconfigs: kubeconfigReader });
  const store = memoryStore();
  const secrets = memorySecrets();
  const log = sketchLog();
  const platform: Platform = sketchPlatform({
    distribution,
    channel: channelOf(distribution),
    settings: { ...sketchPlatform().settings, storageClass: distributions[distribution].storageClass },
    components: ['registry'],
    nodes: await nodesOf(lab, shape),
  });
  await store.platforms.insert(platform);
  if (shape.bare === undefined) await giveAccess(lab, platform);
  const { hosts, helm, effects } = outlasting(lab);
  let made = 0;

  const beginLife = (killAt: number) => {
    const life = createLife(clock, killAt);
    const kept = life.secrets(secrets);
    const kube = life.kube(lab.kube);
    const platforms = life.platforms(store.platforms);
    const runs = createRuns({
      store: life.runs(store.runs),
      clock: life.clock,
      log,
      steps: life.steps(steps),
      ports: {
        hosts: life.hosts(hosts),
        helm: life.helm(helm),
        kube,
        hearthKey: lab.hearthKey,
        charts: lab.charts,
        secrets: kept,
        inventory: inventoryOf({ platforms, clock: life.clock, yaml }),
        clock: life.clock,
        hash: (value) => value,
      },
      platforms,
      target: (on, node) => ({ ...sketchTarget(on, node), hostKey: node.hostKey }),
      lease: {
        installation: 'room',
        console: 'room',
        async open(id) {
          const kubeconfig = await kept.get(kubeconfigName(id));
          return kubeconfig === null ? null : kube.connect(kubeconfig);
        },
      },
      newId: () => `run${(made += 1)}`,
      random: () => 0.5,
    });
    return { life, runs };
  };

  /** One life of an engine: takes up what is there, begins what is to be done, and ends with its run or by being killed. */
  const live = async (begin: Begin, killAt = Number.POSITIVE_INFINITY): Promise<{ points: readonly Point[]; killed: boolean }> => {
    const { life, runs } = beginLife(killAt);
    const work = async () => {
      await runs.recover();
      const [newest] = await store.runs.list({ limit: 1 });
      const id = await begin(runs, newest);
      for await (const _ of runs.watch(id, -1, unstopped())) void _;
      return 'over' as const;
    };
    const end = await Promise.race([work(), life.died]);
    return { points: life.points, killed: end === 'dead' };
  };
  const startOf = (runs: Runs, plan: Plan) => runs.start({ plan, platform, startedBy: 'test', password: new Secret(practicePassword) });
  const cluster = async () => {
    const kubeconfig = await secrets.get(kubeconfigName(platform.id));
    const client = kubeconfig === null ? null : lab.kube.connect(kubeconfig);
    return async (path: string) => objects(object((await client?.request({ method: 'GET', path, signal: unstopped() }))?.body)['items']);
  };
  return {
    platform,
    effects,
    clock,
    log,
    live,
    /** The plan's run, once. */
    once:
      (plan: Plan): Begin =>
      async (runs, newest) =>
        newest?.kind === plan.kind ? newest.id : startOf(runs, plan),
    /** Another run of it, whatever was before. */
    again:
      (plan: Plan): Begin =>
      (runs) =>
        startOf(runs, plan),
    undo: (async (runs, newest) => (newest?.kind === 'undo' ? newest.id : runs.undo(newest?.id ?? '', 'test'))) satisfies Begin,
    planOf: (wish: RunWish): Plan => planFor({ wish, platform, components, durationOf: () => null }),
    async found(): Promise<Found> {
      const [newest] = await store.runs.list({ limit: 1 });
      if (newest === undefined) return { run: null, log: [] };
      const { lines } = await store.runs.readLog(newest.id, { after: -1, limit: 100_000 });
      return { run: await store.runs.get(newest.id), log: lines };
    },
    /** The cluster as anybody would see it, without what differs from one time to the next. */
    async world() {
      const list = await cluster();
      const names = async (path: string) =>
        (await list(path)).map(({ metadata }) => `${text(object(metadata)['namespace'])}/${text(object(metadata)['name'])}`).toSorted();
      const nodes = (await list('/api/v1/nodes')).map((node) => ({
        name: text(object(node['metadata'])['name']),
        labels: object(object(node['metadata'])['labels']),
        ready: objects(object(node['status'])['conditions']).map(({ status }) => status),
      }));
      return {
        nodes: nodes.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
        deployments: await names('/apis/apps/v1/deployments'),
        daemonSets: await names('/apis/apps/v1/daemonsets'),
        storageClasses: await names('/apis/storage.k8s.io/v1/storageclasses'),
      };
    },
    close() {
      clock.stop();
      lab.close();
    },
  };
}
