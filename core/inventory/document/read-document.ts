// Reads the inventory's document. With the document before, only the pieces whose text changed are read again.
import type { DocumentData, DocumentGroup, DocumentNode, DocumentPath, DocumentValue, TextRange } from '#contract/inventory/document.ts';
import { doubleKey, type Yaml, type YamlMistake } from '#core/ports/yaml.ts';
import { chunksOf, type Chunk } from './chunks.ts';
import { PieceIndex, rangeIn } from './locate.ts';
import { readPiece, unread, weightOf, type Piece, type Placed } from './pieces.ts';
import type { InventoryDocument } from './types.ts';
import { entryOf, sameValue, type DocumentMap } from './values.ts';

export function readDocument(text: string, yaml: Yaml, before?: InventoryDocument): InventoryDocument {
  const pieces = placedPieces(text, { yaml, known: before?.pieces ?? [] });
  const nodes = new Map<string, DocumentNode>();
  const groups = new Map<string, DocumentGroup>();
  const general: Entry[] = [];
  const variables: Entry[] = [];
  const doubles = new Doubles();
  for (const placed of pieces) {
    const { piece } = placed;
    doubles.look(placed);
    for (const node of piece.nodes) addTo(nodes, node, before?.nodes);
    for (const group of piece.groups) addTo(groups, group, before?.groups);
    for (const one of piece.general) general.push(one);
    for (const one of piece.variables) variables.push(one);
  }
  const data = keptData(before?.data, {
    general: firstOnly(general),
    variables: firstOnly(variables),
    groups: [...groups.values()],
    nodes: [...nodes.values()],
  });
  const mistakes = [...pieces.flatMap(mistakesOf), ...doubles.mistakes].toSorted((a, b) => a.from - b.from);
  return { text, data, nodes, groups, mistakes, pieces, rangeOf: rangesOf(text, pieces) };
}

/** The places of pieces are looked up once somebody asks. */
function rangesOf(text: string, pieces: readonly Placed[]): InventoryDocument['rangeOf'] {
  let index: PieceIndex | null = null;
  return (path: DocumentPath, part: 'key' | 'value' = 'value'): TextRange | null => {
    index ??= new PieceIndex(pieces);
    return rangeIn({ text, index }, path, part);
  };
}

interface Known {
  readonly yaml: Yaml;
  readonly known: readonly Placed[];
}

/** Far more than anybody has machines, or writes about them; reading it would hold up everything else. */
const mostChunks = 50_000;
const heaviest = 400_000;
const tooMuch = (text: string): readonly Placed[] => [
  { piece: unread(text, 'This is too long for an inventory: there are too many entries in it.'), from: 0, misplaced: false },
];

function placedPieces(text: string, { yaml, known }: Known): readonly Placed[] {
  const chunks = chunksOf(text);
  if (chunks.length > mostChunks) return tooMuch(text);
  const stayed = stayedIn(text, chunks, known);
  const placed: Placed[] = [];
  let room = heaviest;
  for (const [index, chunk] of chunks.entries()) {
    const { from, to, misplaced } = chunk;
    const cut = text.slice(from, to);
    const piece = stayed(index, cut) ?? (isWithin(cut, room) ? readPiece(chunk, cut, yaml) : null);
    if (piece === null || piece.weight > room) return tooMuch(text);
    room -= piece.weight;
    placed.push({ piece, from, misplaced });
  }
  return placed;
}

/** No text weighs more than it is long. */
const isWithin = (text: string, room: number): boolean => text.length <= room || weightOf(text) <= room;

