// What is different between the plan that was read and the one that would run now, in words.
import type { FaultView } from '#contract/faults/entry.ts';
import type { Plan } from '#contract/runs.ts';
import { t } from '#renderer/texts/current.ts';

const words = t.runs.planNews;
type PlannedTask = Plan['tasks'][number];

const read = ({ title, mode, changes }: PlannedTask): string => JSON.stringify([title, mode, changes]);

/** Null for the same plan; empty where it reads the same and what it works with is different. */
export function newsOf(before: Plan, after: Plan): readonly string[] | null {
  if (before.digest === after.digest) return null;
  const was = new Map(before.tasks.map((task) => [task.id, task]));
  const is = new Map(after.tasks.map((task) => [task.id, task]));
  const arrived = after.tasks.filter(({ id }) => !was.has(id));
  const gone = before.tasks.filter(({ id }) => !is.has(id));
  const otherwise = after.tasks.flatMap((task) => {
    const old = was.get(task.id);
    if (old === undefined || read(old) === read(task)) return [];
    return [
      words.otherwise(
        task.title,
        task.changes.filter((change) => !old.changes.includes(change)),
      ),
    ];
  });
  return [...arrived.map(({ title }) => words.arrived(title)), ...gone.map(({ title }) => words.gone(title)), ...otherwise];
}

/** Refused because the plan is another one than was read. */
export const isPlanChanged = ({ code }: Pick<FaultView, 'code'>): boolean => code === 'PLAN_CHANGED';
