import type { RunKind, RunState, Task, TaskState } from '#contract/runs.ts';
import { plural } from './plural.ts';

const runState: Readonly<Record<RunState, string>> = {
  running: 'Running',
  pausing: 'Pausing',
  paused: 'Paused',
  cancelling: 'Cancelling',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

const taskState: Readonly<Record<TaskState, string>> = {
  waiting: 'Waiting',
  ready: 'Next',
  running: 'Running',
  done: 'Done',
  unchanged: 'Unchanged',
  failed: 'Failed',
  skipped: 'Skipped',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

const kind: Readonly<Record<RunKind, string>> = { access: 'Access', provision: 'Set-up', undo: 'Undo' };

export const runs = {
  runState,
  taskState: ({ mode, state }: Pick<Task, 'mode' | 'state'>): string =>
    mode === 'undo' && state === 'done' ? 'Taken back' : taskState[state],
  kind,
  title: 'Runs',
  sentence: {
    none: 'Nothing has been run yet.',
    active: (count: number) => `${plural(count, 'run')} under way.`,
    failed: (title: string) => `The last run, “${title}”, failed.`,
    quiet: (count: number) => `No run is under way. ${plural(count, 'run')} in the history.`,
  },
  emptyTitle: 'No runs yet',
  empty: 'Everything that changes a machine or the cluster is a run: setting up a platform is the first one. Its log stays here.',
  columns: {
    state: 'State',
    title: 'Run',
    platform: 'Platform',
    tasks: 'Tasks',
    started: 'Started',
    took: 'Took',
    by: 'Started by',
    headline: 'Failure',
  },
  tasksOf: (done: number, total: number) => `${done} of ${total}`,
  under: 'Under way',
  recent: 'Recent',
  open: 'Open run',
  showLog: 'Show log in dock',
  pause: 'Pause run',
  resume: 'Resume run',
  cancel: 'Cancel run',
  retry: 'Retry task',
  skip: 'Skip task',
  left: (words: string) => `${words} left`,
  usually: (words: string) => `usually ${words}`,
  took: (words: string) => `took ${words}`,
  startedBy: (who: string) => `started by ${who}`,
  phases: 'Phases',
  phaseTasks: (done: number, total: number) => `${done} of ${plural(total, 'task')}`,
  grid: 'Tasks by node',
  platformRow: 'Platform',
  cell: (where: string, title: string, state: string) => `${where}: ${title}, ${state}`,
  readoutHint: 'Point at a task to see its last line; choose it to read its log.',
  attempt: (attempt: number, attempts: number) => `attempt ${attempt} of ${attempts}`,
  quiet: (words: string) => `last output ${words} ago`,
  failedCount: (count: number) => `${plural(count, 'task')} failed`,
  goesOn: 'Everything that does not need it goes on.',
  waitsFor: (count: number) => `${plural(count, 'task')} cannot start until it is done.`,
  moreFailures: (count: number) => `Show ${plural(count, 'more failure')}`,
  retryingTitle: 'Trying again by itself',
  log: {
    all: 'Whole run',
    task: 'This task',
    scope: 'Which log',
    following: 'What is happening now',
    failed: 'What failed',
    last: 'Last task',
    of: (title: string) => `Log: ${title}`,
    empty: 'This task has written nothing yet.',
  },
  doneTitle: 'Everything is done.',
  doneUnchanged: (changed: number, unchanged: number) =>
    changed === 0
      ? `Nothing had to be changed: ${plural(unchanged, 'task')} found it as wanted.`
      : `${plural(changed, 'task')} done, ${unchanged} unchanged.`,
  doneWithout: (skipped: number) => `The run is done, without ${plural(skipped, 'skipped task')}.`,
  doneUndone: (undone: number, gone: number) => `${plural(undone, 'step')} taken back${gone === 0 ? '' : `, ${gone} gone already`}.`,
  interruptedTitle: 'Hearth was stopped in the middle of this run.',
  interruptedText: 'Tasks that were under way are uncertain. Resuming looks at each of them first and repeats only what is missing.',
  pausingTitle: 'No further task is started.',
  pausingText: 'What runs now is finished before the run pauses.',
  cancellingTitle: 'The run is being cancelled.',
  cancellingText: 'What runs on the machines is ended first.',
  pausedTitle: 'The run is paused. Nothing new is started.',
  cancelledTitle: 'The run was cancelled.',
  cancelledText: 'What was done stays. Resuming goes on where it stopped.',
  confirmCancel: {
    title: 'Cancel this run?',
    effect: (running: number) =>
      `${running === 0 ? 'No task is running at this moment' : `${plural(running, 'task')} running now will be stopped on the machines`}. What is done stays, and the run can be resumed later.`,
    keep: 'Let it run',
  },
  confirmSkip: {
    title: (title: string) => `Skip “${title}”?`,
    effect: (count: number) =>
      count === 0 ? 'Nothing else needs it. The run goes on without it.' : `${plural(count, 'task')} that need it will be left out too.`,
  },
  undo: {
    open: 'Undo this run…',
    title: (title: string) => `Undo ${title}?`,
    effect: (count: number) =>
      count === 1
        ? 'Hearth takes back 1 step, and looks at it before and after.'
        : `Hearth takes back ${plural(count, 'step')}, the last first, and looks at each before and after.`,
    steps: 'This is taken back',
    stays: 'This stays',
    action: (count: number) => `Undo ${plural(count, 'step')}`,
    keep: 'Keep everything',
  },
  missing: 'This run is not there.',
};
