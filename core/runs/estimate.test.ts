import { describe, expect, it } from 'vitest';
import { estimatePlan, median, timeLeft } from './estimate.ts';
import { sketchPlan, type TaskSketch } from './fixtures.ts';

const minutes = (count: number) => count * 60_000;
const plan = (tasks: readonly TaskSketch[]) => sketchPlan(tasks).tasks;

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
