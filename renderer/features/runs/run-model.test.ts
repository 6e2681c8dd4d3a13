import { describe, expect, it } from 'vitest';
import { changesIn, type Run, type RunSummary, type Task, type TaskState } from '#contract/runs.ts';
import { listRuns, mergeRuns } from './all-runs-merge.ts';
import { mergeTasks } from './merge-tasks.ts';
import {
  canUndo,
  dependantsOf,
  gridOf,
  leftOn,
  leftOutOf,
  mostInteresting,
  phasesOf,
  rehearsedParts,
  rehearsedSum,
  taskStatusOf,
} from './run-model.ts';

function task(id: string, state: TaskState, more: Partial<Task> = {}): Task {
  const [step = id, node] = id.split(':');
  const base = {
    id,
    step,
    mode: 'apply' as const,
    title: id,
    phase: 'cluster',
    nodeId: node ?? null,
    needs: [],
    lane: null,
    changes: [],
    estimateMs: 1_000,
    input: {},
  };
  return { ...base, state, attempt: 1, attempts: 3, startedAt: null, endedAt: null, fault: null, lastLine: '', ...more };
}
const phases = [
  { id: 'look', title: 'Look' },
  { id: 'cluster', title: 'Cluster' },
];
const run = (...tasks: Task[]): Pick<Run, 'phases' | 'tasks'> => ({ phases, tasks });

const counts = { waiting: 0, ready: 0, running: 0, done: 0, unchanged: 0, failed: 0, skipped: 0, cancelled: 0, interrupted: 0 };
const summary = (id: string, startedAt: number, state: RunSummary['state'] = 'running'): RunSummary => ({
  id,
  kind: 'provision',
  title: id,
  platformId: 'p',
  state,
  startedAt,
  endedAt: null,
  startedBy: 'window',
  counts,
  leftMs: null,
  headline: '',
});

describe('the grid of a run', () => {
  it('aligns the same step of all nodes and puts the platform last', () => {
    const grid = gridOf(
      run(
        task('enable', 'waiting'),
        task('facts:n1', 'done', { phase: 'look' }),
        task('join:n2', 'running'),
        task('facts:n2', 'done', { phase: 'look' }),
      ),
      (id) => id,
    );
    expect(grid.groups.map((group) => [group.id, group.columns.length])).toEqual([
      ['look', 1],
      ['cluster', 2],
    ]);
    expect(grid.rows.map((row) => [row.id].concat(row.cells.map((cell) => cell?.id ?? '')))).toEqual([
      ['n1', 'facts:n1', '', ''],
      ['n2', 'facts:n2', '', 'join:n2'],
      ['platform', '', 'enable', ''],
    ]);
  });
  it('gives each of several tasks of one step its own cell', () => {
    const both = [task('install-a', 'done', { step: 'install' }), task('install-b', 'done', { step: 'install' })];
    expect(gridOf(run(...both), (id) => id).rows[0]?.cells.map((cell) => cell?.id)).toEqual(['install-a', 'install-b']);
  });
});

describe('taking a run back', () => {
  it('is offered once a run is over, but not for one that took something back itself', () => {
    const offered = (state: Run['state'], kind: Run['kind'] = 'provision'): boolean => canUndo({ state, kind });
    expect((['done', 'failed', 'cancelled'] as const).map((state) => offered(state))).toEqual([true, true, true]);
    expect((['running', 'pausing', 'paused', 'cancelling', 'interrupted'] as const).filter((state) => offered(state))).toEqual([]);
    expect(offered('done', 'undo')).toBe(false);
  });
  it('says of a finished task what was done to it', () => {
    const labels = (mode: Task['mode']) => gridOf(run(task('a', 'done', { mode }), task('b:n', 'failed', { mode })), (id) => id);
    const words = (mode: Task['mode']) => labels(mode).rows.flatMap((row) => row.cells.flatMap((cell) => cell?.label.split(', ')[1] ?? []));
    expect(words('undo')).toEqual(['Failed', 'Taken back']);
    expect(words('apply')).toEqual(['Failed', 'Done']);
  });
});

