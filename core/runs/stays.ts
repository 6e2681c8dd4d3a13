// What an undo leaves as it is, and why, for a person: one sentence for each kind of step, naming the machines it stands on.
import type { Task } from '#contract/runs.ts';
import type { Step } from './step.ts';

export type ReasonToStay =
  | { readonly kind: 'no-way-back' | 'machine-gone' | 'there-before' }
  | { readonly kind: 'needed'; readonly by: Task };

interface Staying {
  readonly task: Task;
  readonly reason: ReasonToStay;
}

/** Names by the ids of the machines that are still in the platform. */
type Machines = ReadonlyMap<string, string>;

/** Without a comma before the last "and". */
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** Who or what a sentence is about, and whether it goes on in the plural. */
interface Subject {
  readonly text: string;
  readonly many: boolean;
}

/** "Install MicroK8s on oak", and the same for elm and ash, where it is one step on many machines; else every title. */
function subjectOf(tasks: readonly Task[], machines: Machines): Subject {
  const titles = tasks.map(({ title }) => `"${title}"`);
  const names = tasks.flatMap(({ nodeId }) => machines.get(nodeId ?? '') ?? []);
  const [first = ''] = titles;
  if (titles.length === 1) return { text: first, many: false };
  if (new Set(names).size < titles.length) return { text: list.format(titles), many: true };
  return { text: `${first}, and the same for ${list.format(names.slice(1))},`, many: false };
}

const whyOf: Readonly<Record<Exclude<ReasonToStay['kind'], 'needed'>, (many: boolean) => string>> = {
  'no-way-back': (many) => `Hearth has no way back for ${many ? 'them' : 'it'}.`,
  'machine-gone': (many) => (many ? 'their machines are no longer in the platform.' : 'its machine is no longer in the platform.'),
  'there-before': (many) =>
    many ? 'they were there before this run, which only changed them.' : 'it was there before this run, which only changed it.',
};

function whyNeeded(needing: readonly Task[], many: boolean): string {
  const titles = [...new Set(needing.map(({ title }) => `"${title}"`))];
  const [first = ''] = titles;
  if (titles.length === 1) return `${first} needs ${many ? 'them' : 'it'}.`;
  return many ? `${list.format(titles)} need them.` : `${first} needs it, and likewise on the others.`;
}

function sentenceOf(group: readonly Staying[], machines: Machines): string {
  const tasks = group.map(({ task }) => task);
  const { text, many } = subjectOf(tasks, machines);
  const needing = group.flatMap(({ reason }) => (reason.kind === 'needed' ? [reason.by] : []));
  const [first] = group;
  const why = first === undefined || first.reason.kind === 'needed' ? whyNeeded(needing, many) : whyOf[first.reason.kind](many);
  if (tasks.every(({ state }) => state === 'done')) return `${text} ${many ? 'stay' : 'stays'}: ${why}`;
  return `${text} did not end well; what ${many ? 'they' : 'it'} may have changed stays: ${why}`;
}

/** Told apart by all that the sentence says of them together. */
const kindOf = ({ task, reason }: Staying): string =>
  [task.step, reason.kind, reason.kind === 'needed' ? reason.by.step : '', task.state === 'done'].join(' ');

/** In the order of the tasks. */
export const staysOf = (tasks: readonly Task[], reasons: ReadonlyMap<string, ReasonToStay>, machines: Machines): readonly string[] => {
  const staying = tasks.flatMap((task): readonly Staying[] => {
    const reason = reasons.get(task.id);
    return reason === undefined ? [] : [{ task, reason }];
  });
  return [...Map.groupBy(staying, kindOf).values()].map((group) => sentenceOf(group, machines));
};

/** What taking a step back leaves behind. */
export function leavingsOf(undone: readonly Task[], steps: ReadonlyMap<string, Step>, machines: Machines): readonly string[] {
  const byStep = Map.groupBy(undone, ({ step }) => step);
  return [...byStep].flatMap(([step, tasks]) => {
    const leaves = steps.get(step)?.leaves;
    if (leaves === undefined) return [];
    const { text, many } = subjectOf(tasks, machines);
    return [`${text} ${many ? 'are undone, but for each,' : 'is undone, but'} ${leaves}.`];
  });
}
