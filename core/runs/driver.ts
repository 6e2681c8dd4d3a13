// Drives a run: starts what can start, takes in what ended, notices when it is over.
import type { Task } from '#contract/runs.ts';
import { fault, type Fault } from '#core/fault.ts';
import { noLonger } from '#core/no-longer.ts';
import type { Inventory } from '#core/ports/inventory.ts';
import type { TaskPatch } from '#core/ports/store.ts';
import type { Engine } from './engine.ts';
import { executeTask, type TaskOutcome } from './execute-task.ts';
import { dependentsOf, isFinished, isOpen, startable } from './graph.ts';
import { askForLease, barredBy, leaveLease, mayAct } from './lease-of-run.ts';
import type { Footing, LiveRun } from './live-run.ts';
import { forgetting, keptUse } from './looks-of-run.ts';
import { lookingPorts } from './looking-ports.ts';
import { groundOf, rehearsed, type Rehearsal } from './rehearse.ts';
import { chooseTasks, outcome } from './schedule.ts';
import { reversed } from './reversed.ts';
import { followStall } from './stall-of-task.ts';
import type { Step } from './step.ts';
import { taskContext } from './task-context.ts';

/** Inside the run's `serial`. Journals what has ended, and starts tasks or ends the run, whichever is due. */
export async function advance(engine: Engine, live: LiveRun, ends: readonly TaskPatch[] = []): Promise<void> {
  if (engine.closing) return live.record(ends);
  askForLease(engine, live, () => wake(engine, live));
  const bar = barredBy(live);
  if (live.state === 'running' && bar === null && mayAct(live)) await begin(engine, live, ends);
  else await live.record(ends);
  if (live.state === 'running' && bar !== null) await stopShort(engine, live, bar);
  if (live.inFlight.size === 0) await settle(engine, live);
  leaveLease(live);
  if (live.state === 'done') engine.live.delete(live.id);
}

/** Outside the run's `serial`: something that it waited for may have come. */
export function wake(engine: Engine, live: LiveRun): void {
  live.serial(() => advance(engine, live)).catch((error: unknown) => breakDown(engine, live, { error }));
}

/** What would start now fails instead, with the reason; what runs is finished. */
async function stopShort(engine: Engine, live: LiveRun, { view }: Fault): Promise<void> {
  const endedAt = engine.deps.clock.now();
  await live.record(startable(live.tasks).map(({ id }) => ({ taskId: id, patch: { state: 'failed', endedAt, fault: view } })));
}

/** What has ended and what begins behind it, in one write; where nothing has changed anything, none is waited for. */
async function begin(engine: Engine, live: LiveRun, ends: readonly TaskPatch[]): Promise<void> {
  const lookedOnly = ends.every(onlyLooked);
  if (lookedOnly) owe(engine, live, ends);
  const taskIds = chooseTasks(lookedOnly ? live.tasks : live.tasksAfter(ends), engine.limits, live.weights());
  const startedAt = engine.deps.clock.now();
  const patch = {
    state: 'running',
    attempt: 1,
    startedAt,
    endedAt: null,
    fault: null,
    retryAt: null,
    stalled: null,
    lastLine: '',
  } as const;
  const starts = taskIds.map((taskId) => ({ taskId, patch }));
  if (lookedOnly) owe(engine, live, starts);
  else await live.record([...ends, ...starts]);
  live.markReady();
  for (const taskId of taskIds) {
    const work = carryOut(engine, live, taskId).catch((error: unknown) => breakDown(engine, live, { taskId, error }));
    live.inFlight.set(taskId, work);
  }
}

/** What begins may be owed too: it has no effect before `recordActed`. */
const onlyLooked = ({ patch }: TaskPatch): boolean => patch.state === 'unchanged';

function owe(engine: Engine, live: LiveRun, patches: readonly TaskPatch[]): void {
  live.owe(patches)?.catch((error: unknown) => breakDown(engine, live, { error }));
}

async function settle({ deps }: Engine, live: LiveRun): Promise<void> {
  if (live.state === 'cancelling') {
    const open = live.tasks.filter((task) => isOpen(task.state));
    await live.record(open.map((task) => ({ taskId: task.id, patch: { state: 'cancelled' } })));
    return live.recordRun('cancelled');
  }
  if (live.state !== 'running' && live.state !== 'pausing') return;
  const result = outcome(live.tasks);
  if (result === 'done' && live.footing !== null) await deps.witness?.ends(live.snapshot(), live.footing.platform);
  if (result !== 'goes-on') return live.recordRun(result);
  if (live.state === 'pausing') await live.recordRun('paused');
}

