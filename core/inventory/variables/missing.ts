// What the components of a platform cannot do without and have not got yet.
import type { ComponentFile } from '#contract/component-file.ts';
import type { DocumentData, DocumentValue } from '#contract/inventory/document.ts';
import type { EffectiveValue } from '#contract/inventory/drafts.ts';
import type { MissingVariables, Variable } from '#contract/inventory/variables.ts';
import { closureOf } from '#core/catalog/closure.ts';
import type { Dictionary } from './dictionary.ts';
import { effectiveValues, platformValue, type VariableView } from './effective.ts';
import { entryOf } from '#core/inventory/document/values.ts';
import { isTemplate } from './references.ts';
import { secretIn } from './tagged.ts';

export interface Needs {
  readonly data: DocumentData;
  readonly dictionary: Dictionary;
  readonly components: readonly ComponentFile[];
  /** Names of secrets with a kept value. */
  readonly secretsSet: ReadonlySet<string>;
}

/** Every component that is known, chosen, or named by the dictionary; the chosen ones and what they need first. */
export function missingVariables(needs: Needs): MissingVariables[] {
  const { data, dictionary, components } = needs;
  const titles = new Map(components.map(({ id, title }) => [id, title]));
  const chosen = chosenIn(data, components);
  const needing = dictionary.all.flatMap(({ neededBy }) => neededBy);
  const ids = [...new Set([...chosen, ...titles.keys(), ...needing])];
  const missing = dictionary.all.filter((variable) => variable.neededBy.length > 0 && !isThere(needs, variable));
  return ids
    .map((id) => ({
      component: id,
      title: titles.get(id) ?? id,
      chosen: chosen.has(id),
      missing: missing
        .filter(({ neededBy }) => neededBy.includes(id))
        .map(({ name, description, sensitive }) => ({ variable: name, description, sensitive })),
    }))
    .toSorted((a, b) => Number(b.chosen) - Number(a.chosen) || (a.component < b.component ? -1 : 1));
}

/** With all that they need; what the catalogue does not have stands for itself. */
function chosenIn({ general }: DocumentData, components: readonly ComponentFile[]): ReadonlySet<string> {
  const typed = entryOf(general, 'components');
  const ids = (Array.isArray(typed) ? typed : []).filter((one) => typeof one === 'string' && /^[a-z0-9][a-z0-9-]{0,63}$/.test(one));
  const names = ids.map(String);
  const known = names.filter((id) => components.some((component) => component.id === id));
  return new Set([...names, ...closureOf(known, components).map(({ id }) => id)]);
}

/** A variable of the platform is there once; one of machines must be there on each. */
function isThere(needs: Needs, variable: Variable): boolean {
  const view: VariableView = needs;
  const { nodes } = needs.data;
  if (variable.scope === 'platform' || nodes.length === 0) return says(needs, platformValue(view, variable.name));
  return nodes.every(({ name }) => says(needs, effectiveValues(view, name, variable.name)[0] ?? null));
}

function says({ secretsSet }: Needs, found: EffectiveValue | null): boolean {
  if (found === null) return false;
  const { value, sources } = found;
  const secret = secretIn(value);
  if (secret !== null) return typeof secret === 'string' && secretsSet.has(secret);
  // A default that names what nobody said is no value yet.
  if (sources.at(-1)?.scope === 'default' && typeof value === 'string' && isTemplate(value)) return false;
  return !isNothing(value);
}

const isNothing = (value: DocumentValue): boolean => value === null || value === '';
