// After a crash, and at a clean end: what the journal says is uncertain is checked again; the rest goes on by itself.
import type { Task } from '#contract/runs.ts';
import { isFault } from '#core/fault.ts';
import { goOn } from './control.ts';
import { advance, breakDown } from './driver.ts';
import { takeUp, type Engine } from './engine.ts';
import { JournalFailure } from './execute-task.ts';
import type { LiveRun } from './live-run.ts';

/** At the start of the engine. One run that cannot go on does not hold up the others. */
export async function recoverRuns(engine: Engine): Promise<void> {
  for (const run of await engine.deps.store.unfinished()) {
    const live = await takeUp(engine, run);
    await live.serial(() => recoverOne(engine, live)).catch((error: unknown) => leaveInterrupted(engine, live, error));
  }
}

async function recoverOne(engine: Engine, live: LiveRun): Promise<void> {
  const uncertain = live.tasks.filter((task) => task.state === 'running');
  for (const task of uncertain) {
    live.write({
      taskId: task.id,
      stream: 'hearth',
      text: interruption(task),
    });
  }
  await live.writeLog();
  await live.record(uncertain.map((task) => ({ taskId: task.id, patch: { state: 'interrupted' } })));
  if (live.state === 'pausing') await live.recordRun('paused');
  if (live.state === 'running') await live.recordRun('interrupted');
  if (live.state === 'interrupted') await goOn(engine, live);
  await advance(engine, live);
}

const interruption = ({ acted }: Task) =>
  acted === true
    ? 'Hearth ended while this task was making its change. It is checked before anything is repeated; what is found counts as done by this run.'
    : 'Hearth ended while this task was running. It is checked before anything is repeated.';

function leaveInterrupted(engine: Engine, live: LiveRun, error: unknown): void {
  if (error instanceof JournalFailure || !isFault(error)) breakDown(engine, live, { error });
  else engine.deps.log.warn(`Run ${live.id} could not be taken up again.`, { why: error.view.what });
}

/** Ends the engine: what runs is stopped and marked as uncertain, so that the next start takes it up. */
export async function closeRuns(engine: Engine): Promise<void> {
  engine.closing = true;
  await Promise.all([...engine.live.values()].map((live) => closeOne(engine, live)));
  await Promise.all(engine.leases.leaving);
}

async function closeOne(engine: Engine, live: LiveRun): Promise<void> {
  live.stop.abort(new Error('Hearth is ending.'));
  await Promise.all(live.inFlight.values());
  await live.serial(async () => {
    // What cannot be written now is looked at again at the next start, and keeps nothing else from its end.
    await writeLast(live).catch((error: unknown) => engine.deps.log.error(`The end of run ${live.id} could not be written down.`, error));
    live.lease?.end();
    live.lease = null;
  });
}

async function writeLast(live: LiveRun): Promise<void> {
  await live.writeLog();
  await live.writeOwed();
  if (live.state === 'running') await live.recordRun('interrupted');
}
