// Random plans with random outcomes, played through on a clock that costs nothing.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Run, TaskState } from '#contract/runs.ts';
import { fault } from '#core/fault.ts';
import type { RunStore } from '#core/ports/store.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryRuns } from '#practice/store/memory-runs.ts';
import { sketchDeps, sketchPlan, sketchPlatform, type TaskSketch } from './fixtures.ts';
import { dependentsOf } from './graph.ts';
import { createRuns, type Runs } from './runs.ts';
import type { Step, StepContext } from './step.ts';

type Ending = 'works' | 'is there' | 'fails' | 'fails once' | 'never ends' | 'lies' | 'crashes';
interface Sketch {
  readonly needs: readonly number[];
  readonly node: string | null;
  readonly lane: string | null;
  readonly ending: Ending;
  readonly ms: number;
}

const sketches = fc.array(
  fc.record<Sketch>({
    needs: fc.array(fc.nat(30), { maxLength: 3 }),
    node: fc.constantFrom(null, 'n1', 'n2', 'n3'),
    lane: fc.constantFrom(null, null, 'join'),
    ending: fc.constantFrom<Ending>('works', 'works', 'works', 'is there', 'fails', 'fails once', 'never ends', 'lies', 'crashes'),
    ms: fc.nat(3000),
  }),
  { minLength: 1, maxLength: 14 },
);

const limits = { perNode: 1, total: 4 };

/** What happens at the same time, and whether it may. */
function createWatchdog() {
  const now = new Map<string, TaskSketch>();
  const complaints: string[] = [];
  const most = (key: (task: TaskSketch) => string | null | undefined) => {
    const keys = [...now.values()].map(key).filter((value) => value != null);
    return Math.max(0, ...keys.map((value) => keys.filter((other) => other === value).length));
  };
  return {
    complaints,
    enter(task: TaskSketch) {
      if (now.has(task.id)) complaints.push(`${task.id} runs twice at a time`);
      now.set(task.id, task);
      if (now.size > limits.total) complaints.push('too many in all');
      if (most((other) => other.nodeId) > limits.perNode) complaints.push('too many on a node');
      if (most((other) => other.lane) > 1) complaints.push('a lane is used twice');
    },
    leave: (task: TaskSketch) => now.delete(task.id),
  };
}

function stepOf(tasks: ReadonlyMap<string, TaskSketch & { readonly sketch: Sketch }>, watchdog: ReturnType<typeof createWatchdog>): Step {
  const applied = new Map<string, number>();
  const of = (context: StepContext) => {
    const task = tasks.get(String(context.input['id']));
    if (task === undefined) throw new Error('The plan and the steps do not fit.');
    return task;
  };
  const act = async (context: StepContext, { id, sketch }: TaskSketch & { readonly sketch: Sketch }) => {
    const tries = (applied.get(id) ?? 0) + 1;
    applied.set(id, tries);
    context.log(`${id} try ${tries}`);
    await context.ports.clock.sleep(sketch.ending === 'never ends' ? 1e9 : sketch.ms, context.signal);
    if (sketch.ending === 'fails') throw fault('SNAP_MISSING', { host: id });
    if (sketch.ending === 'fails once' && tries === 1) throw fault('NODE_UNREACHABLE', { host: id, port: 22 });
    if (sketch.ending === 'crashes') throw new TypeError(`${id} is wrong`);
  };
  return {
    id: 'any',
    attempts: 2,
    timeoutMs: 60_000,
    async check(context) {
      const { id, sketch } = of(context);
      return {
        holds: sketch.ending === 'is there' || (applied.has(id) && (sketch.ending === 'works' || sketch.ending === 'fails once')),
        seen: `seen ${id}`,
      };
    },
    async apply(context) {
      const task = of(context);
      watchdog.enter(task);
      try {
        await act(context, task);
      } finally {
        watchdog.leave(task);
      }
    },
    verify: async (context) => ({ holds: of(context).sketch.ending !== 'lies', seen: '' }),
  };
}

/** A journal that complains when a task is begun before what it needs has ended well. */
function strictJournal(store: RunStore, tasks: readonly TaskSketch[], complaints: string[]): RunStore {
  const states = new Map<string, TaskState>();
  const metBy = (need: string) => states.get(need) === 'done' || states.get(need) === 'unchanged';
  return {
    ...store,
    async recordTasks(runId, patches) {
      for (const { taskId, patch } of patches) {
        if (patch.state === undefined) continue;
        const needs = tasks.find((task) => task.id === taskId)?.needs ?? [];
        if (patch.state === 'running' && !needs.every(metBy)) complaints.push(`${taskId} began too early`);
        states.set(taskId, patch.state);
      }
      await store.recordTasks(runId, patches);
    },
  };
}

