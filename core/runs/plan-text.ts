// A plan for reading and keeping: Markdown with its exact order, times, and what each task changes, per machine and in total.
import { changesIn, type Plan, type PlannedTask } from '#contract/runs.ts';
import { fromTheBeginning, timeTable, type Slot } from './estimate.ts';

interface Machine {
  readonly id: string;
  readonly name: string;
}

const wholeCluster = 'The cluster';

/** Names and titles are a person's: they stay text. */
const plain = (text: string) => text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>|#]/g, String.raw`\$&`);
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const table = (heads: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n');

/** 1:05, or 1:00:05. */
export function clockTime(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

const count = (number: number, thing: string) => `${number} ${thing}${number === 1 ? '' : 's'}`;
const timeIn = (tasks: readonly PlannedTask[]) => clockTime(tasks.reduce((sum, { estimateMs }) => sum + estimateMs, 0));

function totals(plan: Plan, machines: readonly Machine[]): string {
  const lines = [...machines, { id: null, name: wholeCluster }].flatMap(({ id, name }) => {
    const own = plan.tasks.filter(({ nodeId }) => nodeId === id);
    return own.length === 0 ? [] : [[plain(name), String(own.length), String(changesIn(own)), timeIn(own)]];
  });
  const all = ['In all', String(plan.tasks.length), String(changesIn(plan.tasks)), timeIn(plan.tasks)];
  return table(['Where', 'Tasks', 'Changes', 'Work'], [...lines, all]);
}

const never: Slot = { from: Infinity, to: Infinity };

/** The tasks as they start, with a number each, by which the others name what they wait for. */
function inOrder(plan: Plan): readonly { readonly task: PlannedTask; readonly slot: Slot; readonly number: number }[] {
  const slots = timeTable(fromTheBeginning(plan.tasks));
  const slotOf = ({ id }: PlannedTask) => slots.get(id) ?? never;
  return plan.tasks
    .toSorted((a, b) => slotOf(a).from - slotOf(b).from)
    .map((task, index) => ({ task, slot: slotOf(task), number: index + 1 }));
}

export function planText(plan: Plan, machines: readonly Machine[]): string {
  const names = new Map(machines.map(({ id, name }) => [id, name]));
  const ordered = inOrder(plan);
  const numbers = new Map(ordered.map(({ task, number }) => [task.id, number]));
  const phases = new Map(plan.phases.map(({ id, title }) => [id, title]));
  const rows = ordered.map(({ task, slot, number }) => [
    String(number),
    clockTime(slot.from),
    clockTime(task.estimateMs),
    plain(phases.get(task.phase) ?? task.phase),
    plain(task.nodeId === null ? wholeCluster : (names.get(task.nodeId) ?? task.nodeId)),
    plain(task.title),
    task.changes.length === 0 ? 'looks only' : task.changes.map(plain).join('<br>'),
    task.needs
      .map((need) => numbers.get(need) ?? 0)
      .toSorted((a, b) => a - b)
      .join(', '),
  ]);
  const stays = plan.stays.length === 0 ? [] : ['## What stays', plan.stays.map((one) => `- ${plain(one)}`).join('\n')];
  return [
    `# ${plain(plan.title)}`,
    `${count(plan.tasks.length, 'task')}, ${count(changesIn(plan.tasks), 'change')}, about ${clockTime(plan.estimateMs)} (minutes and seconds), side by side where the order allows it.`,
    '## Changes for each machine',
    totals(plan, machines),
    ...stays,
    '## In this order',
    table(['No.', 'Starts', 'Takes', 'Phase', 'Where', 'Task', 'Changes', 'After'], rows),
    '',
  ].join('\n\n');
}
