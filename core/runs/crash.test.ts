// The engine dies at every point at which it could: before and after each write of the journal and each effect on
// the machines. Whatever the point, taking the run up again must lead to the same end, with no effect twice.
import { describe, expect, it } from 'vitest';
import type { Plan, RunSummary, Task } from '#contract/runs.ts';
import { fault } from '#core/fault.ts';
import type { RunStore } from '#core/ports/store.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryRuns } from '#practice/store/memory-runs.ts';
import { sketchDeps, sketchPlan, sketchPlatform, type TaskSketch } from './fixtures.ts';
import { createRuns, type Runs } from './runs.ts';
import type { Step, StepContext } from './step.ts';

/** Kills at the `at`-th point: nothing behind it ever happens. */
function createFuse(at: number) {
  let passed = 0;
  const burnt = Promise.withResolvers<'dead'>();
  return {
    died: burnt.promise,
    get points() {
      return passed;
    },
    async point(): Promise<void> {
      passed += 1;
      if (passed < at) return;
      burnt.resolve('dead');
      await new Promise<never>(() => {});
    },
  };
}
type Fuse = ReturnType<typeof createFuse>;

function fusedStore(store: RunStore, fuse: Fuse): RunStore {
  const around = async <T>(write: () => Promise<T>): Promise<T> => {
    await fuse.point();
    const result = await write();
    await fuse.point();
    return result;
  };
  return {
    ...store,
    create: (run, plan) => around(() => store.create(run, plan)),
    reopen: (runId) => around(() => store.reopen(runId)),
    recordTasks: (runId, patches) => around(() => store.recordTasks(runId, patches)),
    recordRun: (runId, patch) => around(() => store.recordRun(runId, patch)),
    appendLog: (runId, lines) => around(() => store.appendLog(runId, lines)),
  };
}

/** What the machines are: how often each effect has come about, and how often it was taken back. It outlives every engine. */
interface World {
  readonly store: RunStore;
  readonly effects: Map<string, number>;
  readonly takenBack: Map<string, number>;
  /** Tasks of which each first try in an engine fails as if a connection broke. */
  readonly flaky: ReadonlySet<string>;
}

function engineOn(world: World, fuse: Fuse): { runs: Runs; die: () => void } {
  const clock = virtualClock();
  const dropped = new Set<string>();
  const seen = (id: string) => ({ holds: (world.effects.get(id) ?? 0) > (world.takenBack.get(id) ?? 0), seen: `looked at ${id}` });
  const idOf = (input: Readonly<Record<string, unknown>>) => String(input['id']);
  const act = async (context: StepContext, effects: Map<string, number>) => {
    const id = idOf(context.input);
    await context.ports.clock.sleep(Number(context.input['ms']));
    context.log(`about to do ${id}`);
    await fuse.point();
    // Only what the journal holds is known to be uncertain after a crash, and whose work it is.
    expect(await journalled(world, id)).toMatchObject({ state: 'running', acted: true });
    effects.set(id, (effects.get(id) ?? 0) + 1);
    await fuse.point();
    if (world.flaky.has(id) && !dropped.has(id)) {
      dropped.add(id);
      throw fault('CONNECTION_LOST', { host: id, port: 22, doing: 'the step' });
    }
  };
  const step: Step = {
    id: 'effect',
    attempts: 3,
    timeoutMs: 60_000,
    check: async ({ input }) => seen(idOf(input)),
    apply: (context) => act(context, world.effects),
    undo: (context) => act(context, world.takenBack),
  };
  const deps = sketchDeps({ store: fusedStore(world.store, fuse), clock, steps: [step] });
  return { runs: createRuns(deps), die: () => clock.stop() };
}

async function untilOver(runs: Runs, runId: string): Promise<void> {
  for await (const _ of runs.watch(runId, -1, new AbortController().signal)) void _;
}

async function journalled(world: World, taskId: string): Promise<Task | undefined> {
  const [run] = await world.store.unfinished();
  return run?.tasks.find((task) => task.id === taskId);
}

/** One life of an engine: takes up what is there or begins something, and ends with the run or with the fuse. */
async function liveWith(
  world: World,
  begin: (runs: Runs, newest: RunSummary | undefined) => Promise<string>,
  killAt: number,
): Promise<number> {
  const fuse = createFuse(killAt);
  const { runs, die } = engineOn(world, fuse);
  const work = async () => {
    await runs.recover();
    const [known] = await world.store.list({ limit: 1 });
    await untilOver(runs, await begin(runs, known));
  };
  await Promise.race([work(), fuse.died]);
  die();
  return fuse.points;
}

const live = (world: World, plan: Plan, killAt: number) =>
  liveWith(
    world,
    async (runs, newest) => newest?.id ?? (await runs.start({ plan, platform: sketchPlatform(), startedBy: 'test' })),
    killAt,
  );
