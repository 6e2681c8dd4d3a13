// A map or list that replaces another one, as changes of its members, so that those that stay keep their bytes.
import type { DocumentValue } from '#contract/inventory/document.ts';
import { tagOf } from '#core/inventory/variables/tagged.ts';
import { entryOf, isMap, sameValue } from './values.ts';

export type MemberChange =
  | { readonly kind: 'set'; readonly at: string | number; readonly value: DocumentValue }
  | { readonly kind: 'remove'; readonly at: string | number };

/** Beyond it writing anew is clearer, and faster. */
const most = 100;

/** Null: nothing stays. */
export function mergeOf(old: DocumentValue, now: DocumentValue): readonly MemberChange[] | null {
  if (isMap(old) && isMap(now)) return tagOf(old) !== null || tagOf(now) !== null ? null : limited(mapMerge(old, now));
  return Array.isArray(old) && Array.isArray(now) ? limited(listMerge(old, now)) : null;
}

const limited = (changes: readonly MemberChange[] | null) => (changes === null || changes.length > most ? null : changes);

function mapMerge(old: Record<string, DocumentValue>, now: Record<string, DocumentValue>): readonly MemberChange[] | null {
  const gone = Object.keys(old).filter((key) => !Object.hasOwn(now, key));
  if (gone.length === Object.keys(old).length) return null;
  const changed = Object.entries(now).filter(([key, value]) => !Object.hasOwn(old, key) || !sameValue(entryOf(old, key) ?? null, value));
  return [...gone.map((at) => ({ kind: 'remove' as const, at })), ...changed.map(([at, value]) => ({ kind: 'set' as const, at, value }))];
}

/** Items that are gone are removed; what is left is changed place by place, and the rest put behind it. */
function listMerge(old: readonly DocumentValue[], now: readonly DocumentValue[]): readonly MemberChange[] | null {
  const gone = old.flatMap((item, index) => (now.some((one) => sameValue(one, item)) ? [] : [index]));
  const left = old.filter((_, index) => !gone.includes(index));
  if (left.length === 0 || left.length > now.length) return null;
  const removed = gone.toReversed().map((at) => ({ kind: 'remove' as const, at }));
  const changed = now.flatMap((value, at) =>
    at < left.length && sameValue(left[at] ?? null, value) ? [] : [{ kind: 'set' as const, at, value }],
  );
  return [...removed, ...changed];
}
