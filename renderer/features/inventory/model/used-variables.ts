import type { DocumentData } from '#contract/inventory/document.ts';

/** Names of all variables that the document sets anywhere, in order. */
export function variablesIn(data: DocumentData): readonly string[] {
  const names = new Set(Object.keys(data.variables));
  for (const entry of [...data.groups, ...data.nodes]) for (const name of Object.keys(entry.variables)) names.add(name);
  return [...names].sort();
}