const liveUndo = (world: World, killAt: number) =>
  liveWith(world, async (runs, newest) => (newest?.kind === 'undo' ? newest.id : await runs.undo(newest?.id ?? '', 'test')), killAt);

async function expectUndone(world: World): Promise<void> {
  const [summary] = await world.store.list({ limit: 1 });
  const run = await world.store.get(summary?.id ?? '');
  expect([run?.kind, run?.state]).toEqual(['undo', 'done']);
  expect(run?.tasks.map((task) => `${task.id} ${world.takenBack.get(task.id)}`)).toEqual(run?.tasks.map((task) => `${task.id} 1`));
  expect(new Set(world.takenBack.keys())).toEqual(new Set(world.effects.keys()));
}

async function expectRightEnd(world: World, plan: Plan): Promise<void> {
  const [summary] = await world.store.list({ limit: 10 });
  const run = await world.store.get(summary?.id ?? '');
  expect(run?.state).toBe('done');
  for (const task of run?.tasks ?? []) {
    // Nothing was there before: whatever stands is this run's work, also where an earlier engine had done it.
    expect(`${task.id} ${task.state}`).toBe(`${task.id} done`);
    expect(`${task.id} ${world.effects.get(task.id)}`).toBe(`${task.id} 1`);
  }
  expect(run?.tasks).toHaveLength(plan.tasks.length);
  const { lines } = await world.store.readLog(summary?.id ?? '', { after: -1, limit: 100_000 });
  expect(lines.map((line) => line.seq)).toEqual(lines.map((_, index) => index));
}

/** Small numbers that look random and are the same each time. */
function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

function dicePlan(seed: number): { plan: Plan; flaky: ReadonlySet<string> } {
  const dice = createDice(seed);
  const tasks = Array.from({ length: 4 + dice(5) }, (_, index): TaskSketch => {
    const id = `t${index}`;
    const needs = Array.from({ length: index }, (__, other) => `t${other}`).filter(() => dice(3) === 0);
    return {
      id,
      step: 'effect',
      needs,
      nodeId: [null, 'n1', 'n2', 'n3'][dice(4)] ?? null,
      lane: [null, null, 'join'][dice(3)] ?? null,
      changes: [`brings about ${id}`],
      input: { id, ms: dice(200) },
    };
  });
  return { plan: sketchPlan(tasks), flaky: new Set(tasks.filter(() => dice(4) === 0).map((task) => task.id)) };
}

const newWorld = (flaky: ReadonlySet<string>): World => ({ store: memoryRuns(), effects: new Map(), takenBack: new Map(), flaky });
const never = Number.POSITIVE_INFINITY;

describe('an engine that dies', () => {
  it('once, at any point, is followed by one that ends the run as if nothing had been', { timeout: 60_000 }, async () => {
    let kills = 0;
    for (let seed = 1; kills < 2000; seed += 1) {
      const { plan, flaky } = dicePlan(seed);
      const points = await live(newWorld(flaky), plan, never);
      for (let at = 1; at <= points; at += 1) {
        const world = newWorld(flaky);
        await live(world, plan, at);
        await live(world, plan, never);
        await expectRightEnd(world, plan);
        kills += 1;
      }
    }
  });

  it('at any point leaves nothing behind that an undo of the run would miss', { timeout: 60_000 }, async () => {
    let kills = 0;
    for (let seed = 1; kills < 500; seed += 1) {
      const { plan, flaky } = dicePlan(seed);
      const points = await live(newWorld(flaky), plan, never);
      for (let at = 1; at <= points; at += 1) {
        const world = newWorld(flaky);
        await live(world, plan, at);
        await live(world, plan, never);
        await liveUndo(world, never);
        await expectUndone(world);
        kills += 1;
      }
    }
  });

  it('again and again, also while it takes up the run, gets there in the end', { timeout: 60_000 }, async () => {
    const dice = createDice(7);
    for (let seed = 1000; seed < 1150; seed += 1) {
      const { plan, flaky } = dicePlan(seed);
      const world = newWorld(flaky);
      for (let life = 0; life < 6; life += 1) await live(world, plan, 1 + dice(30));
      await live(world, plan, never);
      await expectRightEnd(world, plan);
    }
  });

  it('in the middle of an undo is followed by one that takes back the rest, and nothing twice', { timeout: 60_000 }, async () => {
    const ready = async (flaky: ReadonlySet<string>, plan: Plan) => {
      const world = newWorld(flaky);
      await live(world, plan, never);
      return world;
    };
    let kills = 0;
    for (let seed = 1; kills < 500; seed += 1) {
      const { plan, flaky } = dicePlan(seed);
      const points = await liveUndo(await ready(flaky, plan), never);
      for (let at = 1; at <= points; at += 1) {
        const world = await ready(flaky, plan);
        await liveUndo(world, at);
        await liveUndo(world, never);
        await expectUndone(world);
        kills += 1;
      }
    }
  });
});
