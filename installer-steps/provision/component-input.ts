// What the tasks of a component read from the plan: its release with the platform's settings filled in, and what must be ready then.
import { plannedComponent, type ComponentFile, type PlannedComponent } from '#contract/component-file.ts';
import type { Settings } from '#contract/platforms.ts';
import { fillValues, tokensOf, type Variables } from '#core/catalog/values.ts';

export function plannedFrom(component: ComponentFile, settings: Settings, variables: Variables): PlannedComponent {
  const { id, title, release, ready, health } = component;
  const { timeoutSeconds, values, ...rest } = release;
  return {
    id,
    title,
    release: { ...rest, values: fillValues(values, tokensOf(settings, variables)), timeoutMs: timeoutSeconds * 1000 },
    ready: ready.map(({ kind, name, namespace = release.namespace }) => ({ kind, name, namespace })),
    health,
  };
}

/** `input.component` of a task; the journal may be older than this version, so it is checked. */
export const componentOf = (input: Readonly<Record<string, unknown>>): PlannedComponent => plannedComponent.parse(input['component']);
