// Labels and taints: only those that the inventory names, or named when it was applied; all others are no matter of it.
import type { Difference } from '#contract/inventory/drift.ts';
import type { Node } from '#contract/nodes.ts';
import type { SeenNode } from '#core/ports/last-seen.ts';
import { bySetUp, difference } from './input.ts';

interface Marked {
  readonly node: Node;
  readonly before: Node | null;
  readonly seen: SeenNode | null;
}

type Side = ReadonlyMap<string, string> | null;

interface Kind {
  readonly word: 'label' | 'taint';
  readonly wanted: ReadonlyMap<string, string>;
  readonly applied: Side;
  readonly live: Side;
}

const labelsOf = (labels: Node['labels']) => new Map(Object.entries(labels));
/** One node may have a key with several effects. */
const taintsOf = (taints: Node['taints']) => new Map(taints.map(({ key, value, effect }) => [`${key}:${effect}`, value]));
const seenTaints = (taints: readonly string[]) =>
  new Map(
    taints.flatMap((taint) => {
      const found = /^([^=:]+)=?([^:]*):(.+)$/.exec(taint);
      return found === null ? [] : [[`${found[1]}:${found[3]}`, found[2] ?? ''] as const];
    }),
  );

export function markDifferences({ node, before, seen }: Marked): Difference[] {
  const kinds: readonly Kind[] = [
    {
      word: 'label',
      wanted: labelsOf(node.labels),
      applied: before && labelsOf(before.labels),
      live: seen && labelsOf(seen.labels),
    },
    {
      word: 'taint',
      wanted: taintsOf(node.taints),
      applied: before && taintsOf(before.taints),
      live: seen && seenTaints(seen.taints),
    },
  ];
  return kinds.flatMap((kind) => ofKind(node.name, kind));
}

function ofKind(name: string, kind: Kind): Difference[] {
  const keys = new Set([...kind.wanted.keys(), ...(kind.applied?.keys() ?? [])]);
  return [...keys].flatMap((key) => ofKey(name, key, kind));
}

function ofKey(name: string, key: string, { word, wanted, applied, live }: Kind): Difference[] {
  const is = live ?? applied;
  if (is === null || is.get(key) === wanted.get(key)) return [];
  const side = (values: Side) => valueWords(values?.get(key));
  return [
    difference({ kind: 'node', name }, `${word} ${key}`, {
      wanted: side(wanted),
      applied: side(applied),
      live: side(live),
      sentence: sentenceOf({ name, thing: `the ${word} ${key}`, wanted: wanted.get(key), is: is.get(key) }),
      closedBy: bySetUp,
    }),
  ];
}

/** A taint need not have a value. */
const valueWords = (value: string | undefined) => (value === '' ? 'without a value' : (value ?? null));

interface Values {
  readonly name: string;
  readonly thing: string;
  readonly wanted: string | undefined;
  readonly is: string | undefined;
}
function sentenceOf({ name, thing, wanted, is }: Values): string {
  if (wanted === undefined) return `${name} still has ${thing}, which is no longer wanted.`;
  if (is === undefined) return `${name} lacks ${thing}.`;
  return `${name} has ${thing} with the value ${is === '' ? '""' : is}; wanted is ${wanted === '' ? '""' : wanted}.`;
}
