// Which components a choice really means, in the order of their needs, and what they ask for together.
import type { ComponentFile } from '#contract/component-file.ts';
import { fault } from '#core/fault.ts';
import { likelyName } from './likely-name.ts';

/** The chosen ones and all that they need, needs first. Throws COMPONENT_UNKNOWN, PLAN_CYCLE. */
export function closureOf(chosen: readonly string[], catalogue: readonly ComponentFile[]): readonly ComponentFile[] {
  const byId = new Map(catalogue.map((component) => [component.id, component]));
  const done: ComponentFile[] = [];
  const path: string[] = [];
  const visit = (id: string): void => {
    const component = byId.get(id);
    if (component === undefined) throw fault('COMPONENT_UNKNOWN', { id, likely: likelyName(id, [...byId.keys()]) });
    if (done.includes(component)) return;
    if (path.includes(id)) throw fault('PLAN_CYCLE', { path: [...path.slice(path.indexOf(id)), id].join(' → ') });
    path.push(id);
    component.needs.forEach(visit);
    path.pop();
    done.push(component);
  };
  chosen.forEach(visit);
  return done;
}

export function totalOf(components: readonly ComponentFile[]): ComponentFile['resources'] {
  const zero = { cpuMilli: 0, memoryBytes: 0, storageBytes: 0 };
  return components.reduce(
    (sum, { resources }) => ({
      cpuMilli: sum.cpuMilli + resources.cpuMilli,
      memoryBytes: sum.memoryBytes + resources.memoryBytes,
      storageBytes: sum.storageBytes + resources.storageBytes,
    }),
    zero,
  );
}