/** From both ends those that stayed; between them those that stand there elsewhere. */
function stayedIn(text: string, chunks: readonly Chunk[], known: readonly Placed[]): (index: number, cut: string) => Piece | null {
  let start = 0;
  while (start < chunks.length && isSame(text, chunks[start], known[start]?.piece)) start += 1;
  let [end, knownEnd] = [chunks.length, known.length];
  while (end > start && knownEnd > start && isSame(text, chunks[end - 1], known[knownEnd - 1]?.piece)) {
    end -= 1;
    knownEnd -= 1;
  }
  const others = new Map(known.slice(start, knownEnd).map(({ piece }) => [piece.text, piece]));
  return (index, cut) => {
    if (index < start) return known[index]?.piece ?? null;
    if (index >= end) return known[index - end + knownEnd]?.piece ?? null;
    const other = others.get(cut);
    const chunk = chunks[index];
    return other !== undefined && other.kind === chunk?.kind && other.section === chunk.section ? other : null;
  };
}

const isSame = (text: string, chunk: Chunk | undefined, piece: Piece | undefined): boolean =>
  chunk !== undefined &&
  piece !== undefined &&
  chunk.to - chunk.from === piece.text.length &&
  chunk.kind === piece.kind &&
  chunk.section === piece.section &&
  text.startsWith(piece.text, chunk.from);

function mistakesOf({ piece, from, misplaced }: Placed): readonly YamlMistake[] {
  if (piece.mistakes.length === 0 && !misplaced) return [];
  const own = piece.mistakes.map((mistake) => ({ ...mistake, from: mistake.from + from, to: mistake.to + from }));
  const [first] = piece.pairs;
  if (!misplaced) return own;
  const message = 'The indentation differs from that of the other entries.';
  return [...own, { from: from + (first?.keyFrom ?? 0), to: from + (first?.keyTo ?? piece.text.length), message }];
}

/** Keys that stand in two pieces. */
class Doubles {
  readonly mistakes: YamlMistake[] = [];
  readonly #seen = { top: new Set<string>(), variables: new Set<string>(), nodes: new Set<string>(), groups: new Set<string>() };

  look({ piece, from }: Placed): void {
    const seen = this.#seen[piece.kind === 'entry' ? (piece.section ?? 'nodes') : 'top'];
    for (const { key, keyFrom, keyTo } of piece.pairs) {
      if (seen.has(key)) this.mistakes.push({ from: from + keyFrom, to: from + keyTo, message: doubleKey });
      seen.add(key);
    }
  }
}

/** The first of a name counts; one that says the same as before is the same object. */
function addTo<T extends DocumentNode | DocumentGroup>(all: Map<string, T>, one: T, before: ReadonlyMap<string, T> | undefined): void {
  if (all.has(one.name)) return;
  const old = before?.get(one.name);
  all.set(one.name, old !== undefined && (old === one || sameEntry(old, one)) ? old : one);
}

const sameEntry = (a: DocumentNode, b: DocumentNode): boolean =>
  sameOrder(a.fields, b.fields) && sameOrder(a.variables, b.variables) && sameValue(a.groups, b.groups);
/** Also the same order of keys. */
function sameOrder(a: DocumentMap, b: DocumentMap): boolean {
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return (
    keys.length === others.length &&
    keys.every((key, index) => key === others[index] && sameValue(entryOf(a, key) ?? null, entryOf(b, key) ?? null))
  );
}

type Entry = readonly [string, DocumentValue];
/** A key that stands there twice is a mistake; the first one counts. */
function firstOnly(entries: readonly Entry[]): Record<string, DocumentValue> {
  const all = Object.fromEntries(entries);
  if (Object.keys(all).length === entries.length) return all;
  const seen = new Set<string>();
  return Object.fromEntries(entries.filter(([key]) => !seen.has(key) && seen.add(key)));
}

const keptData = (before: DocumentData | undefined, now: DocumentData): DocumentData => ({
  general: kept(now.general, before?.general),
  variables: kept(now.variables, before?.variables),
  groups: keptList(now.groups, before?.groups),
  nodes: keptList(now.nodes, before?.nodes),
});
const kept = <T extends DocumentMap>(now: T, before: T | undefined): T => (before !== undefined && sameOrder(now, before) ? before : now);
const keptList = <T>(now: T[], before: T[] | undefined): T[] =>
  before !== undefined && before.length === now.length && now.every((one, index) => one === before[index]) ? before : now;
