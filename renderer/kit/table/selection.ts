// Marked rows: one at a time, or a range from the row marked before.
export interface Selection {
  readonly keys: ReadonlySet<string>;
  /** Where a range begins. */
  readonly anchor: string | null;
}

export const noSelection: Selection = { keys: new Set(), anchor: null };

export function toggleKey(selection: Selection, key: string): Selection {
  const keys = new Set(selection.keys);
  if (!keys.delete(key)) keys.add(key);
  return { keys, anchor: key };
}

/** Marks everything between the anchor and `key`, in the order shown. */
export function selectRange(selection: Selection, order: readonly string[], key: string): Selection {
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(key);
  if (from < 0 || to < 0) return toggleKey(selection, key);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { keys: new Set([...selection.keys, ...range]), anchor: selection.anchor };
}
