// Differences as a person reads them: by what they are about, and by what closes them.
import type { Difference, Drift } from '#contract/inventory/drift.ts';
import type { Plan } from '#contract/runs.ts';

export interface Subject {
  readonly key: string;
  readonly subject: Difference['subject'];
  readonly differences: readonly Difference[];
}

const keyOf = (subject: Difference['subject']): string => (subject.kind === 'platform' ? 'platform' : `${subject.kind}:${subject.name}`);

/** In the order in which they are told first. */
export function bySubject(differences: readonly Difference[]): readonly Subject[] {
  return [...Map.groupBy(differences, ({ subject }) => keyOf(subject))].flatMap(([key, all]) => {
    const [first] = all;
    return first === undefined ? [] : [{ key, subject: first.subject, differences: all }];
  });
}

export type Side = 'wanted' | 'applied' | 'live';
const sides: readonly Side[] = ['wanted', 'applied', 'live'];

/** Those that say something about any difference: a column of dashes tells nobody anything. */
export const sidesOf = (differences: readonly Difference[]): readonly Side[] =>
  sides.filter((side) => differences.some((one) => one[side] !== null));

/** plan: the run that closes the whole. own: a run of its own. person: nobody else. */
export type Closer = 'plan' | 'own' | 'person';

export function closerOf({ closedBy, wish }: Difference, whole: Drift['wish']): Closer {
  if (closedBy === null) return 'person';
  // An upgrade is the plan of the whole where there is one; all else then waits for it.
  if (wish !== null) return wish.kind === whole?.kind ? 'plan' : 'own';
  return 'plan';
}

/** Runs that find what they are about only as long as the draft is not saved. */
export const beforeSaving = (differences: readonly Difference[]): readonly Difference[] =>
  differences.filter(({ wish }) => wish?.kind === 'remove-node' || wish?.kind === 'rename-node');

export interface Closings {
  readonly all: number;
  readonly plan: number;
  readonly own: number;
  readonly person: number;
}

export function closingsOf({ differences, wish, plan }: Pick<Drift, 'differences' | 'wish' | 'plan'>): Closings {
  const closers = differences.map((difference) => closerOf(difference, wish));
  const count = (closer: Closer): number => closers.filter((one) => one === closer).length;
  // While the upgrade comes first, it closes only what is its own.
  const closed = wish?.kind === 'upgrade' ? differences.filter((one) => one.wish?.kind === 'upgrade').length : count('plan');
  return { all: differences.length, plan: plan === null ? 0 : closed, own: count('own'), person: count('person') };
}

/** Names of the machines of a plan, new ones of a draft too: each task of a machine ends with its name. */
export function machinesOf({ tasks }: Pick<Plan, 'tasks'>): readonly { readonly id: string; readonly name: string }[] {
  const names = new Map(tasks.flatMap(({ nodeId, id }) => (nodeId === null ? [] : [[nodeId, id.split(':')[1] ?? nodeId] as const])));
  return [...names].map(([id, name]) => ({ id, name }));
}

/** What a person has read: ids of machines that are not saved yet are no part of it. */
const read = ({ title, tasks, stays }: Plan): string =>
  JSON.stringify([title, stays, tasks.map(({ id, title: what, mode, changes }) => [id, what, mode, changes])]);
export const readsSame = (a: Plan, b: Plan): boolean => read(a) === read(b);

/** In the order of the plan; what only looks is left out. */
export const changesOf = ({ tasks }: Plan): readonly string[] => [...new Set(tasks.flatMap(({ changes }) => changes))];
