// From a run's id to the plan that takes it back: what is needed from the store, and the refusals.
import type { Platform } from '#contract/platforms.ts';
import type { Plan, Run, RunSummary } from '#contract/runs.ts';
import { fault } from '#core/fault.ts';
import { storedRun, usualDurations, type Engine } from './engine.ts';
import { kindOfWork } from './live-run.ts';
import { planDigest } from './plan-digest.ts';
import { isOver } from './summary.ts';
import { undoPlan, type UndoRequest } from './undo.ts';

/** So many runs of a platform are looked at for what was there before and what has become of it. */
const historyLength = 500;

/** NOT_FOUND; NOT_POSSIBLE_NOW while the run is under way, for a run that is itself an undo, and when nothing can be taken back. */
export async function planUndo(engine: Engine, runId: string): Promise<{ readonly plan: Plan; readonly platform: Platform }> {
  const run = engine.live.get(runId)?.snapshot() ?? (await storedRun(engine, runId));
  if (!isOver(run.state)) throw notNow('This run is not over yet. Cancel it or let it end, then undo it.');
  if (run.kind === 'rehearse') throw notNow('A dry run changed nothing, so there is nothing to take back.');
  if (run.kind === 'undo') throw notNow('This run took something back. To have it again, start a run that sets it up.');
  const platform = await engine.deps.platforms.get(run.platformId);
  if (platform === null) throw fault('NOT_FOUND', { thing: 'platform', id: run.platformId });
  const usual = await usualDurations(
    engine,
    run.tasks.map(({ step }) => ({ step, mode: 'undo' as const })),
  );
  const plan = undoPlan({
    run,
    steps: engine.deps.steps,
    machines: new Map(platform.nodes.map(({ id, name }) => [id, name])),
    ...(await otherRuns(engine, run)),
    usualMs: (step) => usual.get(kindOfWork({ step, mode: 'undo' })) ?? null,
  });
  if (plan.tasks.length === 0) throw notNow(['This run changed nothing that can be taken back.', ...plan.stays].join(' '));
  return { plan: { ...plan, digest: planDigest(plan, platform) }, platform };
}

const notNow = (reason: string) => fault('NOT_POSSIBLE_NOW', { reason });

/** Of the same platform; oldest first. */
async function otherRuns({ deps: { store } }: Engine, { id, platformId }: Run): Promise<Pick<UndoRequest, 'earlier' | 'later'>> {
  const oldestFirst = (await store.list({ platformId, limit: historyLength })).toReversed();
  const own = oldestFirst.findIndex((one) => one.id === id);
  const read = async (summaries: readonly RunSummary[]) => {
    const runs = [];
    for (const one of summaries) runs.push(await store.get(one.id));
    return runs.filter((run) => run !== null);
  };
  return { earlier: await read(oldestFirst.slice(0, Math.max(0, own))), later: await read(oldestFirst.slice(own + 1)) };
}
