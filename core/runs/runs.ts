// The run engine. Everything that changes the world goes through here.
import type { LogLine, Plan, Run, RunEvent, RunSummary } from '#contract/runs.ts';
import type { Platform } from '#contract/platforms.ts';
import { fault } from '#core/fault.ts';
import type { Secret } from '#core/secret.ts';
import { cancelRun, pauseRun, resumeRun, retryTask, skipNode, skipTask, type Changed } from './control.ts';
import { advance, breakDown, wake } from './driver.ts';
import { busy, createEngine, giveFooting, storedRun, takeUp, type Engine, type RunsDeps } from './engine.ts';
import { checkPlan } from './graph.ts';
import { admit, holdLease } from './lease-of-run.ts';
import { closeRuns, recoverRuns } from './recover.ts';
import type { LiveRun } from './live-run.ts';
import { isOver, newRun } from './summary.ts';
import { planUndo } from './plan-undo.ts';
import { listRuns, watchAllRuns, watchRun, type RunFilter } from './watch.ts';

export interface StartRequest {
  readonly plan: Plan;
  readonly platform: Platform;
  /** Who asked, for the history: "window", or the label of a token. */
  readonly startedBy: string;
  /** Stays in memory, at most until the engine ends. */
  readonly password?: Secret | undefined;
  /** Digest of the plan that was read: another one is not started. Left out: none was. */
  readonly read?: string | undefined;
}

export interface LogQuery {
  readonly taskId?: string | undefined;
  /** Text that a line must contain, whatever the case of its letters. */
  readonly search?: string | undefined;
  /** Seq of the last line known; -1 for none. */
  readonly after: number;
  readonly limit: number;
}

export interface LogPage {
  readonly lines: LogLine[];
  readonly more: boolean;
}

/** A run that failed or was cancelled, like one that is done, does not keep its platform from a new run; any other does. */
export interface Runs {
  /** Resolves with the id of the run once it is stored. PLAN_CHANGED and other PLAN_*, PLATFORM_BUSY, CLUSTER_HELD. */
  start(request: StartRequest): Promise<string>;
  get(runId: string): Promise<Run>;
  /** Newest first. */
  list(filter: RunFilter): Promise<RunSummary[]>;
  pause(runId: string): Promise<Changed>;
  resume(runId: string): Promise<Changed>;
  cancel(runId: string): Promise<Changed>;
  retryTask(runId: string, taskId: string): Promise<Changed>;
  skipTask(runId: string, taskId: string): Promise<Changed>;
  /** Leaves out what is left to do on one machine. NOT_FOUND; NOT_POSSIBLE_NOW where the others need it. */
  skipNode(runId: string, nodeId: string): Promise<Changed>;
  /** Takes back what an ended run did. NOT_FOUND, NOT_POSSIBLE_NOW. Changes nothing. */
  planUndo(runId: string): Promise<Plan>;
  /** Starts that plan as a run of its own and resolves with its id. Also PLAN_CHANGED, PLATFORM_BUSY. */
  undo(runId: string, startedBy: string, read?: string): Promise<string>;
  logs(runId: string, query: LogQuery): Promise<LogPage>;
  /** A snapshot, changes (at most ten a second), and every log line after `afterLog` once; ends when the run is over. */
  watch(runId: string, afterLog: number, signal: AbortSignal): AsyncIterable<RunEvent>;
  /** The newest 50, again at every change; ends with the signal. */
  watchAll(signal: AbortSignal): AsyncIterable<RunSummary[]>;
  /** Once, when the engine starts: takes up what a crash or an end left behind. */
  recover(): Promise<void>;
  /** Stops what runs; the next `recover` takes it up. */
  close(): Promise<void>;
}

