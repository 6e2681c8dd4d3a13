// When a run holds the Lease of its cluster: from its start, or from when it goes on, until nothing of it is under way.
import type { RunState } from '#contract/runs.ts';
import type { Fault } from '#core/fault.ts';
import type { Engine } from './engine.ts';
import { startable } from './graph.ts';
import { createLeaseKeeper, type LeaseKeeper } from './lease-keeper.ts';
import type { LiveRun } from './live-run.ts';

const underWay: ReadonlySet<RunState> = new Set<RunState>(['running', 'pausing', 'cancelling']);

/** What only looks keeps nobody out. */
function keeperFor(engine: Engine, run: Pick<LiveRun, 'id' | 'platformId' | 'kind'>): LeaseKeeper | null {
  const { lease, clock } = engine.deps;
  if (lease === undefined || run.kind === 'rehearse') return null;
  return createLeaseKeeper({ deps: lease, room: engine.leases, clock, runId: run.id, platformId: run.platformId });
}

/** For a run that a person wants to begin or to go on with now. CLUSTER_HELD. */
export async function admit(engine: Engine, run: Pick<LiveRun, 'id' | 'platformId' | 'kind'>): Promise<LeaseKeeper | null> {
  const keeper = keeperFor(engine, run);
  await keeper?.admit();
  return keeper;
}

/** From here on the keeper looks after the run by itself; `wake` is called when the run may have become free to act. */
export function holdLease(live: LiveRun, keeper: LeaseKeeper | null, wake: () => void): void {
  live.lease = keeper;
  keeper?.keep({
    onChange: wake,
    say(text) {
      const task = live.tasks.find(({ state }) => state === 'running') ?? startable(live.tasks)[0] ?? live.tasks[0];
      if (task !== undefined) live.write({ taskId: task.id, stream: 'hearth', text });
    },
  });
}

/** A run that is under way without one, as after a crash, asks for it beside its other work. */
export function askForLease(engine: Engine, live: LiveRun, wake: () => void): void {
  if (live.lease === null && live.state === 'running') holdLease(live, keeperFor(engine, live), wake);
}

export function leaveLease(live: LiveRun): void {
  if (underWay.has(live.state)) return;
  live.lease?.end();
  live.lease = null;
}

/** What keeps its tasks from starting; null: nothing, or it is being found out. */
export const barredBy = ({ lease }: LiveRun): Fault | null => (lease?.mayAct() === 'no' ? lease.why() : null);
export const mayAct = ({ lease }: LiveRun): boolean => lease === null || lease.mayAct() === 'yes';