async function carryOut(engine: Engine, live: LiveRun, taskId: string): Promise<void> {
  const task = live.task(taskId);
  if (task === null) return;
  const result = await perform(engine, live, task);
  // What was only looked at is written down together with others, and its lines with it.
  if (result.kind !== 'unchanged') await live.writeLog();
  live.ended.set(taskId, () => endPatches(engine, live, { taskId, result }));
  await live.serial(() => takeInEnds(engine, live));
}

/** All tasks that have ended meanwhile in one write: a disk takes as long for many as for one. */
async function takeInEnds(engine: Engine, live: LiveRun): Promise<void> {
  const ended = [...live.ended];
  if (ended.length === 0) return;
  live.ended.clear();
  for (const [taskId] of ended) {
    live.inFlight.delete(taskId);
    live.cuts.delete(taskId);
  }
  // Before it is journalled: the keeper looks for itself, and what it finds counts for whatever begins next.
  live.lease?.poke();
  await advance(
    engine,
    live,
    ended.flatMap(([, patches]) => patches()),
  );
}

interface Ended {
  readonly taskId: string;
  readonly result: Outcome;
}

function endPatches(engine: Engine, live: LiveRun, { taskId, result }: Ended): readonly TaskPatch[] {
  const lastLine = live.task(taskId)?.lastLine ?? '';
  const own = { taskId, patch: { ...endOf(result, live, engine.deps.clock.now()), stalled: null, lastLine } };
  return [own, ...(result.kind === 'open' ? openBehind(live, taskId, lastLine) : [])];
}

/** `open`: in a dry run, what it stands on is not there yet. `left-out`: a person goes on without its machine. */
type Outcome = TaskOutcome | { readonly kind: 'open' | 'left-out' };

/** Nothing behind what could not be looked at can be looked at either. */
function openBehind(live: LiveRun, taskId: string, lastLine: string): TaskPatch[] {
  const behind = dependentsOf(live.tasks, taskId);
  const left = live.tasks.filter(({ id, state }) => behind.has(id) && !isFinished(state));
  return left.map(({ id }) => ({ taskId: id, patch: { state: 'skipped', lastLine } }));
}

function endOf(result: Outcome, live: LiveRun, endedAt: number): TaskPatch['patch'] {
  if (result.kind === 'open' || result.kind === 'left-out') return { state: 'skipped', endedAt, fault: null };
  if (result.kind === 'held') return { state: 'waiting', startedAt: null };
  if (result.kind === 'stopped') return { state: live.state === 'cancelling' ? 'cancelled' : 'interrupted', endedAt, fault: null };
  if (result.kind === 'failed') return { state: 'failed', endedAt, fault: result.fault };
  return { state: result.kind, endedAt, fault: null, ...(result.kind === 'unchanged' && result.waited ? { waited: true } : {}) };
}

