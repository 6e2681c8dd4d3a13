// What a person can do to a run: pause, resume, cancel, retry a task, skip one.
import type { RunState, Task } from '#contract/runs.ts';
import { fault } from '#core/fault.ts';
import type { TaskPatch } from '#core/ports/store.ts';
import { advance, breakDown, wake } from './driver.ts';
import { busy, giveFooting, openRun, type Engine } from './engine.ts';
import { JournalFailure } from './execute-task.ts';
import { dependentsOf, isFinished, isOpen } from './graph.ts';
import { admit, holdLease } from './lease-of-run.ts';
import type { LiveRun } from './live-run.ts';
import { isOver } from './summary.ts';

export interface Changed {
  readonly state: RunState;
}

const notNow = (reason: string) => fault('NOT_POSSIBLE_NOW', { reason });
const again: TaskPatch['patch'] = { state: 'waiting', attempt: 0, startedAt: null, endedAt: null, fault: null };

async function act(engine: Engine, runId: string, decide: (live: LiveRun) => Promise<void>): Promise<Changed> {
  const live = await openRun(engine, runId);
  return live.serial(async () => {
    try {
      await decide(live);
      await advance(engine, live);
    } catch (error) {
      if (!(error instanceof JournalFailure)) throw error;
      breakDown(engine, live, { error });
      throw error.cause;
    }
    return { state: live.state };
  });
}

export const pauseRun = (engine: Engine, runId: string): Promise<Changed> =>
  act(engine, runId, async (live) => {
    if (live.state === 'pausing' || live.state === 'paused') return;
    if (live.state !== 'running') throw notNow('Only a run under way can be paused.');
    await live.recordRun('pausing');
    live.hold.abort();
  });

/** What runs on the machines is ended before the run is cancelled. */
export const cancelRun = (engine: Engine, runId: string): Promise<Changed> =>
  act(engine, runId, async (live) => {
    if (live.state === 'cancelling' || live.state === 'cancelled') return;
    if (live.state === 'done' || live.state === 'failed') throw notNow('This run is over; there is nothing to cancel.');
    await live.recordRun('cancelling');
    live.stop.abort(fault('CANCELLED', { doing: live.title }));
  });

/** Finished tasks are kept; failed and cancelled ones get another chance; uncertain ones are checked first, as all are. */
export const resumeRun = (engine: Engine, runId: string): Promise<Changed> =>
  act(engine, runId, async (live) => {
    const lease = live.lease === null && live.state !== 'done' ? await admit(engine, live) : null;
    try {
      await goOn(engine, live);
    } catch (error) {
      lease?.end();
      throw error;
    }
    if (lease !== null) holdLease(live, lease, () => wake(engine, live));
  });

export async function goOn(engine: Engine, live: LiveRun): Promise<void> {
  if (live.state === 'running') return;
  live.hold = new AbortController();
  if (live.state === 'pausing') return live.recordRun('running');
  if (live.state === 'done') throw notNow('This run is done; start a new one to check everything again.');
  if (live.state === 'cancelling' || live.inFlight.size > 0) throw notNow('This run is still being stopped.');
  await giveFooting(engine, live);
  const ended = isOver(live.state);
  if (ended) await takePlatform(engine, live);
  const stopped = live.tasks.filter((task) => task.state === 'failed' || task.state === 'cancelled');
  await live.record(stopped.map((task) => ({ taskId: task.id, patch: again })));
  if (!ended) await live.recordRun('running');
}

async function takePlatform(engine: Engine, live: LiveRun): Promise<void> {
  const runs = await engine.deps.store.list({ platformId: live.platformId, limit: 100 });
  const own = runs.findIndex(({ id }) => id === live.id);
  // What stands as done in this run may be gone.
  if (runs.slice(0, own === -1 ? runs.length : own).some(({ kind }) => kind === 'undo'))
    throw notNow('Something was undone since this run; start a new one, which checks everything again.');
  if (!(await live.reopen())) throw await busy(engine, live.platformId);
}

