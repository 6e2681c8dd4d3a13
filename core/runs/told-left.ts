// The time left as it is told, of the whole and of each phase: both from the same table, so that they cannot contradict each other.
import type { RunSummary, Task } from '#contract/runs.ts';
import type { Slot } from './estimate.ts';

/** So long after the table was made. */
export function toldLeft(
  table: ReadonlyMap<string, Slot>,
  tasks: readonly Pick<Task, 'id' | 'phase'>[],
  sinceMs: number,
): Required<Pick<RunSummary, 'leftMs' | 'phaseLeftMs'>> {
  const phases = new Map<string, Slot>();
  for (const { id, phase } of tasks) {
    const slot = table.get(id);
    if (slot === undefined) continue;
    const { from, to } = phases.get(phase) ?? slot;
    phases.set(phase, { from: Math.min(from, slot.from), to: Math.max(to, slot.to) });
  }
  const left = ({ from, to }: Slot) => Math.max(0, Math.round(to - Math.max(from, sinceMs)));
  const all = { from: 0, to: Math.max(0, ...[...phases.values()].map(({ to }) => to)) };
  return { leftMs: left(all), phaseLeftMs: Object.fromEntries([...phases].map(([phase, slot]) => [phase, left(slot)])) };
}