export function createRuns(deps: RunsDeps): Runs {
  const engine = createEngine(deps);
  return {
    start: (request) => start(engine, request),
    get: (runId) => {
      const live = engine.live.get(runId);
      return live === undefined ? storedRun(engine, runId) : live.told(() => live.snapshot());
    },
    list: (filter) => listRuns(engine, filter),
    pause: (runId) => pauseRun(engine, runId),
    resume: (runId) => resumeRun(engine, runId),
    cancel: (runId) => cancelRun(engine, runId),
    retryTask: (runId, taskId) => retryTask(engine, runId, taskId),
    skipTask: (runId, taskId) => skipTask(engine, runId, taskId),
    skipNode: (runId, nodeId) => skipNode(engine, runId, nodeId),
    planUndo: async (runId) => (await planUndo(engine, runId)).plan,
    undo: async (runId, startedBy, read) => start(engine, { ...(await planUndo(engine, runId)), startedBy, read }),
    logs: (runId, query) => readLog(engine, runId, query),
    watch: (runId, afterLog, signal) => watchRun(engine, { runId, afterLog }, signal),
    watchAll: (signal) => watchAllRuns(engine, signal),
    recover: () => recoverRuns(engine),
    close: () => closeRuns(engine),
  };
}

async function start(engine: Engine, { plan, platform, startedBy, password, read }: StartRequest): Promise<string> {
  if (engine.closing) throw fault('NOT_POSSIBLE_NOW', { reason: 'Hearth is ending.' });
  if (read !== undefined && read !== plan.digest) throw fault('PLAN_CHANGED', { title: plan.title });
  checkPlan(plan.tasks);
  const { steps, clock, newId } = engine.deps;
  const unknown = plan.tasks.find((task) => !steps.has(task.step));
  if (unknown !== undefined) throw fault('PLAN_INVALID', { reason: `no step is called ${unknown.step}.` });
  const attemptsOf = (step: string) => Math.max(1, steps.get(step)?.attempts ?? 1);
  const run = newRun({ id: newId(), plan, startedAt: clock.now(), startedBy, attemptsOf });
  await refuseBusy(engine, plan.platformId);
  await engine.deps.witness?.begins(run.id, platform);
  const lease = await admit(engine, run);
  const live = await enter(engine, run, plan).catch((error: unknown) => {
    lease?.end();
    throw error;
  });
  engine.all.mark([run.id]);
  holdLease(live, lease, () => wake(engine, live));
  const begin = async () => {
    await giveFooting(engine, live, { platform, password });
    await advance(engine, live);
  };
  // The run is stored: from here on its own state tells what became of it.
  await live.serial(begin).catch((error: unknown) => breakDown(engine, live, { error }));
  return run.id;
}

/** Stores the run and takes it into memory. PLATFORM_BUSY. */
async function enter(engine: Engine, run: Run, plan: Plan): Promise<LiveRun> {
  if (!(await engine.deps.store.create(run, plan))) throw await busy(engine, plan.platformId);
  forgetEnded(engine, plan.platformId);
  return takeUp(engine, run);
}

/** Before a Lease is asked for: this console's own run is the better reason. */
async function refuseBusy(engine: Engine, platformId: string): Promise<void> {
  if (engine.deps.lease === undefined) return;
  if ((await engine.deps.store.unfinished()).some((run) => run.platformId === platformId)) throw await busy(engine, platformId);
}

/** Ended runs were kept with their password for another try; the new run replaces them. */
function forgetEnded(engine: Engine, platformId: string): void {
  for (const live of engine.live.values()) {
    if (live.platformId === platformId && isOver(live.state)) engine.live.delete(live.id);
  }
}

async function readLog(engine: Engine, runId: string, { taskId, search, after, limit }: LogQuery): Promise<LogPage> {
  if (!engine.live.has(runId)) await storedRun(engine, runId);
  const narrowed = { ...(taskId === undefined ? {} : { taskId }), ...(search === undefined ? {} : { search }) };
  const { lines, more } = await engine.deps.store.readLog(runId, { after, limit, ...narrowed });
  return { lines: [...lines], more };
}