function taskOf(live: LiveRun, taskId: string): Task {
  const task = live.task(taskId);
  if (task === null) throw fault('NOT_FOUND', { thing: 'task', id: taskId });
  return task;
}

function checkOpenToTaskChanges(live: LiveRun): void {
  if (live.state === 'done') throw notNow('This run is done; start a new one.');
  if (live.state === 'cancelled') throw notNow('This run was cancelled; resume it first.');
  if (live.state === 'cancelling') throw notNow('This run is being cancelled.');
}

/** A run that had failed goes on with it; a paused one stays paused. */
export const retryTask = (engine: Engine, runId: string, taskId: string): Promise<Changed> =>
  act(engine, runId, async (live) => {
    checkOpenToTaskChanges(live);
    const task = taskOf(live, taskId);
    if (task.state !== 'failed' && task.state !== 'skipped') throw notNow('Only a task that failed or was skipped can be tried again.');
    // A key trusted or an address mended meanwhile must count.
    await giveFooting(engine, live);
    if (live.state === 'failed') await takePlatform(engine, live);
    await live.record([taskId, ...skippedBehind(live, task)].map((id) => ({ taskId: id, patch: again })));
  });

/** Tasks that were skipped only because this one was. */
function skippedBehind(live: LiveRun, task: Task): readonly string[] {
  if (task.state !== 'skipped') return [];
  const behind = dependentsOf(live.tasks, task.id);
  const freed = new Set([task.id]);
  for (let grown = true; grown;) {
    const next = live.tasks.filter(
      ({ id, state, needs }) =>
        behind.has(id) &&
        !freed.has(id) &&
        state === 'skipped' &&
        needs.every((need) => freed.has(need) || live.task(need)?.state !== 'skipped'),
    );
    for (const { id } of next) freed.add(id);
    grown = next.length > 0;
  }
  freed.delete(task.id);
  return [...freed];
}

export const skipTask = (engine: Engine, runId: string, taskId: string): Promise<Changed> =>
  act(engine, runId, async (live) => {
    checkOpenToTaskChanges(live);
    const task = taskOf(live, taskId);
    if (task.state === 'skipped') return;
    if (task.state !== 'failed' && !isOpen(task.state)) throw notNow('Only a task that failed or has not begun can be skipped.');
    if (live.state === 'failed') {
      await giveFooting(engine, live);
      await takePlatform(engine, live);
    }
    const behind = dependentsOf(live.tasks, taskId);
    const skipped = live.tasks.filter(({ id, state }) => id === taskId || (behind.has(id) && !isFinished(state)));
    await live.record(skipped.map(({ id }) => ({ taskId: id, patch: { state: 'skipped' } })));
  });

/**
 * Everything still to be done on one machine is left out, and what works on it is ended; the run goes on without it.
 * NOT_POSSIBLE_NOW where the others need something of it.
 */
export const skipNode = (engine: Engine, runId: string, nodeId: string): Promise<Changed> =>
  act(engine, runId, async (live) => {
    checkOpenToTaskChanges(live);
    const own = live.tasks.filter((task) => task.nodeId === nodeId);
    if (own.length === 0) throw fault('NOT_FOUND', { thing: 'machine', id: nodeId });
    const left = own.filter(({ state }) => !isFinished(state));
    const behind = new Set(left.flatMap(({ id }) => [...dependentsOf(live.tasks, id)]));
    const needing = live.tasks.find((task) => behind.has(task.id) && task.nodeId !== nodeId && !isFinished(task.state));
    if (needing !== undefined) throw notNow(`The run cannot go on without this machine: "${needing.title}" needs it.`);
    if (left.length === 0) return;
    if (live.state === 'failed') {
      await giveFooting(engine, live);
      await takePlatform(engine, live);
    }
    await live.record(left.filter(({ state }) => state !== 'running').map(({ id }) => ({ taskId: id, patch: { state: 'skipped' } })));
    for (const { id } of left) live.cuts.get(id)?.abort(fault('CANCELLED', { doing: live.title }));
  });
