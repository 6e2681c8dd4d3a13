import type { DocumentChange, DocumentData, DocumentValue } from '#contract/inventory/document.ts';
import { secretIn } from '#core/inventory/variables/tagged.ts';
import { valueAt } from '#core/inventory/document/values.ts';

const isPlain = (value: DocumentValue | undefined) => typeof value === 'string' || typeof value === 'number';

/** Does one of them put a reference to a secret where a value stood in clear? `data` is from before. */
export const hidesSecret = (data: DocumentData, changes: readonly DocumentChange[]): boolean =>
  changes.some((change) => change.kind === 'set' && secretIn(change.value) !== null && isPlain(placed(data, change.path)));

/** The data is in the order of the text, with nodes and groups by number. */
function placed(
  { general, variables, groups, nodes }: DocumentData,
  [top, name, ...rest]: readonly (string | number)[],
): DocumentValue | undefined {
  if (top === 'variables') return name === undefined ? undefined : valueAt(variables, [name, ...rest]);
  const entry = (top === 'nodes' ? nodes : top === 'groups' ? groups : []).find((one) => one.name === name);
  if (entry === undefined) return top === undefined ? undefined : valueAt(general, name === undefined ? [top] : [top, name, ...rest]);
  return valueAt(rest[0] === 'variables' ? entry.variables : entry.fields, rest[0] === 'variables' ? rest.slice(1) : rest);
}
