// What may be asked of a draft, and how two changes of it stand to each other.
import type { DocumentChange, DocumentData, DocumentPath } from '#contract/inventory/document.ts';

export interface ChangeWish {
  readonly kind: 'change';
  readonly changes: readonly DocumentChange[];
  /** What undo calls it. */
  readonly label: string;
}

export type Wish = ChangeWish | { readonly kind: 'undo' | 'redo' } | SaveWish;

/** Nobody wants it any more once the signal is aborted. `seq` is what was seen of the draft. */
export interface SaveWish {
  readonly kind: 'save';
  readonly seq: number;
  readonly message: string;
  readonly signal: AbortSignal;
}

export const changesIn = (wish: Wish): readonly DocumentChange[] => (wish.kind === 'change' ? wish.changes : []);

/** It counts the items of a list: once the draft has moved on, something else may stand at that place. */
export const isByPlace = (wish: Wish): boolean => changesIn(wish).some(({ path }) => path.some((part) => typeof part === 'number'));

/** Asked for twice it does no harm: a rename does not find its old name again. `data` is what the draft says now. */
export const canRepeat = (wish: ChangeWish, data: DocumentData): boolean =>
  !isByPlace(wish) && wish.changes.every((change) => change.kind !== 'rename' || has(data, change.path));

/** Both say something about the same place, or about a part of it. */
export const meet = (one: ChangeWish, other: ChangeWish): boolean =>
  one.changes.some((a) => other.changes.some((b) => isWithin(a.path, b.path) || isWithin(b.path, a.path)));

const isWithin = (inner: DocumentPath, outer: DocumentPath): boolean => outer.every((part, index) => inner[index] === part);

/** Whether something stands at the path of a rename. */
function has(data: DocumentData, path: DocumentPath): boolean {
  const [top, name, third, key] = path;
  if (top === 'variables') return typeof name === 'string' && name in data.variables;
  const entry = (top === 'nodes' ? data.nodes : data.groups).find((one) => one.name === name);
  if (entry === undefined || third === undefined) return entry !== undefined;
  return third === 'variables' && typeof key === 'string' && key in entry.variables;
}