describe('the phases of a run', () => {
  it('fail with their first failure and leave out what has no tasks', () => {
    const tasks = run(task('a:n1', 'done'), task('a:n2', 'failed'), task('a:n3', 'running'), task('a:n4', 'unchanged'));
    const [only, ...more] = phasesOf({ ...tasks, state: 'running', leftMs: null }, 0);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ id: 'cluster', status: 'failed', note: '2 of 4 tasks', share: 0.5 });
  });

  it('say how long is left as the engine tells it of the whole, and never more than that', () => {
    const tasks = [
      task('a:n1', 'done', { estimateMs: 600_000, phase: 'look' }),
      task('a:n2', 'running', { estimateMs: 600_000, phase: 'look' }),
      task('b:n1', 'waiting', { estimateMs: 1_200_000 }),
    ];
    const told = { ...run(...tasks), state: 'running' as const, leftMs: 180_000, phaseLeftMs: { look: 60_000, cluster: 120_000 } };
    const notes = (of: Parameters<typeof phasesOf>[0], agoMs = 0) => phasesOf(of, agoMs).map(({ note }) => note);
    expect(notes(told)).toEqual(['1 of 2 tasks, about 1 min left', '0 of 1 task, about 2 min left']);
    // What is under way gets shorter while nothing new is told, what comes later does not, until less than that is left in all.
    expect(notes(told, 40_000)).toEqual(['1 of 2 tasks, about 20 s left', '0 of 1 task, about 2 min left']);
    expect(notes(told, 150_000)).toEqual(['1 of 2 tasks', '0 of 1 task, about 30 s left']);
    expect(notes({ ...told, state: 'cancelled' })).toEqual(['1 of 2 tasks', '0 of 1 task']);
    expect(notes({ ...told, leftMs: null, phaseLeftMs: {} })).toEqual(['1 of 2 tasks', '0 of 1 task']);
  });

  it('need attention while a task takes much longer than usual, and so does its cell', () => {
    const tasks = run(task('a:n1', 'running', { stalled: { since: 0, sentence: 'snapd is busy.' } }), task('a:n2', 'running'));
    expect(phasesOf({ ...tasks, state: 'running', leftMs: null }, 0)[0]?.status).toBe('attention');
    const cells = gridOf(tasks, (id) => id).rows.map(({ cells: [cell] }) => [cell?.sign, cell?.label.split(', ').at(-1)]);
    expect(cells).toEqual([
      ['stalled', 'Stalled'],
      ['running', 'Running'],
    ]);
  });
});

describe('a machine in trouble', () => {
  it('can be left out only where no other needs something of it', () => {
    const tasks = run(
      task('install:n1', 'failed'),
      task('lead:n1', 'waiting', { needs: ['install:n1'] }),
      task('install:n2', 'failed'),
      task('join-worker:n2', 'waiting', { needs: ['install:n2', 'lead:n1'] }),
    );
    expect(leftOn(tasks, 'n1').isNeeded).toBe(true);
    expect(leftOn(tasks, 'n2')).toMatchObject({ isNeeded: false, tasks: [{ id: 'install:n2' }, { id: 'join-worker:n2' }] });
  });

  it('is named once it was left out, and not for a label that was', () => {
    const tasks = [task('join-worker:n2', 'skipped'), task('mark-node:n3', 'skipped'), task('join-worker:n3', 'done')];
    expect(leftOutOf({ kind: 'provision', tasks })).toEqual(['n2']);
    expect(leftOutOf({ kind: 'rehearse', tasks })).toEqual([]);
  });
});

