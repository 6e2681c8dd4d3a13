import { describe, expect, it } from 'vitest';
import type { Run, TaskState } from '#contract/runs.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryRuns } from '#practice/store/memory-runs.ts';
import { sketchDeps, sketchPlan, sketchPlatform, sketchStep, type TaskSketch } from './fixtures.ts';
import { createRuns } from './runs.ts';
import type { Step } from './step.ts';
import { newRun } from './summary.ts';
import { undoPlan, type UndoRequest } from './undo.ts';

const nothing = async () => {};
const reversible = (id: string, more: Partial<Step> = {}): Step => ({ ...sketchStep(id, nothing), undo: nothing, ...more });
const final = (id: string) => sketchStep(id, nothing);
const stepsOf = (...steps: readonly Step[]) => new Map(steps.map((step) => [step.id, step]));

interface Sketched extends TaskSketch {
  readonly state?: TaskState;
  readonly startedAt?: number | null;
  readonly acted?: boolean;
}

/** A run that ended; its tasks did what they wanted unless they say otherwise. */
function endedRun(tasks: readonly Sketched[]): Run {
  const plan = sketchPlan(
    tasks.map(({ state: _state, startedAt: _at, acted: _acted, ...task }) => Object.assign({ changes: [`changes ${task.id}`] }, task)),
  );
  const run = newRun({ id: 'r1', plan, startedAt: 0, startedBy: 'test', attemptsOf: () => 1 });
  const states = new Map(
    tasks.map((task) => [task.id, { state: task.state ?? 'done', startedAt: task.startedAt ?? null, acted: task.acted ?? false }] as const),
  );
  return { ...run, state: 'failed', tasks: run.tasks.map((task) => Object.assign({ ...task }, states.get(task.id))) };
}

/** The task as a later run would have taken it back. */
const turned = (run: Run, taskId: string) =>
  run.tasks.filter(({ id }) => id === taskId).map((task) => Object.assign({ ...task }, { mode: 'undo' as const }));

const planOf = (run: Run, steps: ReadonlyMap<string, Step>, more: Partial<UndoRequest> = {}) =>
  undoPlan({
    run,
    steps,
    machines: new Map([
      ['n1', 'oak'],
      ['n2', 'elm'],
      ['n3', 'ash'],
    ]),
    earlier: [],
    later: [],
    usualMs: () => null,
    ...more,
  });
const shape = (run: Run, steps: ReadonlyMap<string, Step>, more: Partial<UndoRequest> = {}) =>
  planOf(run, steps, more).tasks.map((task) => `${task.id} after ${task.needs.join('+') || 'nothing'}`);

