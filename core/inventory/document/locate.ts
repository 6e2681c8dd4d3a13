// Where something stands: the piece it is in, and the syntax there.
import type { DocumentPath, TextRange } from '#contract/inventory/document.ts';
import type { YamlMap, YamlPair, YamlSyntax } from '#core/ports/yaml.ts';
import type { Placed } from './pieces.ts';

export interface Found {
  /** Null of items of lists. */
  readonly pair: YamlPair | null;
  readonly value: YamlSyntax | null;
  /** Of an item of a list: where it begins. */
  readonly start: number;
}

/** One step down; a tag is a step too. Null: nothing stands there. */
export function stepInto({ value }: Pick<Found, 'value'>, step: string | number): Found | null {
  if (value === null || value.kind === 'alias') return null;
  if (value.tag !== null) return step === value.tag ? { pair: null, value: { ...value, tag: null }, start: value.from } : null;
  if (value.kind === 'map' && typeof step === 'string') {
    const pair = pairOf(value, step);
    return pair === undefined ? null : { pair, value: pair.value, start: pair.keyFrom };
  }
  if (value.kind !== 'list' || typeof step !== 'number') return null;
  const [item, start] = [value.items[step], value.starts[step]];
  return item === undefined || start === undefined ? null : { pair: null, value: item, start };
}

const indexes = new WeakMap<YamlMap, ReadonlyMap<string, YamlPair>>();
/** More are looked up in an index that is made once. */
const fewPairs = 16;

/** The first of that key. */
function pairOf(map: YamlMap, key: string): YamlPair | undefined {
  if (map.pairs.length <= fewPairs) return map.pairs.find((pair) => pair.key === key);
  const index = indexes.get(map) ?? new Map(map.pairs.toReversed().map((pair) => [pair.key, pair]));
  indexes.set(map, index);
  return index.get(key);
}

export function findIn(root: YamlSyntax | null, path: DocumentPath): Found | null {
  let found: Found | null = { pair: null, value: root, start: root?.from ?? 0 };
  for (const step of path) {
    found = stepInto(found, step);
    if (found === null) return null;
  }
  return found;
}

export interface PiecePath {
  readonly placed: Placed;
  /** Inside the piece. */
  readonly inner: DocumentPath;
}

/** Which piece a path leads to. */
export class PieceIndex {
  readonly #top = new Map<string, Placed>();
  readonly #entries = { variables: new Map<string, Placed>(), nodes: new Map<string, Placed>(), groups: new Map<string, Placed>() };
  readonly all: readonly Placed[];

  constructor(pieces: readonly Placed[]) {
    this.all = pieces;
    for (const placed of pieces) {
      const { kind, section, pairs } = placed.piece;
      const index = kind === 'entry' ? this.#entries[section ?? 'nodes'] : this.#top;
      for (const { key } of pairs) if (!index.has(key)) index.set(key, placed);
    }
  }

  find([top, name, ...rest]: DocumentPath): PiecePath | null {
    const placed = this.#top.get(String(top));
    if (placed === undefined || typeof top !== 'string') return null;
    if (name === undefined) return { placed, inner: [top] };
    const { kind, section } = placed.piece;
    if (kind !== 'section') return { placed, inner: [top, name, ...rest] };
    const entry = this.#entries[section ?? 'nodes'].get(String(name));
    return entry === undefined || typeof name !== 'string' ? null : { placed: entry, inner: [name, ...rest] };
  }
}

interface Text {
  readonly text: string;
  readonly index: PieceIndex;
}

export function rangeIn({ text, index }: Text, path: DocumentPath, part: 'key' | 'value'): TextRange | null {
  if (path.length === 0) return part === 'key' ? null : { from: 0, to: text.length };
  const at = index.find(path);
  const found = at === null ? null : findIn(at.placed.piece.root, at.inner);
  if (at === null || found === null) return null;
  const { pair, value } = found;
  const { from, piece } = at.placed;
  if (part === 'key') return pair === null ? null : { from: from + pair.keyFrom, to: from + pair.keyTo };
  if (piece.kind === 'section') return sectionRange(index.all, at.placed);
  return value === null ? null : { from: from + value.from, to: from + value.to };
}

/** From the first entry to the end of the last one. */
function sectionRange(pieces: readonly Placed[], { piece }: Placed): TextRange | null {
  const entries = pieces.filter((one) => one.piece.kind === 'entry' && one.piece.section === piece.section);
  const [first, last] = [entries[0], entries.at(-1)];
  if (first === undefined || last === undefined) return null;
  const ends = last.piece.pairs.map(({ keyTo, value }) => value?.to ?? keyTo);
  return { from: first.from + (first.piece.pairs[0]?.keyFrom ?? 0), to: last.from + (ends.at(-1) ?? last.piece.text.length) };
}
