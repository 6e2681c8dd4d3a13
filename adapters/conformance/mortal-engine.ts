// An engine that can be killed: at the chosen point of its life nothing more is ever done by it, while machines, cluster and store live on.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '#core/ports/clock.ts';
import type { Helm } from '#core/ports/helm.ts';
import type { Hosts } from '#core/ports/hosts.ts';
import type { Kube } from '#core/ports/kube.ts';
import type { SecretStore } from '#core/ports/secrets.ts';
import type { PlatformStore, RunStore } from '#core/ports/store.ts';
import type { Step } from '#core/runs/step.ts';

/** Around whatever leaves the engine, and around every write to what it remembers. */
export type Moment = 'before send' | 'after send' | 'after exit' | 'before journal' | 'after journal';

/** Where an engine can be killed. */
export interface Point {
  /** The step under way; "engine" for what no step asked for. */
  readonly step: string;
  readonly moment: Moment;
}

export interface Life {
  /** Passed so far; killed at the last one where `killAt` was reached. */
  readonly points: readonly Point[];
  readonly died: Promise<'dead'>;
  readonly clock: Clock;
  steps(steps: ReadonlyMap<string, Step>): ReadonlyMap<string, Step>;
  hosts(hosts: Hosts): Hosts;
  helm(helm: Helm): Helm;
  kube(kube: Kube): Kube;
  secrets(secrets: SecretStore): SecretStore;
  platforms(platforms: PlatformStore): PlatformStore;
  runs(runs: RunStore): RunStore;
}

const never = () => new Promise<never>(() => {});
const stepOf = (taskId: string | undefined) => taskId?.split(':')[0] ?? 'engine';

/** Points are counted from 1. */
export function createLife(clock: Clock, killAt: number): Life {
  const vein = createVein(killAt);
  const { living, send, write, during } = vein;
  return {
    points: vein.points,
    died: vein.died,
    clock: { now: () => clock.now(), sleep: (ms, signal) => living(() => clock.sleep(ms, signal)) },
    steps: (steps) => new Map([...steps].map(([id, step]) => [id, stepIn(step, during)])),
    hosts: (hosts) => ({
      readHostKey: (target, signal) => living(() => hosts.readHostKey(target, signal)),
      climb: (target, signal) => hosts.climb(target, signal),
      run: (target, call, io) => send(() => hosts.run(target, call, io)),
      runAll: (target, batch, io) => send(() => hosts.runAll(target, batch, io)),
      upload: (target, file, signal) => send(() => hosts.upload(target, file, signal)),
      close: () => hosts.close(),
    }),
    helm: (helm) => ({
      ...helm,
      state: (place, release, io) => send(() => helm.state(place, release, io)),
      install: (place, release, io) => send(() => helm.install(place, release, io)),
      remove: (place, release, io) => send(() => helm.remove(place, release, io)),
    }),
    kube: (kube) => ({
      inspect: (yaml) => kube.inspect(yaml),
      connect(kubeconfig, choice) {
        const client = kube.connect(kubeconfig, choice);
        return {
          server: client.server,
          request: (request) => send(() => client.request(request)),
          stream: (request) => living(() => client.stream(request)),
          close: () => client.close(),
        };
      },
    }),
    secrets: (secrets) => ({
      where: secrets.where,
      get: (name) => living(() => secrets.get(name)),
      set: (name, value) => write(undefined, () => secrets.set(name, value)),
      remove: (name) => write(undefined, () => secrets.remove(name)),
    }),
    platforms: (platforms) => ({
      ...platforms,
      get: (id) => living(() => platforms.get(id)),
      update: (platform, revision, document) => write(undefined, () => platforms.update(platform, revision, document)),
    }),
    runs: (runs) => ({
      ...runs,
      create: (run, plan) => write('engine', () => runs.create(run, plan)),
      reopen: (runId) => write('engine', () => runs.reopen(runId)),
      recordTasks: (runId, patches) => write(stepOf(patches[0]?.taskId), () => runs.recordTasks(runId, patches)),
      recordRun: (runId, patch) => write('engine', () => runs.recordRun(runId, patch)),
      appendLog: (runId, lines) => write(stepOf(lines[0]?.taskId), () => runs.appendLog(runId, lines)),
    }),
  };
}

function createVein(killAt: number) {
  const points: Point[] = [];
  const doing = new AsyncLocalStorage<string>();
  const burnt = Promise.withResolvers<'dead'>();
  let dead = false;

  const point = async (moment: Moment, step = doing.getStore() ?? 'engine'): Promise<void> => {
    if (dead) return never();
    points.push({ step, moment });
    if (points.length !== killAt) return;
    dead = true;
    burnt.resolve('dead');
    await never();
  };
  /** Nothing comes back to the dead. */
  const living = async <T>(work: () => Promise<T>): Promise<T> => {
    if (dead) return never();
    const [ended] = await Promise.allSettled([work()]);
    if (dead) return never();
    if (ended.status === 'rejected') throw ended.reason;
    return ended.value;
  };
  return {
    points,
    died: burnt.promise,
    living,
    /** What was sent goes on to its end, whoever waits for it. */
    send: async <T>(work: () => Promise<T>): Promise<T> => {
      await point('before send');
      const answer = living(work);
      // Whoever dies here hears of no failure.
      answer.catch(() => undefined);
      await point('after send');
      const heard = await answer;
      await point('after exit');
      return heard;
    },
    write: async <T>(step: string | undefined, work: () => Promise<T>): Promise<T> => {
      await point('before journal', step);
      const result = await living(work);
      await point('after journal', step);
      return result;
    },
    during: <T>(step: string, work: () => T): T => doing.run(step, work),
  };
}

function stepIn(step: Step, during: <T>(step: string, work: () => T) => T): Step {
  const { id } = step;
  return {
    ...step,
    check: (context) => during(id, () => step.check(context)),
    ...(step.apply === undefined ? {} : { apply: (context) => during(id, async () => step.apply?.(context)) }),
    ...(step.verify === undefined ? {} : { verify: (context) => during(id, () => step.verify?.(context) ?? step.check(context)) }),
    ...(step.undo === undefined ? {} : { undo: (context) => during(id, async () => step.undo?.(context)) }),
    ...(step.checkUndone === undefined
      ? {}
      : { checkUndone: (context) => during(id, () => step.checkUndone?.(context) ?? step.check(context)) }),
  };
}
