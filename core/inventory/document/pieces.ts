// One chunk of the document, read: its syntax with offsets inside it, and what it says.
import type { DocumentGroup, DocumentNode, DocumentValue } from '#contract/inventory/document.ts';
import type { Yaml, YamlMap, YamlMistake, YamlPair } from '#core/ports/yaml.ts';
import type { Chunk, Section } from './chunks.ts';
import { pairsOf, shapedGroup, shapedNode } from './shapes.ts';
import { unusableIn } from './unusable-keys.ts';
import { firstOfEach, valueOf } from './values.ts';

export interface Piece {
  readonly kind: Chunk['kind'];
  readonly section: Section | null;
  readonly text: string;
  /** Of an entry: its name with all below; of others: keys of the top. Null when no map stands there. */
  readonly root: YamlMap | null;
  readonly pairs: readonly YamlPair[];
  readonly mistakes: readonly YamlMistake[];
  /** How many of the mistakes are of the YAML itself, not of its shape. */
  readonly flaws: number;
  readonly nodes: readonly DocumentNode[];
  readonly groups: readonly DocumentGroup[];
  /** Of an entry, only itself. */
  readonly variables: readonly (readonly [string, DocumentValue])[];
  readonly general: readonly (readonly [string, DocumentValue])[];
  /** How much there is to read in it. */
  readonly weight: number;
}
/** Where a piece begins in the text. */
export interface Placed {
  readonly piece: Piece;
  readonly from: number;
  readonly misplaced: boolean;
}

/** A copy, so that it does not keep the whole text it was cut from in memory. */
const detached = (text: string): string => ` ${text}`.slice(1);

interface Said {
  nodes: DocumentNode[];
  groups: DocumentGroup[];
  variables: (readonly [string, DocumentValue])[];
  general: (readonly [string, DocumentValue])[];
  mistakes: YamlMistake[];
}

export function readPiece({ kind, section }: Pick<Chunk, 'kind' | 'section'>, cut: string, yaml: Yaml): Piece {
  const text = detached(cut);
  const { root, mistakes } = yaml.parse(text);
  const map = root?.kind === 'map' && root.tag === null ? root : null;
  const pairs = firstOfEach(map?.pairs ?? []);
  const said: Said = {
    nodes: [],
    groups: [],
    variables: [],
    general: [],
    mistakes: [...mistakes, ...unusableIn(root)],
  };
  if (map === null && root !== null && mistakes.length === 0) {
    said.mistakes.push({ from: root.from, to: root.to, message: 'A key with a colon behind it is expected.' });
  }
  for (const pair of pairs) {
    if (kind === 'entry') sayEntry(pair, section, said);
    else sayTop(pair, said);
  }
  return { kind, section, text, root: map, pairs, flaws: mistakes.length, ...said, weight: weightOf(text) };
}

/** Lines, colons, dashes, commas, brackets, tags, anchors and aliases: the time that reading takes grows with these. */
export function weightOf(text: string): number {
  let weight = 0;
  for (const _ of text.matchAll(/[[{,\n!&*]|[-?:](?=\s)/g)) weight += 1;
  return weight;
}

/** Stands for a text that is not read. */
export const unread = (text: string, message: string): Piece => ({
  kind: 'whole',
  section: null,
  text,
  root: null,
  pairs: [],
  mistakes: [{ from: 0, to: text.length, message }],
  flaws: 1,
  nodes: [],
  groups: [],
  variables: [],
  general: [],
  weight: 0,
});

function sayEntry(pair: YamlPair, section: Section | null, said: Said): void {
  if (section === 'variables') {
    said.variables.push([pair.key, valueOf(pair.value)]);
    return;
  }
  if (section === 'groups') {
    const { value, mistakes } = shapedGroup(pair);
    said.groups.push(value);
    said.mistakes.push(...mistakes);
    return;
  }
  const { value, mistakes } = shapedNode(pair);
  said.nodes.push(value);
  said.mistakes.push(...mistakes);
}

function sayTop(pair: YamlPair, said: Said): void {
  if (pair.key === 'variables') {
    const { value, mistakes } = pairsOf(pair);
    for (const one of firstOfEach(value)) sayEntry(one, 'variables', said);
    said.mistakes.push(...mistakes);
  } else if (pair.key === 'nodes' || pair.key === 'groups') {
    const { value, mistakes } = pairsOf(pair);
    said.mistakes.push(...mistakes);
    for (const entry of firstOfEach(value)) sayEntry(entry, pair.key, said);
  } else said.general.push([pair.key, valueOf(pair.value)]);
}
