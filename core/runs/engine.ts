// What the parts of the run engine share.
import type { Node } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import type { Run, Task } from '#contract/runs.ts';
import { fault } from '#core/fault.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { HostTarget } from '#core/ports/hosts.ts';
import type { Log } from '#core/ports/log.ts';
import type { PlatformStore, RunStore } from '#core/ports/store.ts';
import type { Secret } from '#core/secret.ts';
import { median } from './estimate.ts';
import { createFeed, type Feed } from './feed.ts';
import { createLeaseRoom, type LeaseDeps, type LeaseRoom } from './lease-keeper.ts';
import { kindOfWork, LiveRun } from './live-run.ts';
import { createLogBook } from './log-book.ts';
import { looksOf } from './looks-of-run.ts';
import { createRedactor } from '#core/redact.ts';
import { defaultLimits, type Limits } from './schedule.ts';
import type { Step, StepPorts } from './step.ts';

/** Told what a run is planned from, and what it has brought about before the journal says that it is done. */
export interface RunWitness {
  begins(runId: string, platform: Platform): Promise<void>;
  /** `platform`: with what the run has changed of it. May be told twice of the same end. */
  ends(run: Run, platform: Platform): Promise<void>;
}

export interface RunsDeps {
  readonly store: RunStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly steps: ReadonlyMap<string, Step>;
  readonly ports: StepPorts;
  readonly platforms: Pick<PlatformStore, 'get'>;
  readonly target: (platform: Platform, node: Node) => HostTarget;
  /** Makes ids of runs, as `id` of the contract. */
  readonly newId: () => string;
  /** How many tasks of one run at a time; `defaultLimits` when left out. */
  readonly limits?: Partial<Limits>;
  readonly witness?: RunWitness;
  /** Left out: no other console is thought of. */
  readonly lease?: LeaseDeps;
  /** 0 ≤ x < 1; spreads retries. */
  readonly random?: () => number;
}

export interface Engine {
  readonly deps: RunsDeps;
  readonly limits: Limits;
  readonly random: () => number;
  /** Runs that are not over, and those that ended badly and may be taken up again. */
  readonly live: Map<string, LiveRun>;
  /** Marked with the id of every run that changes. */
  readonly all: Feed;
  readonly leases: LeaseRoom;
  closing: boolean;
}

/** Durations of a step that the median is taken of. */
const historyLength = 20;

export const createEngine = (deps: RunsDeps): Engine => ({
  deps,
  limits: { ...defaultLimits, ...deps.limits },
  random: deps.random ?? Math.random,
  live: new Map(),
  all: createFeed(),
  leases: createLeaseRoom(),
  closing: false,
});

/** Takes a run into memory; the one already there wins. */
export async function takeUp(engine: Engine, run: Run): Promise<LiveRun> {
  const { store, clock, log } = engine.deps;
  const nextSeq = (await store.lastLogSeq(run.id)) + 1;
  const known = engine.live.get(run.id);
  if (known !== undefined) return known;
  const redactor = createRedactor();
  const feed = createFeed();
  const logBook = createLogBook({
    runId: run.id,
    store,
    clock,
    redactor,
    nextSeq,
    onStored: () => feed.mark([]),
    onError: (error) => log.error('A log of a run could not be stored; it is tried again with the next lines.', error),
  });
  const onChange = () => engine.all.mark([run.id]);
  const live = new LiveRun({ run, store, clock, limits: engine.limits, redactor, logBook, feed, onChange });
  engine.live.set(run.id, live);
  return live;
}

/** NOT_FOUND when there is no such run. */
export async function openRun(engine: Engine, runId: string): Promise<LiveRun> {
  const known = engine.live.get(runId);
  if (known !== undefined) return known;
  return takeUp(engine, await storedRun(engine, runId));
}

export async function storedRun(engine: Engine, runId: string): Promise<Run> {
  const run = await engine.deps.store.get(runId);
  if (run === null) throw fault('NOT_FOUND', { thing: 'run', id: runId });
  return run;
}

/** Gives the run a fresh signal, the platform as it is now and the history. NOT_FOUND when the platform is gone. */
export async function giveFooting(
  engine: Engine,
  live: LiveRun,
  given: { platform?: Platform; password?: Secret | undefined } = {},
): Promise<void> {
  const platform = given.platform ?? (await engine.deps.platforms.get(live.platformId));
  if (platform === null) throw fault('NOT_FOUND', { thing: 'platform', id: live.platformId });
  const password = given.password ?? live.footing?.password ?? null;
  if (password !== null) live.redactor.add(password);
  const usual = await usualDurations(engine, live.tasks);
  const looks = live.footing?.looks ?? looksOf(engine, live);
  looks.forget();
  live.footing = { platform, password, usual, looks };
  if (live.stop.signal.aborted) live.stop = new AbortController();
}

/** Milliseconds by `kindOfWork`, of those that earlier runs speak for. */
export async function usualDurations(engine: Engine, tasks: readonly Pick<Task, 'step' | 'mode'>[]): Promise<Map<string, number>> {
  const kinds = new Map(tasks.map((task) => [kindOfWork(task), task]));
  const medians = await Promise.all(
    [...kinds].map(async ([kind, { step, mode }]) => {
      return [kind, median(await engine.deps.store.durations(step, historyLength, mode))] as const;
    }),
  );
  return new Map(medians.flatMap(([kind, ms]) => (ms === null ? [] : [[kind, ms] as const])));
}

/** PLATFORM_BUSY, naming the run that holds the platform. */
export async function busy(engine: Engine, platformId: string): Promise<Error> {
  const holder = (await engine.deps.store.unfinished()).find((run) => run.platformId === platformId);
  const platform = await engine.deps.platforms.get(platformId);
  return fault('PLATFORM_BUSY', { platform: platform?.name ?? platformId, runId: holder?.id ?? '' });
}
