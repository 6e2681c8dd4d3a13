// What a change brought to the data: nodes and groups that did not change are the same objects in both documents.
import type { DocumentValue } from '#contract/inventory/document.ts';
import type { DraftStep } from '#contract/inventory/drafts.ts';
import type { InventoryDocument } from '#core/inventory/document/types.ts';

type Entries = Readonly<Record<string, DocumentValue>>;

/** Same keys in the same order, with the same objects: what was not read again is not looked into. */
function sameEntries(a: Entries, b: Entries): boolean {
  if (a === b) return true;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return keys.length === others.length && keys.every((key, index) => key === others[index] && a[key] === b[key]);
}

interface Named {
  readonly name: string;
}

const changedOf = <T extends Named>(before: ReadonlyMap<string, T>, after: readonly T[]): T[] =>
  after.filter((one) => before.get(one.name) !== one);

const sameOrder = (before: readonly Named[], after: readonly Named[]): boolean =>
  before.length === after.length && before.every((one, index) => one.name === after[index]?.name);

const namesOf = (all: readonly Named[]): string[] => all.map(({ name }) => name);

export function dataStep(before: InventoryDocument, after: InventoryDocument): DraftStep['data'] {
  const [was, is] = [before.data, after.data];
  return {
    ...(sameEntries(was.general, is.general) ? {} : { general: is.general }),
    ...(sameEntries(was.variables, is.variables) ? {} : { variables: is.variables }),
    groups: changedOf(before.groups, is.groups),
    nodes: changedOf(before.nodes, is.nodes),
    ...(sameOrder(was.groups, is.groups) ? {} : { groupOrder: namesOf(is.groups) }),
    ...(sameOrder(was.nodes, is.nodes) ? {} : { nodeOrder: namesOf(is.nodes) }),
  };
}
