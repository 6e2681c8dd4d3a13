// Texts of what differs between the inventory, what was applied last and what is, and of closing it.
import type { Intent } from '#contract/inventory/drift.ts';
import { plural } from './plural.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

const intentStates: Readonly<Record<Intent['state'], string>> = { waiting: 'Waiting', ready: 'Can start', unfit: 'Not possible now' };

const head = {
  differences: (count: number) => plural(count, 'difference'),
  closed: (closed: number, all: number, time: string) =>
    `a run of about ${time} closes ${closed < all ? closed : all === 1 ? 'it' : 'all of them'}`,
  own: (count: number) => (count === 1 ? '1 needs a run of its own' : `${count} need runs of their own`),
  person: (count: number) => (count === 1 ? '1 needs you' : `${count} need you`),
  same: 'Everything is as the inventory says',
  sameBefore: 'Nothing differs from what was seen then.',
  sameNever: 'Nothing differs from what was applied last.',
  seen: (moment: string) => `seen ${moment}`,
  silent: (moment: string) => `The cluster does not answer; compared with what was seen ${moment}.`,
  unseen: 'The cluster has not been seen yet; compared with what was applied last.',
  nothingYet: 'There is nothing to apply yet.',
  nothingNamed: 'The inventory names no machines and no components.',
  nothingApplied: 'Nothing has been applied yet.',
};

const apply = {
  open: 'Save and apply…',
  openSaved: 'Apply…',
  title: 'Save and apply the inventory',
  titleSaved: 'Apply the inventory',
  effect: 'The draft is saved as the newest version, the plan is made anew, and the run starts.',
  effectSaved: 'The plan is made anew and the run starts.',
  mend: 'Do first what is said here, or change the inventory; then apply it again.',
  can: 'It can be paused, cancelled and resumed.',
  action: 'Save and start run',
  actionSaved: 'Start run',
  upgrade: 'Every node is upgraded, one after the other. There is no way back to the version before.',
  changed: 'The plan is another one than was shown. Nothing was started: read it, then start it.',
  saved: (revision: number) => `Saved as version ${revision}; not started yet.`,
  nothing: (revision: number) => `Saved as version ${revision}. There is nothing left to start.`,
};

const besides = {
  title: (revision: number) => `Also changed since version ${revision}, which was applied last`,
  effect: 'These need no run of their own: each holds at once, or with the next run that uses it.',
  more: (count: number) => `And ${plural(count, 'further change')}.`,
  forgotten: (revision: number) =>
    `Version ${revision}, which was applied last, is no longer kept: what else has changed since is not known.`,
};

const later = {
  open: 'Queue for later…',
  title: 'Queue it for later?',
  effect: 'It waits until the machines and the cluster answer, and is planned anew then. It starts only when you say so, here.',
  effectUnsaved: 'The draft is saved first: what waits is planned from the saved inventory.',
  action: 'Queue run',
  actionUnsaved: 'Save and queue run',
  done: 'Queued. It starts only when you say so.',
};

const intents = {
  title: 'Queued',
  intro: 'Each is planned anew as soon as machines and cluster answer. None starts by itself.',
  states: intentStates,
  asked: 'asked for',
  by: (who: string) => `by ${who}`,
  revision: (revision: number) => `version ${revision}`,
  changed: 'What changed in the plan since',
  unchanged: 'The plan is as it was when it was asked for.',
  start: 'Start…',
  startOf: (title: string) => `Start ${title}`,
  startTitle: (title: string) => `${title}?`,
  startEffect: (time: string) => `This starts exactly the plan below, as it is now. It takes about ${time}.`,
  action: 'Start run',
  drop: 'Drop',
  dropOf: (title: string) => `Drop ${title}`,
  dropped: 'Dropped',
};

const missing = {
  title: 'Variables still missing',
  sentence: (variables: number, components: number) =>
    `${plural(variables, 'variable')} that ${plural(components, 'chosen component')} cannot do without.`,
  neededBy: (titles: readonly string[]) => `Needed by ${list.format(titles)}.`,
  set: 'Set…',
  setOf: (name: string) => `Set ${name}`,
  inTable: 'Set per node…',
  secret: 'secret',
  dialog: (name: string) => `Set ${name}`,
  value: 'Value',
  valueHint: 'It is set for all nodes. Groups and nodes may have values of their own.',
  settingHint: (path: string) => `It stands under ${path}.`,
  example: (text: string) => `Such as ${text}.`,
  name: 'Name of the secret',
  action: 'Set variable',
  actionSecret: 'Keep secret and set variable',
};

export const inventoryChanges = {
  tab: 'Changes',
  label: 'What differs',
  refresh: 'Compare again',
  appliedBy: 'Last applied',
  version: (revision: number) => `version ${revision}`,
  head,
  columns: { what: 'What differs', wanted: 'Wanted', applied: 'Last applied', live: 'Live', closed: 'Closed by' },
  /** Where a side says nothing. */
  silent: '–',
  person: 'You',
  theRun: 'This run',
  platform: 'The platform',
  secret: (name: string) => `Secret ${name}`,
  more: (count: number) => `Show ${plural(count, 'further difference')}`,
  first: 'Run these first: once the draft is saved, only you can close them',
  saveFirst: 'Save the inventory first.',
  when: { 'before-saving': 'before saving', 'after-saving': 'after saving' },
  plan: 'The plan',
  planSentence: (tasks: number, changes: number, time: string) =>
    `${plural(tasks, 'task')} with ${plural(changes, 'change')}, about ${time}`,
  noPlan: 'No plan closes this now',
  allDone: 'Nothing has to be done.',
  besides,
  apply,
  later,
  intents,
  missing,
  unfit: 'Show issues',
};