describe('a dry run', () => {
  it('marks what would change unlike what was done', () => {
    const seen = (mode: Task['mode'], state: TaskState) => {
      const one = task('install:n1', state, { mode });
      const [row] = gridOf(run(one), (id) => id).rows;
      return [row?.cells[0]?.sign, taskStatusOf(one), row?.cells[0]?.label.split(', ').at(-1)];
    };
    expect(seen('apply', 'done')).toEqual(['done', 'ready', 'Done']);
    expect(seen('rehearse', 'done')).toEqual(['would-change', 'off', 'Would change']);
    expect(seen('rehearse', 'unchanged')).toEqual(['unchanged', 'ready', 'So already']);
    expect(seen('rehearse', 'skipped')).toEqual(['skipped', 'unknown', 'Not known yet']);
  });

  it('sums up what would change, on each machine and in the cluster last', () => {
    const looked = { mode: 'rehearse' as const };
    const tasks = run(
      task('enable', 'skipped', { ...looked, changes: ['CoreDNS'] }),
      task('name:n1', 'unchanged', { ...looked, changes: ['n1: its name'] }),
      task('install:n1', 'done', { ...looked, changes: ['n1: the snap', 'n1: its group'] }),
      task('verify', 'done', looked),
    );
    expect(rehearsedParts(tasks)).toEqual([
      { nodeId: 'n1', changes: ['n1: the snap', 'n1: its group'], change: 2, so: 1, open: 0 },
      { nodeId: null, changes: [], change: 0, so: 0, open: 1 },
    ]);
    // What only looks counts nowhere, so that the numbers are those of the plan.
    const { change, so, open } = rehearsedSum(tasks.tasks);
    expect(change + so + open).toBe(changesIn(tasks.tasks));
  });
});

describe('what depends on a task', () => {
  it('reaches through others but not to what is finished', () => {
    const tasks = run(
      task('a', 'failed'),
      task('b', 'waiting', { needs: ['a'] }),
      task('c', 'waiting', { needs: ['b'] }),
      task('d', 'done', { needs: ['a'] }),
      task('e', 'waiting'),
    );
    expect(dependantsOf(tasks, 'a').map((one) => one.id)).toEqual(['b', 'c']);
  });
});

describe('the log worth reading', () => {
  it('is that of a failure, else of what started last, else of what ended last', () => {
    const ended = task('a', 'done', { startedAt: 1, endedAt: 5 });
    const early = task('b', 'running', { startedAt: 2 });
    const late = task('c', 'running', { startedAt: 3 });
    expect(mostInteresting(run(ended))?.id).toBe('a');
    expect(mostInteresting(run(ended, late, early))?.id).toBe('c');
    expect(mostInteresting(run(ended, late, task('d', 'failed')))?.id).toBe('d');
    expect(mostInteresting(run(task('w', 'waiting')))).toBeNull();
  });
});

describe('live changes of runs', () => {
  it('replace only the tasks that are told', () => {
    const before: Run = { ...summary('r', 1), phases, tasks: [task('a', 'running'), task('b', 'waiting')], estimateMs: 0, seq: 1 };
    const after = mergeTasks(before, summary('r', 1, 'done'), [task('a', 'done')]);
    expect(after.state).toBe('done');
    expect(after.tasks.map((one) => one.state)).toEqual(['done', 'waiting']);
    expect(after.tasks[1]).toBe(before.tasks[1]);
  });
  it('keep the list newest first, whether all runs are told or only one', () => {
    const held = mergeRuns([], [summary('old', 1), summary('new', 9)]);
    const next = mergeRuns(held, [summary('old', 1, 'done'), summary('middle', 5)]);
    expect(next.map((one) => one.id)).toEqual(['new', 'middle', 'old']);
    expect(next[2]?.state).toBe('done');
  });
  it('drop what a list no longer names, unless the list had no room for it', () => {
    const held = [summary('new', 9), summary('middle', 5), summary('old', 1)];
    const ids = (listed: RunSummary[], limit: number) => listRuns(held, listed, limit).map((one) => one.id);
    expect(ids([summary('new', 9)], 200)).toEqual(['new']);
    expect(ids([], 200)).toEqual([]);
    expect(ids([summary('newer', 10), summary('middle', 5)], 2)).toEqual(['newer', 'middle', 'old']);
  });
});
