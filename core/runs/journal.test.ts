// Random plans, acts of a person, crashes, and disks that are slow or full now and then: what the journal says before each effect and at the end.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Task } from '#contract/runs.ts';
import { fault, isFault } from '#core/fault.ts';
import type { RunStore } from '#core/ports/store.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryRuns } from '#practice/store/memory-runs.ts';
import { sketchDeps, sketchPlan, sketchPlatform } from './fixtures.ts';
import { createRuns, type Runs } from './runs.ts';
import type { Step, StepContext } from './step.ts';

interface Sketch {
  readonly needs: readonly number[];
  readonly node: string | null;
  readonly ending: 'works' | 'is there' | 'breaks off' | 'cannot be seen at first';
  readonly lookMs: number;
  readonly actMs: number;
}
const sketches = fc.array(
  fc.record<Sketch>({
    needs: fc.array(fc.nat(30), { maxLength: 2 }),
    node: fc.constantFrom(null, 'n1', 'n2', 'n3'),
    ending: fc.constantFrom('works', 'works', 'is there', 'is there', 'is there', 'breaks off', 'cannot be seen at first'),
    lookMs: fc.constantFrom(0, 0, 1, 5, 30, 70, 200),
    actMs: fc.constantFrom(0, 1, 5, 40, 300),
  }),
  { minLength: 1, maxLength: 12 },
);

const acts = ['pause', 'resume', 'cancel', 'skip', 'retry', 'crash', 'close'] as const;
/** `isSeen`: a person looks at the run right before. */
const moments = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.nat(3), fc.nat(60), fc.nat(400)),
    isSeen: fc.boolean(),
    act: fc.constantFrom(...acts, 'resume' as const),
  }),
  { maxLength: 8 },
);

/** `fullAt`: the numbers of the writes that find no room. */
interface Disk {
  readonly ms: number;
  readonly fullAt: readonly number[];
}
const disks = fc.record<Disk>({ ms: fc.constantFrom(0, 1, 7), fullAt: fc.oneof(fc.constant([]), fc.array(fc.nat(40), { maxLength: 3 })) });

/** What outlives the engines, and what should not have been. */
class World {
  readonly journal = memoryRuns();
  readonly complaints: string[] = [];
  readonly effects = new Map<string, number>();
  readonly troubled = new Set<string>();
  writes = 0;
  lives = 0;

  async beforeEffect(id: string): Promise<void> {
    const [run] = await this.journal.unfinished();
    const task = run?.tasks.find((one) => one.id === id);
    if (task?.state !== 'running' || task.acted !== true) this.complaints.push(`${id} acts and is ${task?.state} in the journal`);
    for (const need of run?.tasks.filter((one) => task?.needs.includes(one.id)) ?? [])
      if (need.state !== 'done' && need.state !== 'unchanged') this.complaints.push(`${id} acts while ${need.id} is ${need.state}`);
  }

  effect(id: string): void {
    const count = (this.effects.get(id) ?? 0) + 1;
    this.effects.set(id, count);
    if (count > 1) this.complaints.push(`${id} came about twice`);
  }

  /** Once in all lives of the engine. */
  trouble(id: string): void {
    if (this.troubled.has(id)) return;
    this.troubled.add(id);
    throw fault('NODE_UNREACHABLE', { host: id, port: 22 });
  }
}

function stepOf(world: World, tasks: readonly Sketch[]): Step {
  const of = ({ input }: StepContext) => {
    const id = String(input['id']);
    const sketch = tasks[Number(id)];
    if (sketch === undefined) throw new Error(`There is no task ${id}.`);
    return { id, ...sketch };
  };
  return {
    id: 'any',
    attempts: 3,
    timeoutMs: 60_000,
    async check(context) {
      const { id, ending, lookMs } = of(context);
      if (lookMs > 0) await context.ports.clock.sleep(lookMs);
      context.log('looked at');
      if (ending === 'cannot be seen at first') world.trouble(id);
      return { holds: ending.endsWith('first') || ending === 'is there' || world.effects.has(id), seen: 'looked at' };
    },
    async apply(context) {
      const { id, ending, actMs } = of(context);
      await world.beforeEffect(id);
      if (actMs > 0) await context.ports.clock.sleep(actMs, context.signal);
      world.effect(id);
      if (ending === 'breaks off') world.trouble(id);
    },
  };
}

