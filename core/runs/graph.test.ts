import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFault } from '#core/fault.ts';
import { checkPlan, createFront, dependentsOf, orderTasks, startable } from './graph.ts';

const sketch = (graph: Record<string, readonly string[]>) => Object.entries(graph).map(([id, needs]) => ({ id, needs }));
const refusal = (graph: Record<string, readonly string[]>) => {
  try {
    checkPlan(sketch(graph));
    return null;
  } catch (error) {
    if (!isFault(error)) throw error;
    return error.view;
  }
};

describe('a plan', () => {
  it('is accepted in any order of its tasks', () => {
    expect(refusal({ c: ['a', 'b'], b: ['a'], a: [] })).toBeNull();
    expect(refusal({})).toBeNull();
  });

  it('is refused with the circle that it turns in', () => {
    expect(refusal({ start: [], a: ['c', 'start'], b: ['a'], c: ['b'], after: ['c'] })).toMatchObject({
      code: 'PLAN_CYCLE',
      what: 'The plan turns in a circle: a → c → b → a.',
    });
    expect(refusal({ a: ['a'] })?.details).toEqual({ path: 'a → a' });
  });

  it('is refused for a need that is nowhere, and for a task that is there twice', () => {
    expect(refusal({ a: ['lost'] })).toMatchObject({ code: 'PLAN_UNKNOWN_NEED', details: { task: 'a', needs: 'lost' } });
    const twice = [
      { id: 'a', needs: [] },
      { id: 'a', needs: [] },
    ];
    expect(() => checkPlan(twice)).toThrow('the task a is in it twice');
  });

  it('is checked without fear of its length', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => ({ id: `t${index}`, needs: index === 0 ? [] : [`t${index - 1}`] }));
    expect(() => checkPlan(chain)).not.toThrow();
    expect(dependentsOf(chain, 't0').size).toBe(19_999);
  });

  it('is refused exactly when some of its tasks could never start', () => {
    const graphs = fc.array(fc.array(fc.nat(7), { maxLength: 3 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(graphs, (needs) => {
        const tasks = needs.map((list, index) => ({ id: `t${index}`, needs: list.map((need) => `t${need}`) }));
        const view = refusal(Object.fromEntries(tasks.map((task) => [task.id, task.needs])));
        expect(view === null).toBe(orderTasks(tasks).stuck.length === 0);
        if (view === null) return;
        const path = String(view.details['path']).split(' → ');
        expect(path[0]).toBe(path.at(-1));
        path.slice(1).forEach((need, index) => expect(tasks.find((task) => task.id === path[index])?.needs).toContain(need));
      }),
    );
  });
});

describe('tasks', () => {
  const tasks = sketch({ a: [], b: ['a'], c: ['b'], d: ['a'], e: [] });

  it('know all that stand behind them', () => {
    expect([...dependentsOf(tasks, 'a')].toSorted()).toEqual(['b', 'c', 'd']);
    expect(dependentsOf(tasks, 'e').size).toBe(0);
  });

  it('can start when all they need is done or unchanged', () => {
    const at = (states: Record<string, 'done' | 'unchanged' | 'failed' | 'skipped' | 'interrupted'>) =>
      startable(tasks.map((task) => Object.assign({ state: states[task.id] ?? ('waiting' as const) }, task))).map((task) => task.id);
    expect(at({})).toEqual(['a', 'e']);
    expect(at({ a: 'unchanged', b: 'done' })).toEqual(['c', 'd', 'e']);
    expect(at({ a: 'failed', e: 'done' })).toEqual([]);
    expect(at({ a: 'interrupted', e: 'done' })).toEqual(['a']);
  });
});

describe('a plan that is played through', () => {
  const state = fc.constantFrom('waiting' as const, 'interrupted' as const, 'done' as const, 'failed' as const, 'running' as const);
  const graphs = fc.array(fc.record({ state, needs: fc.array(fc.nat(9), { maxLength: 3 }) }), { minLength: 10, maxLength: 10 });

  it('can start at every moment what its tasks as they stand could start', () => {
    fc.assert(
      fc.property(graphs, fc.array(fc.nat(99), { maxLength: 30 }), (sketched, moves) => {
        const tasks = sketched.map(({ state, needs }, index) => ({ id: `t${index}`, state, needs: needs.map((need) => `t${need}`) }));
        const standing = new Map(tasks.map((task) => [task.id, task]));
        const front = createFront(tasks);
        for (const move of moves) {
          const expected = startable([...standing.values()]).map(({ id }) => id);
          expect([...front.startable()].map(({ id }) => id)).toEqual(expected);
          const running = [...standing.values()].filter((task) => task.state === 'running');
          const chosen = [...running, ...startable([...standing.values()])];
          const task = chosen[move % Math.max(1, chosen.length)];
          if (task === undefined) return;
          const ends = task.state === 'running';
          standing.set(task.id, { ...task, state: ends ? 'done' : 'running' });
          if (ends) front.end(task.id);
          else front.start(task.id);
        }
      }),
    );
  });
});
