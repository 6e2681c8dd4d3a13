// Variables that chosen components lack: each once, and where its value would stand.
import type { DocumentChange, DocumentData, DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import type { MissingVariables, Variable } from '#contract/inventory/variables.ts';
import { valueOf } from '../model/cells.ts';
import { tagOf } from '../model/value-text.ts';

export interface MissingVariable {
  readonly name: string;
  readonly description: string;
  readonly sensitive: boolean;
  /** Titles of the components that need it. */
  readonly components: readonly string[];
}

export function missingOf(components: readonly MissingVariables[]): readonly MissingVariable[] {
  const needs = components.filter(({ chosen }) => chosen).flatMap(({ title, missing }) => missing.map((one) => ({ ...one, title })));
  return [...Map.groupBy(needs, ({ variable }) => variable)].flatMap(([name, all]) => {
    const [first] = all;
    if (first === undefined) return [];
    return [{ name, description: first.description, sensitive: first.sensitive, components: all.map(({ title }) => title) }];
  });
}

/** Null: each machine has its own, which is set in the table. */
export function placeOf(name: string, variable: Variable | undefined): DocumentPath | null {
  const setting = variable?.setting;
  if (setting === undefined) return variable?.scope === 'node' ? null : ['variables', name];
  return setting.startsWith('node.') ? null : setting.split('.');
}

export const plainChange = (path: DocumentPath, typed: string, variable: Variable | undefined): DocumentChange => ({
  kind: 'set',
  path,
  value: valueOf({ kind: 'variable', variable: variable?.name ?? '' }, typed, variable),
});

export const secretValue = (name: string): DocumentValue => ({ '!secret': name });

/** The secret that a variable of all nodes refers to already; its value is what is missing then. */
export function secretOf(data: DocumentData, variable: string): string | null {
  const value = data.variables[variable];
  const tag = value === undefined ? null : tagOf(value);
  return tag?.tag === '!secret' ? tag.text : null;
}