/** An engine with a disk of its own; `die` as SIGKILL does. */
function live(world: World, step: Step, disk: Disk) {
  world.lives += 1;
  const clock = virtualClock(1_700_000_000_000 + world.lives * 1_000_000_000);
  let dead = false;
  const written = async <T>(write: () => Promise<T>): Promise<T> => {
    world.writes += 1;
    const isFull = disk.fullAt.includes(world.writes);
    if (disk.ms > 0) await clock.sleep(disk.ms);
    if (dead) await new Promise<never>(() => {});
    if (isFull) throw fault('DATA_NOT_WRITABLE', { path: '/data', reason: 'The disk is full.' });
    return write();
  };
  const { journal } = world;
  const store: RunStore = {
    ...journal,
    reopen: (runId) => written(() => journal.reopen(runId)),
    recordRun: (runId, patch) => written(() => journal.recordRun(runId, patch)),
    recordTasks: (runId, patches) => written(() => journal.recordTasks(runId, patches)),
    appendLog: (runId, lines) => written(() => journal.appendLog(runId, lines)),
  };
  const runs = createRuns(sketchDeps({ store, clock, steps: [step], more: { limits: { perNode: 2, total: 5 } } }));
  const die = () => {
    dead = true;
    clock.stop();
  };
  return { runs, clock, die };
}

/** What is refused changes nothing. */
const tried = (work: Promise<unknown>) =>
  work.catch((error: unknown) => {
    if (!isFault(error)) throw error;
  });

async function act(runs: Runs, runId: string, what: Exclude<(typeof acts)[number], 'crash' | 'close'>): Promise<void> {
  const { tasks } = await runs.get(runId);
  const first = (...states: readonly Task['state'][]) => tasks.find(({ state }) => states.includes(state))?.id ?? '0';
  if (what === 'retry') await tried(runs.retryTask(runId, first('failed', 'skipped')));
  else if (what === 'skip') await tried(runs.skipTask(runId, first('failed')));
  else await tried(runs[what](runId));
}

const isSettled = ({ state }: Task) => state === 'done' || state === 'unchanged';
const columns = ({ id, state, attempt, startedAt, endedAt, acted = false }: Task) => ({ id, state, attempt, startedAt, endedAt, acted });

it('knows of every effect before it, and at the end all that was seen', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(sketches, moments, disks, async (tasks, doings, disk) => {
      const world = new World();
      const step = stepOf(world, tasks);
      const plan = sketchPlan(
        tasks.map(({ needs, node }, index) => ({
          id: String(index),
          step: 'any',
          nodeId: node,
          input: { id: String(index) },
          needs: [...new Set(needs.filter((need) => need < index))].map(String),
        })),
      );
      const seen = new Map<string, Task>();
      let now = live(world, step, disk);
      const runId = await now.runs.start({ plan, platform: sketchPlatform(), startedBy: 'window' });
      for (const { afterMs, isSeen, act: what } of doings) {
        await now.clock.sleep(afterMs);
        for (const task of isSeen ? (await now.runs.get(runId)).tasks : []) if (isSettled(task)) seen.set(task.id, task);
        if (what !== 'crash' && what !== 'close') {
          await act(now.runs, runId, what);
          continue;
        }
        if (what === 'close') await now.runs.close();
        now.die();
        now = live(world, step, disk);
        await now.runs.recover();
      }
      for (let tries = 0; tries < 12 && (await now.runs.get(runId)).state !== 'done'; tries += 1) {
        await now.clock.sleep(200_000);
        await act(now.runs, runId, 'resume');
      }
      const end = await now.runs.get(runId);
      expect([end.state, world.complaints]).toEqual(['done', []]);
      // What a full disk could not take may have been seen, and is looked at again.
      if (disk.fullAt.length === 0)
        expect(end.tasks.filter(({ id }) => seen.has(id)).map(columns)).toEqual(
          end.tasks.flatMap(({ id }) => seen.get(id) ?? []).map(columns),
        );
      const kept = await world.journal.get(runId);
      expect(kept?.tasks.map(columns)).toEqual(end.tasks.map(columns));
      const { lines } = await world.journal.readLog(runId, { after: -1, limit: 10_000 });
      expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index));
      const told = new Set(lines.map(({ taskId }) => taskId));
      expect(end.tasks.filter(({ state, id }) => state !== 'skipped' && !told.has(id))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
