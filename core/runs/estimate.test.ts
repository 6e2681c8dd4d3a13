import { describe, expect, it } from 'vitest';
import type { TaskState } from '#contract/runs.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryRuns } from '#practice/store/memory-runs.ts';
import { estimatePlan, fromTheBeginning, median, paceOf, timeLeft, timeTable } from './estimate.ts';
import { sketchDeps, sketchPlan, sketchPlatform, sketchStep, type TaskSketch } from './fixtures.ts';
import { createRuns } from './runs.ts';
import { toldLeft } from './told-left.ts';

const minutes = (count: number) => count * 60_000;
const plan = (tasks: readonly TaskSketch[]) => sketchPlan(tasks).tasks;

describe('the time left', () => {
  it('is told of the whole and of its phases from one table, lanes and all', () => {
    const join = (id: string) => ({ id, phase: 'join', lane: 'join', needs: ['prepare'], estimateMs: minutes(2) });
    const tasks = plan([{ id: 'prepare', phase: 'prepare', estimateMs: minutes(1) }, join('a'), join('b'), join('c')]);
    const table = timeTable(fromTheBeginning(tasks));
    expect(toldLeft(table, tasks, 0)).toEqual({ leftMs: minutes(7), phaseLeftMs: { prepare: minutes(1), join: minutes(6) } });
    expect(toldLeft(table, tasks, minutes(2))).toEqual({ leftMs: minutes(5), phaseLeftMs: { prepare: 0, join: minutes(5) } });
    expect(toldLeft(new Map(), tasks, 0)).toEqual({ leftMs: 0, phaseLeftMs: {} });
  });
});

describe('an estimate', () => {
  it('adds up what waits for each other and counts once what goes side by side', () => {
    const tasks = plan([
      { id: 'a', estimateMs: minutes(1) },
      { id: 'b', estimateMs: minutes(5), needs: ['a'] },
      { id: 'c', estimateMs: minutes(2), needs: ['a'] },
      { id: 'd', estimateMs: minutes(1), needs: ['b', 'c'] },
    ]);
    expect(estimatePlan(tasks)).toBe(minutes(7));
  });

  it('knows that a node, a lane and the whole run bear only so much', () => {
    const four = (more: Partial<TaskSketch>) =>
      plan([1, 2, 3, 4].map((number) => Object.assign({ id: `t${number}`, estimateMs: minutes(1) }, more)));
    expect(estimatePlan(four({}))).toBe(minutes(1));
    expect(estimatePlan(four({ nodeId: 'n1' }))).toBe(minutes(4));
    expect(estimatePlan(four({ lane: 'join' }))).toBe(minutes(4));
    expect(estimatePlan(four({}), { perNode: 1, total: 2 })).toBe(minutes(2));
  });

  it('lets the longest way go first', () => {
    const tasks = plan([
      { id: 'short', estimateMs: minutes(1), lane: 'x' },
      { id: 'long', estimateMs: minutes(1), lane: 'x' },
      { id: 'after', estimateMs: minutes(8), needs: ['long'] },
    ]);
    expect(estimatePlan(tasks)).toBe(minutes(9));
  });

  it('does not count what stands behind a failure', () => {
    const tasks = plan([{ id: 'a' }, { id: 'b', needs: ['a'] }, { id: 'c' }]).map((task) =>
      Object.assign(task, { state: task.id === 'a' ? ('failed' as const) : ('waiting' as const) }),
    );
    expect(timeLeft({ tasks, limits: { perNode: 1, total: 8 }, left: () => minutes(3) })).toBe(minutes(3));
  });

  it('of a plan for fifty machines is made at once', () => {
    const tasks = plan(
      Array.from({ length: 50 }, (_, node) =>
        Array.from({ length: 12 }, (__, step) => ({
          id: `s${step}:n${node}`,
          nodeId: `n${node}`,
          needs: step === 0 ? [] : [`s${step - 1}:n${node}`],
        })),
      ).flat(),
    );
    expect(estimatePlan(tasks)).toBe(Math.ceil((50 * 12) / 8) * 1000);
  });

  it('takes the middle of what is known', () => {
    expect(median([])).toBeNull();
    expect(median([9, 1, 5])).toBe(5);
    expect(median([1, 2, 3, 100])).toBe(2.5);
  });
});

describe('the pace of a run', () => {
  const timed = (state: TaskState, tookMs: number, estimateMs = 1000) => ({ state, startedAt: 5000, endedAt: 5000 + tookMs, estimateMs });

  it('is the middle of what its tasks took against their estimates', () => {
    expect(paceOf([timed('done', 100), timed('done', 200), timed('done', 9000)])).toBe(0.2);
  });

  it('asks only tasks that did something, and is 1 until there is one', () => {
    const open = { state: 'running' as const, startedAt: 5000, endedAt: null, estimateMs: 1000 };
    expect(paceOf([])).toBe(1);
    expect(paceOf([timed('unchanged', 1), timed('failed', 1), timed('done', 100, 0), open])).toBe(1);
  });

  it('stays within reason', () => {
    expect(paceOf([timed('done', 1)])).toBe(0.02);
    expect(paceOf([timed('done', 60_000)])).toBe(3);
  });

  it('corrects the time left of steps that no earlier run speaks for, and of no others', async () => {
    const clock = virtualClock();
    const held = Promise.withResolvers<void>();
    const quick = sketchStep('quick', () => clock.sleep(100));
    const steps = [
      quick,
      sketchStep('hold', () => held.promise),
      sketchStep('unknown', async () => {}),
      sketchStep('known', async () => {}),
    ];
    const store = memoryRuns();
    const durations = async (step: string) => (step === 'known' ? [7000] : []);
    const runs = createRuns(sketchDeps({ store: { ...store, durations }, clock, steps }));
    const tasks = [
      { id: 'quick' },
      { id: 'hold', needs: ['quick'] },
      { id: 'unknown', needs: ['hold'] },
      { id: 'known', needs: ['unknown'] },
    ];
    const id = await runs.start({ plan: sketchPlan(tasks), platform: sketchPlatform(), startedBy: 'test' });
    expect((await runs.get(id)).leftMs).toBe(10_000);
    for await (const _ of runs.watch(id, -1, new AbortController().signal)) {
      const { tasks: now, leftMs } = await runs.get(id);
      if (now[1]?.state !== 'running') continue;
      // 100 ms for each step that is not known, 7 s for the one that is.
      expect(leftMs).toBeGreaterThan(7000);
      expect(leftMs).toBeLessThanOrEqual(7200);
      held.resolve();
      break;
    }
  });
});