describe('the plan of an undo', () => {
  const abc = stepsOf(reversible('a'), reversible('b'), reversible('c'));

  it('goes the other way round', () => {
    const run = endedRun([{ id: 'a' }, { id: 'b', needs: ['a'] }, { id: 'c', needs: ['a', 'b'] }]);
    expect(shape(run, abc)).toEqual(['c after nothing', 'b after c', 'a after b+c']);
    expect(planOf(run, abc)).toMatchObject({ kind: 'undo', title: 'Undo: Provision Home', stays: [] });
    expect(planOf(run, abc).tasks[0]).toMatchObject({ mode: 'undo', title: 'Undo: Do c', changes: ['Taken back: changes c'] });
  });

  it('keeps the order across tasks that did nothing', () => {
    const run = endedRun([{ id: 'a' }, { id: 'b', needs: ['a'], state: 'unchanged' }, { id: 'c', needs: ['b'] }]);
    expect(shape(run, abc)).toEqual(['c after nothing', 'a after c']);
  });

  it('takes in what is uncertain, and leaves out what only looked or never began', () => {
    const run = endedRun([
      { id: 'a', state: 'failed', startedAt: 5 },
      { id: 'b', changes: [] },
      { id: 'c', state: 'cancelled', startedAt: null },
    ]);
    expect(shape(run, abc)).toEqual(['a after nothing']);
    expect(shape(endedRun([{ id: 'c', state: 'cancelled', startedAt: 5 }]), abc)).toEqual(['c after nothing']);
    // Tried again after it had failed, and cancelled before that began.
    expect(shape(endedRun([{ id: 'c', state: 'cancelled', startedAt: null, acted: true }]), abc)).toEqual(['c after nothing']);
  });

  it('names what stays, and takes nothing away from under it', () => {
    const steps = stepsOf(reversible('a'), final('b'), reversible('c', { leaves: 'its volumes stay' }));
    const run = endedRun([{ id: 'a' }, { id: 'b', needs: ['a'] }, { id: 'c', needs: ['b'] }]);
    expect(shape(run, steps)).toEqual(['c after nothing']);
    expect(planOf(run, steps)).toMatchObject({
      title: 'Undo 1 of 3 steps: Provision Home',
      stays: ['"Do a" stays: "Do b" needs it.', '"Do b" stays: Hearth has no way back for it.', '"Do c" is undone, but its volumes stay.'],
    });
  });

  it('does not hold back for a step that did not end well', () => {
    const run = endedRun([{ id: 'a' }, { id: 'b', needs: ['a'], state: 'failed', startedAt: 5 }]);
    const plan = planOf(run, stepsOf(reversible('a'), final('b')));
    expect(plan.tasks.map((task) => task.id)).toEqual(['a']);
    expect(plan.stays).toEqual(['"Do b" did not end well; what it may have changed stays: Hearth has no way back for it.']);
  });

  it('leaves what was there before the run, and machines that have gone', () => {
    const before = endedRun([{ id: 'a' }, { id: 'b' }]);
    const takenBack: Run = {
      ...before,
      tasks: turned(before, 'b'),
    };
    const run = endedRun([{ id: 'a' }, { id: 'b' }, { id: 'c', nodeId: 'gone' }]);
    const plan = planOf(run, abc, { earlier: [before, takenBack] });
    expect(plan.tasks.map((task) => task.id)).toEqual(['b']);
    expect(plan.stays).toEqual([
      '"Do a" stays: it was there before this run, which only changed it.',
      '"Do c" stays: its machine is no longer in the platform.',
    ]);
  });

  it('takes back what passes by itself although an earlier run had done the same, also after a run was taken up again', () => {
    const before = endedRun([{ id: 'a' }]);
    const resumed = endedRun([
      { id: 'a', acted: true },
      { id: 'b', needs: ['a'], state: 'failed', startedAt: 5, acted: true },
    ]);
    const passing = stepsOf({ ...reversible('a'), passing: true }, reversible('b'));
    const plan = planOf(resumed, passing, { earlier: [before] });
    expect(plan.tasks.map((task) => task.id)).toEqual(['b', 'a']);
    expect(plan.stays).toEqual([]);
  });

  it('says it once for each kind of step, and names the machines', () => {
    const names = new Map([
      ['n1', 'oak'],
      ['n2', 'elm'],
      ['n3', 'ash'],
    ]);
    const on = (step: string, nodeId: string, more: Partial<Sketched> = {}): Sketched => ({
      id: `${step}:${nodeId}`,
      step,
      title: `${step} on ${names.get(nodeId)}`,
      nodeId,
      ...more,
    });
    const run = endedRun([
      on('a', 'n1'),
      on('a', 'n2'),
      on('a', 'n3'),
      on('b', 'n1', { needs: ['a:n1'] }),
      on('b', 'n2', { needs: ['a:n2'] }),
      on('b', 'n3', { needs: ['a:n3'], state: 'failed', startedAt: 5 }),
      { id: 'c:one', step: 'c', title: 'C one' },
      { id: 'c:two', step: 'c', title: 'C two' },
      { id: 'd:x', step: 'd', title: 'D x' },
      { id: 'd:y', step: 'd', title: 'D y' },
    ]);
    const steps = stepsOf(reversible('a'), final('b'), reversible('c', { leaves: 'its volumes stay' }), final('d'));
    expect(planOf(run, steps).stays).toEqual([
      '"a on oak", and the same for elm, stays: "b on oak" needs it, and likewise on the others.',
      '"b on oak", and the same for elm, stays: Hearth has no way back for it.',
      '"b on ash" did not end well; what it may have changed stays: Hearth has no way back for it.',
      '"D x" and "D y" stay: Hearth has no way back for them.',
      '"C two" and "C one" are undone, but for each, its volumes stay.',
    ]);
  });

  it('does not repeat what a later undo has taken back', () => {
    const run = endedRun([{ id: 'a' }, { id: 'b' }]);
    const undo: Run = { ...run, tasks: turned(run, 'a') };
    expect(shape(run, abc, { later: [undo] })).toEqual(['b after nothing']);
  });
});

