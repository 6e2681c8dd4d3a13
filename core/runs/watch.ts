// Following a run, or all runs: a snapshot, then changes. Watchers pull: what they missed they read when they get to it.
import type { LogLine, Run, RunEvent, RunSummary } from '#contract/runs.ts';
import type { Clock } from '#core/ports/clock.ts';
import { openRun, storedRun, type Engine } from './engine.ts';
import type { Subscription } from './feed.ts';
import type { LiveRun } from './live-run.ts';
import { isOver } from './summary.ts';

/** At most ten events a second; a person sees no more, and a window has other work. */
const betweenMs = 100;
const logPage = 1000;
/** Runs in the list of all. */
const listLength = 50;

interface Wait {
  readonly subscription: Subscription;
  readonly signal: AbortSignal;
  /** Aborted when there is something that nobody should wait for. */
  readonly urgent?: AbortSignal;
  readonly since: number;
}

/** Waits for the next change, and so long that events keep their distance. False when the watcher has gone. */
async function nextChange(clock: Clock, { subscription, signal, urgent, since }: Wait): Promise<boolean> {
  await subscription.woken(signal);
  const pause = since + betweenMs - clock.now();
  const cut = urgent === undefined ? signal : AbortSignal.any([signal, urgent]);
  if (pause > 0 && !cut.aborted) {
    await clock.sleep(pause, cut).catch((error: unknown) => {
      if (!cut.aborted) throw error;
    });
  }
  return !signal.aborted;
}

export async function* watchRun(
  engine: Engine,
  { runId, afterLog }: { readonly runId: string; readonly afterLog: number },
  signal: AbortSignal,
): AsyncGenerator<RunEvent, void> {
  const known = engine.live.get(runId);
  const stored = known === undefined ? await storedRun(engine, runId) : null;
  if (stored !== null && isOver(stored.state)) yield* replay(engine, stored, afterLog);
  else yield* follow(engine, { live: known ?? (await openRun(engine, runId)), afterLog }, signal);
}

async function* replay(engine: Engine, run: Run, afterLog: number): AsyncGenerator<RunEvent, void> {
  yield { type: 'snapshot', run };
  for await (const lines of storedLog(engine, run.id, afterLog)) yield { type: 'log', lines };
}

async function* follow(
  engine: Engine,
  { live, afterLog }: { readonly live: LiveRun; readonly afterLog: number },
  signal: AbortSignal,
): AsyncGenerator<RunEvent, void> {
  const subscription = live.feed.subscribe();
  try {
    const run = await live.told(() => live.snapshot());
    let seq = run.seq;
    let cursor = afterLog;
    yield { type: 'snapshot', run };
    for (;;) {
      const since = engine.deps.clock.now();
      // Read first: what ended the run was stored before, so nothing can be missed after it.
      const { over, event } = await live.told(() => {
        const changed = subscription.take();
        return { over: isOver(live.state), event: live.seq === seq ? null : tasksEvent(live, changed) };
      });
      if (event !== null) {
        ({ seq } = event);
        yield event;
      }
      for await (const lines of storedLog(engine, live.id, cursor)) {
        cursor = lines.at(-1)?.seq ?? cursor;
        yield { type: 'log', lines };
      }
      if (over || !(await nextChange(engine.deps.clock, { subscription, signal, urgent: live.over.signal, since }))) return;
    }
  } finally {
    subscription.end();
  }
}

function tasksEvent(live: LiveRun, changed: ReadonlySet<string>): Extract<RunEvent, { type: 'tasks' }> {
  const { seq, tasks } = live.snapshot();
  return { type: 'tasks', summary: live.summary(), tasks: tasks.filter((task) => changed.has(task.id)), seq };
}

async function* storedLog(engine: Engine, runId: string, after: number): AsyncGenerator<LogLine[], void> {
  for (let cursor = after, more = true; more;) {
    const page = await engine.deps.store.readLog(runId, { after: cursor, limit: logPage });
    const last = page.lines.at(-1);
    if (last === undefined) return;
    yield [...page.lines];
    cursor = last.seq;
    more = page.more;
  }
}

export interface RunFilter {
  readonly platformId?: string | undefined;
  readonly limit: number;
}

/** Summaries as stored, with those of runs in memory in their place. */
export async function listRuns(engine: Engine, { platformId, limit }: RunFilter): Promise<RunSummary[]> {
  const stored = await engine.deps.store.list({ limit, ...(platformId === undefined ? {} : { platformId }) });
  return Promise.all(
    stored.map(async (summary) => {
      const live = engine.live.get(summary.id);
      return live === undefined ? summary : live.told(() => live.summary());
    }),
  );
}

export async function* watchAllRuns(engine: Engine, signal: AbortSignal): AsyncGenerator<RunSummary[], void> {
  const subscription = engine.all.subscribe();
  try {
    for (;;) {
      const since = engine.deps.clock.now();
      subscription.take();
      yield await listRuns(engine, { limit: listLength });
      if (!(await nextChange(engine.deps.clock, { subscription, signal, since }))) return;
    }
  } finally {
    subscription.end();
  }
}
