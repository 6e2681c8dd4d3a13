// Brings the nodes of a document into another order. The order says which control node leads.
import type { TextEdit } from '#contract/inventory/document.ts';
import type { Yaml } from '#core/ports/yaml.ts';
import { applyEdits } from './edits.ts';
import { insertion, lineStart } from './layout.ts';
import { findIn, PieceIndex } from './locate.ts';
import { readDocument } from './read-document.ts';
import { isTied, referencesOf } from './references.ts';
import { linesOf } from './remove-value.ts';
import { Steps } from './steps.ts';
import type { InventoryDocument } from './types.ts';
import { sameValue, valueOf } from './values.ts';

/**
 * Nodes are moved with their comments where they stand in lines of their own; else those that are out of order are written anew.
 * None are where a reference such as *name would then stand for something else, or for nothing: they stay in the order of the text.
 */
export function placeNodes(document: InventoryDocument, order: readonly string[], yaml: Yaml): readonly TextEdit[] {
  const names = namesOf(document);
  // Other nodes than those of the order: it says nothing about them.
  if (sameValue(names, [...order]) || !sameValue(names.toSorted(), order.toSorted())) return [];
  const moves = movedLines(document, order);
  const after = moves === null ? null : readDocument(applyEdits(document.text, moves), yaml, document);
  const isRight = after !== null && after.mistakes.length <= document.mistakes.length && sameValue(namesOf(after), [...order]);
  if (moves === null || !isRight) return writtenAnew(document, order, yaml);
  return sameValue([...referencesOf(after)], [...referencesOf(document)]) ? moves : [];
}

const namesOf = ({ data }: InventoryDocument): string[] => data.nodes.map(({ name }) => name);

interface Block {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Null: they do not stand in lines of their own. */
function movedLines(document: InventoryDocument, order: readonly string[]): readonly TextEdit[] | null {
  const { text } = document;
  const blocks = blocksOf(document);
  if (blocks.length !== order.length || !text.endsWith('\n')) return null;
  const byName = new Map(blocks.map((block) => [block.name, block]));
  const stays = longestInOrder(
    blocks.map(({ name }) => name),
    order,
  );
  let at = blocks[0]?.from ?? 0;
  const edits: TextEdit[] = [];
  for (const name of order) {
    const block = byName.get(name);
    if (block === undefined) return null;
    if (stays.has(name)) at = block.to;
    else edits.push({ from: block.from, to: block.to, insert: '' }, insertion(at, text.slice(block.from, block.to)));
  }
  return edits;
}

function blocksOf({ text, pieces }: InventoryDocument): readonly Block[] {
  return pieces.flatMap(({ piece, from }) => {
    const [pair, another] = piece.pairs;
    if (piece.section !== 'nodes' || piece.kind !== 'entry' || pair === undefined || another !== undefined) return [];
    const own = linesOf(piece.text, { from: pair.keyFrom, to: pair.value?.to ?? pair.keyTo });
    return [{ name: pair.key, from: withComments(text, from + own.from, pair.keyFrom), to: from + own.to }];
  });
}

/** Comments right above, in the same column. */
function withComments(text: string, from: number, column: number): number {
  let start = from;
  while (start > 0) {
    const above = lineStart(text, start - 1);
    if (!text.slice(above, start).startsWith(`${' '.repeat(column)}#`)) break;
    start = above;
  }
  return start;
}

/** The most names that are in that order already. */
function longestInOrder(names: readonly string[], order: readonly string[]): ReadonlySet<string> {
  const places = new Map(order.map((name, index) => [name, index]));
  const best: { readonly name: string; readonly place: number; readonly length: number; readonly before: number }[] = [];
  for (const name of names) {
    const place = places.get(name) ?? -1;
    let [length, before] = [1, -1];
    for (const [index, one] of best.entries()) if (one.place < place && one.length >= length) [length, before] = [one.length + 1, index];
    best.push({ name, place, length, before });
  }
  const kept = new Set<string>();
  const longest = Math.max(0, ...best.map(({ length }) => length));
  for (let at = best.findIndex(({ length }) => length === longest); at >= 0; at = best[at]?.before ?? -1) kept.add(best[at]?.name ?? '');
  return kept;
}

/** Those at the beginning that are in order already stay; the others are put behind them. */
function writtenAnew(document: InventoryDocument, order: readonly string[], yaml: Yaml): readonly TextEdit[] {
  const index = new PieceIndex(document.pieces);
  let kept = 0;
  for (const name of namesOf(document)) if (name === order[kept]) kept += 1;
  const moved = order.slice(kept).map((name) => {
    const at = index.find(['nodes', name]);
    return { path: ['nodes', name], syntax: at === null ? null : (findIn(at.placed.piece.root, at.inner)?.value ?? null) };
  });
  if (moved.some(({ syntax }) => isTied(syntax))) return [];
  const steps = new Steps(document, yaml);
  steps.change(moved.map(({ path }) => ({ kind: 'remove', path })));
  steps.change(moved.map(({ path, syntax }) => ({ kind: 'set', path, value: valueOf(syntax) })));
  return steps.edits();
}