describe('an undo', () => {
  function engine(holds: { holds: boolean }, undo: Step['undo'], more: Partial<Step> = {}) {
    const clock = virtualClock();
    const step: Step = { ...sketchStep('a', nothing, holds), ...(undo === undefined ? {} : { undo }), ...more };
    const runs = createRuns(sketchDeps({ store: memoryRuns(), clock, steps: [step] }));
    const ended = async (runId: string) => {
      for await (const _ of runs.watch(runId, -1, new AbortController().signal)) void _;
      return runs.get(runId);
    };
    const apply = async () => {
      const plan = sketchPlan([{ id: 'a', changes: ['something'] }]);
      return (await ended(await runs.start({ plan, platform: sketchPlatform(), startedBy: 'test' }))).id;
    };
    return { runs, apply, ended };
  }

  it('is a run of its own, which looks first and looks again', async () => {
    const world = { holds: false };
    const { runs, apply, ended } = engine(world, async () => {
      world.holds = false;
    });
    const runId = await apply();
    expect(world.holds).toBe(true);
    const undo = await ended(await runs.undo(runId, 'somebody'));
    expect(undo).toMatchObject({ kind: 'undo', state: 'done', startedBy: 'somebody', tasks: [{ state: 'done', mode: 'undo' }] });
    expect(world.holds).toBe(false);
    await expect(runs.undo(runId, 'test')).rejects.toMatchObject({ view: { code: 'NOT_POSSIBLE_NOW' } });
    await expect(runs.undo(undo.id, 'test')).rejects.toMatchObject({ view: { code: 'NOT_POSSIBLE_NOW' } });
  });

  it('changes nothing where it is gone already', async () => {
    const world = { holds: false };
    const { runs, apply, ended } = engine(world, () => Promise.reject(new Error('must not happen')));
    const runId = await apply();
    world.holds = false;
    expect(await ended(await runs.undo(runId, 'test'))).toMatchObject({ state: 'done', counts: { unchanged: 1 } });
  });

  it('that has no effect is not verified', async () => {
    const { runs, apply, ended } = engine({ holds: false }, nothing);
    expect(await ended(await runs.undo(await apply(), 'test'))).toMatchObject({
      state: 'failed',
      tasks: [{ fault: { code: 'NOT_VERIFIED' } }],
    });
  });

  it('asks the step itself where what it wants may also come from elsewhere', async () => {
    const left = { holds: true };
    const { runs, apply, ended } = engine(
      { holds: false },
      async () => {
        left.holds = false;
      },
      { checkUndone: async () => ({ holds: !left.holds, seen: '' }) },
    );
    expect((await ended(await runs.undo(await apply(), 'test'))).counts.done).toBe(1);
  });

  it('is refused while the run is under way, and when there is no way back', async () => {
    const running = engine({ holds: false }, nothing, { apply: () => new Promise(() => {}) });
    const plan = sketchPlan([{ id: 'a', changes: ['something'] }]);
    const runId = await running.runs.start({ plan, platform: sketchPlatform(), startedBy: 'test' });
    await expect(running.runs.planUndo(runId)).rejects.toMatchObject({ view: { code: 'NOT_POSSIBLE_NOW' } });
    const oneWay = engine({ holds: false }, undefined);
    await expect(oneWay.runs.planUndo(await oneWay.apply())).rejects.toMatchObject({
      view: { code: 'NOT_POSSIBLE_NOW', what: expect.stringContaining('Hearth has no way back for it.') },
    });
  });
});