const wanted: Readonly<Record<Ending, TaskState>> = {
  works: 'done',
  'is there': 'unchanged',
  fails: 'failed',
  'fails once': 'done',
  'never ends': 'failed',
  lies: 'failed',
  crashes: 'failed',
};

function setUp(drawn: readonly Sketch[]) {
  const tasks = drawn.map((sketch, index) => {
    const id = `t${index}`;
    const needs = [...new Set(sketch.needs.filter((need) => need < index).map((need) => `t${need}`))];
    return { id, step: 'any', needs, nodeId: sketch.node, lane: sketch.lane, input: { id }, sketch };
  });
  const watchdog = createWatchdog();
  const store = strictJournal(memoryRuns(), tasks, watchdog.complaints);
  const step = stepOf(new Map(tasks.map((task) => [task.id, task])), watchdog);
  const deps = sketchDeps({ store, clock: virtualClock(), steps: [step], more: { limits } });
  const plan = sketchPlan(tasks.map(({ id, step, needs, nodeId, lane, input }) => ({ id, step, needs, nodeId, lane, input })));
  return { tasks, store, plan, runs: createRuns(deps), complaints: watchdog.complaints };
}

async function untilOver(runs: Runs, runId: string): Promise<Run> {
  const seen: number[] = [];
  for await (const event of runs.watch(runId, -1, new AbortController().signal)) {
    if (event.type === 'log') seen.push(...event.lines.map((line) => line.seq));
  }
  expect(seen).toEqual(seen.map((_, index) => index));
  return runs.get(runId);
}

it('every plan ends as its tasks do, in the right order, within the limits, with a whole log', async () => {
  await fc.assert(
    fc.asyncProperty(sketches, async (drawn) => {
      const { tasks, plan, runs, store, complaints } = setUp(drawn);
      const run = await untilOver(runs, await runs.start({ plan, platform: sketchPlatform(), startedBy: 'test' }));
      expect(complaints).toEqual([]);
      const bad = tasks.filter((task) => wanted[task.sketch.ending] === 'failed').map((task) => task.id);
      const behind = new Set(bad.flatMap((id) => [...dependentsOf(tasks, id)]));
      for (const task of tasks) {
        expect(`${task.id} ${run.tasks.find(({ id }) => id === task.id)?.state}`).toBe(
          `${task.id} ${behind.has(task.id) ? 'waiting' : wanted[task.sketch.ending]}`,
        );
      }
      expect(run.state).toBe(bad.length > 0 ? 'failed' : 'done');
      expect(await store.get(run.id)).toMatchObject({ state: run.state, counts: run.counts, headline: run.headline });
    }),
    { numRuns: 300 },
  );
}, 60_000);

const commands = fc.array(
  fc.record({ command: fc.constantFrom('pause', 'resume', 'cancel', 'retryTask', 'skipTask', 'skipNode' as const), task: fc.nat(13) }),
  { maxLength: 8 },
);

it('whatever a person does in the middle, the order and the limits hold and the run can be ended', async () => {
  await fc.assert(
    fc.asyncProperty(sketches, commands, async (drawn, orders) => {
      const { tasks, plan, runs, store, complaints } = setUp(drawn);
      const runId = await runs.start({ plan, platform: sketchPlatform(), startedBy: 'test' });
      for (const { command, task } of orders) {
        const { id: taskId = 't0', nodeId = null } = tasks[task % tasks.length] ?? {};
        if (command === 'skipNode' && nodeId === null) continue;
        await runs[command](runId, command === 'skipNode' ? (nodeId ?? '') : taskId).catch((error: unknown) =>
          expect(error).toMatchObject({ view: { code: 'NOT_POSSIBLE_NOW' } }),
        );
        for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      }
      const over = ['done', 'failed', 'cancelled'];
      if (!over.includes((await runs.get(runId)).state)) await runs.cancel(runId);
      const run = await untilOver(runs, runId);
      expect(over).toContain(run.state);
      expect(complaints).toEqual([]);
      expect(run.tasks.filter((task) => ['running', 'ready', 'interrupted'].includes(task.state))).toEqual([]);
      expect(await store.get(run.id)).toMatchObject({ state: run.state, counts: run.counts });
    }),
    { numRuns: 200 },
  );
}, 60_000);
