// Drives a run: starts what can start, takes in what ended, notices when it is over.
import type { Task } from '#contract/runs.ts';
import { fault, type Fault } from '#core/fault.ts';
import type { TaskPatch } from '#core/ports/store.ts';
import type { Engine } from './engine.ts';
import { executeTask, JournalFailure, type TaskOutcome } from './execute-task.ts';
import { isOpen } from './graph.ts';
import type { LiveRun } from './live-run.ts';
import { chooseTasks, outcome } from './schedule.ts';
import { reversed } from './reversed.ts';
import { taskContext } from './task-context.ts';

/** Inside the run's `serial`. Starts tasks or ends the run, whichever is due. */
export async function advance(engine: Engine, live: LiveRun): Promise<void> {
  if (engine.closing) return;
  if (live.state === 'running') await begin(engine, live, chooseTasks(live.tasks, engine.limits, live.weights()));
  if (live.inFlight.size === 0) await settle(live);
  if (live.state === 'done') engine.live.delete(live.id);
}

async function begin(engine: Engine, live: LiveRun, taskIds: readonly string[]): Promise<void> {
  const startedAt = engine.deps.clock.now();
  const patch = { state: 'running', attempt: 1, startedAt, endedAt: null, fault: null, lastLine: '' } as const;
  await live.record(taskIds.map((taskId) => ({ taskId, patch })));
  live.markReady();
  for (const taskId of taskIds) {
    const work = carryOut(engine, live, taskId).catch((error: unknown) => breakDown(engine, live, { taskId, error }));
    live.inFlight.set(taskId, work);
  }
}

async function settle(live: LiveRun): Promise<void> {
  if (live.state === 'cancelling') {
    const open = live.tasks.filter((task) => isOpen(task.state));
    await live.record(open.map((task) => ({ taskId: task.id, patch: { state: 'cancelled' } })));
    return live.recordRun('cancelled');
  }
  if (live.state !== 'running' && live.state !== 'pausing') return;
  const result = outcome(live.tasks);
  if (result !== 'goes-on') return live.recordRun(result);
  if (live.state === 'pausing') await live.recordRun('paused');
}

async function carryOut(engine: Engine, live: LiveRun, taskId: string): Promise<void> {
  const task = live.task(taskId);
  if (task === null) return;
  const result = await perform(engine, live, task);
  await live.logBook.flush().catch((error: unknown) => {
    throw new JournalFailure('The log of a run could not be written.', { cause: error });
  });
  await live.serial(async () => {
    const lastLine = live.task(taskId)?.lastLine ?? '';
    await live.record([{ taskId, patch: { ...endOf(result, live, engine.deps.clock.now()), lastLine } }]);
    live.inFlight.delete(taskId);
    await advance(engine, live);
  });
}

function endOf(result: TaskOutcome, live: LiveRun, endedAt: number): TaskPatch['patch'] {
  if (result.kind === 'held') return { state: 'waiting', startedAt: null };
  if (result.kind === 'stopped') return { state: live.state === 'cancelling' ? 'cancelled' : 'interrupted', endedAt, fault: null };
  if (result.kind === 'failed') return { state: 'failed', endedAt, fault: result.fault };
  return { state: result.kind, endedAt, fault: null };
}

async function perform(engine: Engine, live: LiveRun, task: Task): Promise<TaskOutcome> {
  const { deps } = engine;
  const known = deps.steps.get(task.step);
  const step = known !== undefined && task.mode === 'undo' ? reversed(known) : known;
  const { footing, redactor } = live;
  const defect = (error: unknown): Fault => internal(engine, live, error);
  if (step === undefined || footing === null) {
    return { kind: 'failed', fault: defect(new Error(`No step is called ${task.step}.`)).view };
  }
  const signal = live.stop.signal;
  const write = (stream: 'out' | 'err' | 'hearth', text: string) => live.write({ taskId: task.id, stream, text });
  const source = { task, ...footing, ports: deps.ports, redactor, target: deps.target, write };
  const result = await executeTask({
    task,
    step,
    clock: deps.clock,
    signal,
    hold: live.hold.signal,
    random: engine.random,
    context: (inner) => taskContext(source, inner),
    onTry: (attempt) => live.serial(() => live.record([{ taskId: task.id, patch: { attempt } }])),
    onRetry: async (view, waitMs) => {
      write('hearth', `${view.what} ${view.why} Trying again in ${(waitMs / 1000).toFixed(1)} s.`);
      await live.serial(() => live.record([{ taskId: task.id, patch: { fault: view } }]));
    },
    defect,
    scrub: (view) => redactor.fault(view),
  });
  if (result.kind === 'failed') write('hearth', `${result.fault.what} ${result.fault.why}`);
  return result;
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
}
