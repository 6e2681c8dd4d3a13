// The single values inside of one, each with its place. Tagged values are leaves too.
import type { DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import { tagOf } from '#core/inventory/variables/tagged.ts';

export interface Leaf {
  readonly value: DocumentValue;
  readonly path: DocumentPath;
  /** The nearest key above it. */
  readonly name: string;
}

/** Deeper than anything that people write. */
const deepest = 40;

export function leavesOf(leaf: Leaf, left = deepest): readonly Leaf[] {
  const { value, path, name } = leaf;
  if (left === 0 || typeof value !== 'object' || value === null || tagOf(value) !== null) return [leaf];
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf({ value: item, path: [...path, index], name }, left - 1));
  return Object.entries(value).flatMap(([key, item]) => leavesOf({ value: item, path: [...path, key], name: key }, left - 1));
}
