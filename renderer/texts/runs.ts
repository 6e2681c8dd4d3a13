import { ago } from './ago.ts';
import type { RunKind, RunState, Task, TaskState } from '#contract/runs.ts';
import { frame } from './frame.ts';
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

const kind: Readonly<Record<RunKind, string>> = {
  'remove-node': 'Removal',
  'rebuild-node': 'Rebuild',
  'rename-node': 'Renaming',
  upgrade: 'Upgrade',
  'renew-certificates': 'Certificates',
  access: 'Access',
  provision: 'Set-up',
  fix: 'Fix',
  'cluster-login': 'Login',
  'open-node': 'Opening',
  'close-node': 'Closing',
  undo: 'Undo',
  rehearse: 'Dry run',
};

/** What a state means for a task that does something else than bring about what its step wants. */
const otherwise: Readonly<Record<'undo' | 'rehearse', Readonly<Partial<Record<TaskState, string>>>>> = {
  undo: { done: 'Taken back' },
  rehearse: { done: 'Would change', unchanged: 'So already', skipped: 'Not known yet' },
};

const list = new Intl.ListFormat('en', { type: 'conjunction' });

export const runs = {
  runState,
  taskState: ({ mode, state, stalled }: Pick<Task, 'mode' | 'state' | 'stalled'>): string => {
    if (state === 'running' && stalled != null) return 'Stalled';
    return (mode === 'apply' ? undefined : otherwise[mode][state]) ?? taskState[state];
  },
  kind,
  /** The name of the place where runs are. */
  title: frame.places.operations,
  table: 'Runs',
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
  phaseLeft: (tasks: string, left: string) => `${tasks}, ${left} left`,
  grid: 'Tasks by node',
  platformRow: 'Platform',
  cell: (where: string, title: string, state: string) => `${where}: ${title}, ${state}`,
  readoutHint: 'Point at a task to see its last line; choose it to read its log.',
  /** A machine that was there before is waited for beyond the last attempt. */
  awaited: 'what does not answer is waited for',
  /** Beyond the last one only what did not answer is tried again. */
  attempt: (attempt: number, attempts: number) =>
    attempt > attempts ? `attempt ${attempt}; what does not answer is waited for` : `attempt ${attempt} of ${attempts}`,
  quiet: (words: string) => `last output ${ago(words)}`,
  failedCount: (count: number) => `${plural(count, 'task')} failed`,
  goesOn: 'Everything that does not need it goes on.',
  waitsFor: (count: number) => `${plural(count, 'task')} cannot start until it is done.`,
  moreFailures: (count: number) => `Show ${plural(count, 'more failure')}`,
  retryingTitle: 'Trying again by itself',
  hasFailed: 'has failed',
  stalled: {
    label: 'Taking much longer than usual',
    title: (title: string) => `“${title}” takes much longer than usual.`,
    since: (words: string) => `Since ${words}.`,
    unknown: 'Nothing tells what it waits for; its log may.',
    short: 'Stalled',
  },
  nextTryIn: (words: string) => `next attempt in ${words}`,
  nextTryNow: 'next attempt now',
  goneTitle: 'This run is gone',
  gone: 'Hearth no longer knows it. The practice lab forgets its runs when Hearth starts anew, and a platform that is forgotten takes its runs along.',
  silent: {
    title: (time: string) => `As of ${time}, Hearth does not answer.`,
    text: 'This is how the run stood then; it may have gone on since. Nothing can be asked of it until Hearth answers again, and then this page goes on by itself.',
  },
  log: {
    all: 'Whole run',
    task: 'This task',
    scope: 'Which log',
    following: 'What is happening now',
    failed: 'What failed',
    last: 'Ended last',
    of: (title: string) => `Log: ${title}`,
    empty: 'This task has written nothing yet.',
  },
  doneTitle: 'Everything is done.',
  doneUnchanged: (changed: number, unchanged: number) =>
    changed === 0
      ? `Nothing had to be changed: ${plural(unchanged, 'task')} found it as wanted.`
      : `${plural(changed, 'task')} done, ${unchanged} unchanged.`,
  doneWithout: (skipped: number) => `The run is done, without ${plural(skipped, 'skipped task')}.`,
  doneWithoutMachines: (names: readonly string[]) => `The run is done, without ${list.format(names)}.`,
  joinLater: (names: readonly string[]) =>
    `${list.format(names)} ${names.length === 1 ? 'has' : 'have'} not joined. Set up the platform again once ${names.length === 1 ? 'it is' : 'they are'} well; that does only what is missing.`,
  rehearsed: {
    toReview: 'Back to review',
    title: 'The dry run is done. Nothing was changed.',
    text: (d: { change: number; so: number; open: number }) =>
      d.change + d.open === 0
        ? `Nothing would change: ${d.so === 1 ? 'the one change of the plan is' : `all ${d.so} changes of the plan are`} so already.`
        : `${plural(d.change, 'change')} would be made, ${d.so} ${d.so === 1 ? 'is' : 'are'} so already${d.open === 0 ? '' : `, ${d.open} cannot be known before`}.`,
    sum: 'What would change',
    where: 'Where',
    changes: 'Would change',
    so: 'So already',
    open: 'Not known yet',
    inAll: 'In all',
    cluster: 'The cluster',
    list: (name: string, changes: number) => `${name}: ${plural(changes, 'change')}`,
  },
  leaveOut: {
    action: (name: string) => `Go on without ${name}`,
    title: (name: string) => `Go on without ${name}?`,
    effect: (d: { name: string; tasks: number }) =>
      `${plural(d.tasks, 'task')} on ${d.name} are left out, and what works on it now is ended. Everything else goes on, and ${d.name} can join later.`,
  },
  join: {
    notJoined: (names: readonly string[]) => `${list.format(names)} ${names.length === 1 ? 'has' : 'have'} not joined the cluster.`,
    action: (names: readonly string[]) => `Join ${list.format(names)}`,
    effect: 'Hearth sets up the platform again, which does only what is missing.',
  },
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
  planNews: {
    title: 'The plan has changed since it was shown.',
    now: 'This is the plan as it is now.',
    refused: 'Nothing was started. This is the plan as it is now: read it, then start it.',
    readsSame: 'Its tasks read the same; what they work with is different, such as an address or a setting.',
    list: 'What is different',
    arrived: (title: string) => `New: ${title}.`,
    gone: (title: string) => `No longer: ${title}.`,
    otherwise: (title: string, changes: readonly string[]) =>
      `Otherwise: ${title}${changes.length === 0 ? '' : ` (${changes.join('; ')})`}.`,
  },
  missing: 'This run is not there.',
};
