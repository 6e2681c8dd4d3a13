// What changed between two plans, in words. Times are no change.
import type { Plan, PlannedTask } from '#contract/runs.ts';
import { canonicalText } from '#core/catalog/values-hash.ts';

const essence = ({ id, step, mode, title, nodeId, needs, changes, input }: PlannedTask) =>
  canonicalText({ id, step, mode, title, nodeId, needs, changes, input });

export const samePlan = (a: Plan, b: Plan): boolean => a.kind === b.kind && a.title === b.title && a.digest === b.digest;

export function planChanges(before: Plan, after: Plan): string[] {
  const was = new Map(before.tasks.map((task) => [task.id, task]));
  const is = new Map(after.tasks.map((task) => [task.id, task]));
  return [
    ...after.tasks.filter(({ id }) => !was.has(id)).map(({ title }) => `New: ${title}.`),
    ...before.tasks.filter(({ id }) => !is.has(id)).map(({ title }) => `No longer: ${title}.`),
    ...after.tasks.flatMap((task) => {
      const old = was.get(task.id);
      return old === undefined || essence(old) === essence(task) ? [] : [changedTask(old, task)];
    }),
  ];
}

function changedTask(before: PlannedTask, after: PlannedTask): string {
  const added = after.changes.filter((change) => !before.changes.includes(change));
  return `Otherwise: ${after.title}${added.length === 0 ? '.' : ` (${added.join('; ')}).`}`;
}