async function perform(engine: Engine, live: LiveRun, task: Task): Promise<Outcome> {
  const { deps } = engine;
  const known = deps.steps.get(task.step);
  const { footing, redactor } = live;
  const defect = (error: unknown): Fault => internal(engine, live, error);
  if (known === undefined || footing === null) {
    return { kind: 'failed', fault: defect(new Error(`No step is called ${task.step}.`)).view };
  }
  const work = workOf(live, footing, { task, known });
  const cut = new AbortController();
  live.cuts.set(task.id, cut);
  const over = new AbortController();
  let heardAt = deps.clock.now();
  const write = (stream: 'out' | 'err' | 'hearth', text: string) => {
    heardAt = deps.clock.now();
    live.write({ taskId: task.id, stream, text });
  };
  const own = { ...deps.ports, inventory: keptInStep(live, deps.ports.inventory) };
  const ports = work.acts ? own : lookingPorts(own);
  const source = { task, ...footing, ports, redactor, target: deps.target, write, kept: keptUse(live, footing.looks, task.id) };
  followStall(engine, live, { source, step: known, heardAt: () => heardAt, over: over.signal });
  const result = await executeTask({
    task,
    step: work.step,
    clock: deps.clock,
    patienceMs: wasReached(live, task) ? rebootMs : 0,
    signal: AbortSignal.any([live.stop.signal, cut.signal]),
    hold: live.hold.signal,
    random: engine.random,
    context: (inner) => taskContext(source, inner),
    onTry: (attempt) => live.serial(() => live.record([{ taskId: task.id, patch: { attempt, retryAt: null } }])),
    onApply: async (inner) => {
      if (!work.acts) return;
      await live.lease?.leave(inner);
      await live.serial(() => recordActed(live, task.id));
    },
    onRetry: async (view, waitMs) => {
      write('hearth', `${view.what} ${view.why} Trying again in ${(waitMs / 1000).toFixed(1)} s.`);
      const retryAt = deps.clock.now() + waitMs;
      await live.serial(() => live.record([{ taskId: task.id, patch: { fault: view, retryAt } }]));
    },
    defect,
    scrub: (view) => redactor.fault(view),
  }).finally(() => over.abort(noLonger));
  if (result.kind === 'failed') write('hearth', `${result.fault.what} ${result.fault.why}`);
  if (result.kind === 'stopped' && cut.signal.aborted && !live.stop.signal.aborted) return { kind: 'left-out' };
  return work.isOpen() && result.kind === 'unchanged' ? { kind: 'open' } : result;
}

/** What is carried out of a step: the whole of it, its way back, or in a dry run its looking part. */
interface Work extends Rehearsal {
  readonly acts: boolean;
}

function workOf(live: LiveRun, { looks }: Footing, { task, known }: { readonly task: Task; readonly known: Step }): Work {
  if (task.mode === 'rehearse') {
    const ground = groundOf(task, (id) => live.task(id));
    return { ...rehearsed(known, task, ground), acts: false };
  }
  return { step: forgetting(task.mode === 'undo' ? reversed(known) : known, looks, task), isOpen: () => false, acts: true };
}

/** A server takes minutes to start, most of them before its system does. */
const rebootMs = 300_000;

/** Has this run found the machine, or for a task of the platform any, in its place? Then it may only be restarting. */
const wasReached = ({ tasks }: LiveRun, { nodeId, acted }: Task): boolean =>
  acted === true || tasks.some((one) => isFinished(one.state) && one.state !== 'skipped' && (nodeId === null || one.nodeId === nodeId));

/** What a task changes of the inventory holds for the tasks of this run that come after it. */
const keptInStep = (live: LiveRun, inventory: Inventory): Inventory => ({
  get: (platformId) => inventory.get(platformId),
  async amend(platformId, change) {
    await inventory.amend(platformId, change);
    const { footing } = live;
    if (footing?.platform.id === platformId) live.footing = { ...footing, platform: { ...footing.platform, ...change(footing.platform) } };
  },
});

/** A crash behind it leaves an effect that may be there and that the journal knows to be this run's. */
async function recordActed(live: LiveRun, taskId: string): Promise<void> {
  if (live.task(taskId)?.acted === true) await live.writeOwed();
  else await live.record([{ taskId, patch: { acted: true } }]);
}

/** INTERNAL, with the original error, scrubbed, in the engine's log under its reference. */
function internal(engine: Engine, live: LiveRun, error: unknown): Fault {
  const clean = new Error(live.redactor.text(error instanceof Error ? error.message : String(error)));
  if (error instanceof Error && error.stack !== undefined) clean.stack = live.redactor.text(error.stack);
  return fault('INTERNAL', { reference: engine.deps.log.error(`A step of run ${live.id} made a mistake.`, clean) });
}

/**
 * The journal cannot be written (a full disk, say). Nothing more is begun and what runs is stopped;
 * the run stands interrupted in memory and can be resumed once the cause is mended.
 */
export function breakDown(engine: Engine, live: LiveRun, broken: { readonly taskId?: string; readonly error: unknown }): void {
  if (broken.taskId !== undefined) live.inFlight.delete(broken.taskId);
  engine.deps.log.error(`Run ${live.id} was stopped; its journal cannot be kept.`, broken.error);
  live.stop.abort(fault('CANCELLED', { doing: live.title }));
  const running = live.tasks.filter((task) => task.state === 'running' && !live.inFlight.has(task.id));
  live.apply(running.map((task) => ({ taskId: task.id, patch: { state: 'interrupted' } })));
  live.assume('interrupted', null);
  leaveLease(live);
}
