// The port for YAML with the place of everything, on the `yaml` library.
import { isAlias, isCollection, isMap, isScalar, isSeq, parseDocument, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import {
  doubleKey,
  type Yaml,
  type YamlList,
  type YamlMap,
  type YamlMistake,
  type YamlPair,
  type YamlScalar,
  type YamlSyntax,
} from '#core/ports/yaml.ts';
import { forbiddenIn, sentenceOf } from './yaml-mistakes.ts';
import { block, inline } from './write-yaml.ts';

/** Deeper than any inventory; beyond it a hostile text would exhaust the stack. */
const deepest = 60;
/** Brackets in one another: with more, the library's reading alone takes seconds. */
const deepestBrackets = 1000;
/** Lists within lists in one line: with more, the library exhausts the stack. */
const deepestDashes = 500;

export const yaml: Yaml = { parse, block, inline };

function parse(text: string): ReturnType<Yaml['parse']> {
  if (bracketDepth(text) > deepestBrackets || dashDepth(text) > deepestDashes)
    return { root: null, mistakes: [{ from: 0, to: text.length, message: tooDeep }] };
  try {
    // The library looks for a key among all before it: many keys would take minutes, so the reader below does it.
    const document = parseDocument(text, {
      prettyErrors: false,
      schema: 'core',
      keepSourceTokens: true,
      logLevel: 'error',
      uniqueKeys: false,
    });
    const reader = new Reader(text);
    const root = reader.syntaxOf(document.contents, { depth: 0, before: [] });
    const mistakes = document.errors.map(({ pos, code, message }) => mistakeAt(text, pos, sentenceOf(code, message)));
    return { root, mistakes: [...forbiddenIn(text), ...mistakes, ...reader.mistakes].toSorted((a, b) => a.from - b.from) };
  } catch (error) {
    const message =
      error instanceof RangeError ? tooDeep : `This could not be read: ${error instanceof Error ? error.message : String(error)}`;
    return { root: null, mistakes: [{ from: 0, to: text.length, message }] };
  }
}

/** What is missing at the end is told where the text ends, not in the empty lines behind it. */
function mistakeAt(text: string, [from, to]: readonly [number, number], message: string): YamlMistake {
  const end = text.trimEnd().length;
  return from < end ? { from, to: Math.min(to, text.length), message } : { from: Math.max(0, end - 1), to: end, message };
}

const tooDeep = 'This is nested too deeply.';

/** Not exact: brackets in texts count too, which matters only in absurd numbers. */
function bracketDepth(text: string): number {
  let [depth, most] = [0, 0];
  for (const [bracket] of text.matchAll(/[[{\]}]/g)) {
    depth = Math.max(0, depth + (bracket === '[' || bracket === '{' ? 1 : -1));
    most = Math.max(most, depth);
  }
  return most;
}

/** Lists within lists, and explicit keys, as they stand in one line: `- - - x`. */
function dashDepth(text: string): number {
  let [depth, most, end] = [0, 0, -1];
  for (const { 0: dash, index } of text.matchAll(/[-?][ \t]+/g)) {
    depth = index === end ? depth + 1 : 1;
    most = Math.max(most, depth);
    end = index + dash.length;
  }
  return most;
}

/** A piece of the source, such as the tag in front of a value. */
interface SourceToken {
  readonly type: string;
  readonly offset: number;
}
interface Standing {
  readonly depth: number;
  /** What stands between the colon or the dash and the value. */
  readonly before: readonly SourceToken[];
}
type Ranged = { readonly range?: readonly [number, number, number] | null | undefined };

class Reader {
  readonly mistakes: YamlMistake[] = [];
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }

  /** Null: nothing stands there. */
  syntaxOf(node: unknown, standing: Standing): YamlSyntax | null {
    if (isAlias(node)) return { kind: 'alias', name: node.source, ...this.#place(node, standing) };
    if (isScalar(node)) return this.#scalar(node, standing);
    if (!isCollection(node)) return null;
    if (standing.depth >= deepest) {
      this.mistakes.push({ ...this.#place(node, standing), message: tooDeep });
      return null;
    }
    if (isMap(node)) return this.#map(node, standing);
    return isSeq(node) ? this.#list(node, standing) : null;
  }

  #place({ range }: Ranged, { before }: Standing): { from: number; to: number } {
    const [start, end] = range ?? [0, 0];
    const from = propertiesFrom(before) ?? start;
    return { from: Math.min(from, start), to: end };
  }

  #scalar(node: Scalar, standing: Standing): YamlScalar | null {
    const place = this.#place(node, standing);
    if (place.from === place.to) return null;
    const style = styles[node.type ?? 'PLAIN'] ?? 'plain';
    const to = style === 'block' ? withoutLastBreak(this.#text, place.to) : place.to;
    return { kind: 'scalar', from: place.from, to, tag: tagOf(node.tag), anchor: node.anchor ?? null, style, value: valueOf(node) };
  }

  #map(node: YAMLMap, standing: Standing): YamlMap {
    const pairs = node.items.flatMap((pair) => this.#pair(pair, standing));
    this.#requireUnique(pairs);
    const flow = node.flow === true;
    const ends = pairs.map(({ keyTo, value }) => value?.to ?? keyTo);
    return { kind: 'map', ...this.#span(node, standing, ends), flow, tag: tagOf(node.tag), anchor: node.anchor ?? null, pairs };
  }

  #requireUnique(pairs: readonly YamlPair[]): void {
    const seen = new Set<string>();
    for (const { key, keyFrom, keyTo } of pairs) {
      if (seen.has(key)) this.mistakes.push({ from: keyFrom, to: keyTo, message: doubleKey });
      seen.add(key);
    }
  }

  #list(node: YAMLSeq, standing: Standing): YamlList {
    const tokens = sourceItems(node);
    const items = node.items.map((item, index) => {
      // A map of one pair without braces, such as [a: 1].
      const one = 'key' in Object(item) ? null : item;
      return this.syntaxOf(one, { depth: standing.depth + 1, before: tokens[index]?.start ?? [] });
    });
    const starts = items.map((item, index) => dashOf(tokens[index]?.start ?? []) ?? item?.from ?? node.range?.[0] ?? 0);
    const ends = items.map((item, index) => item?.to ?? (starts[index] ?? 0) + 1);
    const flow = node.flow === true;
    return { kind: 'list', ...this.#span(node, standing, ends), flow, tag: tagOf(node.tag), anchor: node.anchor ?? null, items, starts };
  }

  /** A collection in block style ends with the last thing in it. */
  #span(node: Ranged & { readonly flow?: boolean | undefined }, standing: Standing, ends: readonly number[]): { from: number; to: number } {
    const place = this.#place(node, standing);
    const last = ends.at(-1);
    return node.flow === true || last === undefined ? place : { from: place.from, to: last };
  }

  #pair(pair: Pair, { depth }: Standing): readonly YamlPair[] {
    const { key } = pair;
    const source = tokensOf(pair.srcToken);
    if (!isScalar(key)) {
      const place = this.#place(Object(key), { depth, before: source.start });
      this.mistakes.push({ ...place, message: 'A key has to be a plain text.' });
      return [];
    }
    const { from: keyFrom, to: keyTo } = this.#place(key, { depth, before: source.start });
    const value = this.syntaxOf(pair.value, { depth: depth + 1, before: source.sep });
    return [{ key: keyText(key), keyFrom, keyTo, value }];
  }
}

const styles: Readonly<Record<string, YamlScalar['style']>> = {
  BLOCK_LITERAL: 'block',
  BLOCK_FOLDED: 'block',
  QUOTE_DOUBLE: 'double',
  QUOTE_SINGLE: 'single',
};

function withoutLastBreak(text: string, to: number): number {
  if (text[to - 1] !== '\n') return to;
  return text[to - 2] === '\r' ? to - 2 : to - 1;
}

/** Infinite and inexact numbers stay the text that they are written as. */
function valueOf({ value, source }: Scalar): YamlScalar['value'] {
  if (typeof value === 'number') return Number.isSafeInteger(value) || isFraction(value) ? value : (source ?? String(value));
  return value === null || typeof value === 'string' || typeof value === 'boolean' ? value : (source ?? null);
}
const isFraction = (value: number): boolean => Number.isFinite(value) && !Number.isInteger(value);

const keyText = ({ value, source }: Scalar): string => (typeof value === 'string' ? value : (source ?? String(value)));

const standard = 'tag:yaml.org,2002:';
const usual = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq']);
/** As it is written; null for those that say what is so anyway. */
function tagOf(tag: string | undefined): string | null {
  if (tag === undefined || tag === '!') return null;
  if (tag.startsWith(standard)) return usual.has(tag.slice(standard.length)) ? null : `!!${tag.slice(standard.length)}`;
  return tag.startsWith('!') ? tag : `!<${tag}>`;
}

const propertiesFrom = (tokens: readonly SourceToken[]): number | undefined =>
  tokens.find(({ type }) => type === 'tag' || type === 'anchor')?.offset;
const dashOf = (tokens: readonly SourceToken[]): number | undefined => tokens.find(({ type }) => type === 'seq-item-ind')?.offset;

interface ItemTokens {
  readonly start: readonly SourceToken[];
  readonly sep: readonly SourceToken[];
}
const tokensOf = (item: { start?: readonly SourceToken[]; sep?: readonly SourceToken[] | null } | undefined): ItemTokens => ({
  start: item?.start ?? [],
  sep: item?.sep ?? [],
});
function sourceItems({ srcToken }: YAMLSeq): readonly ItemTokens[] {
  return srcToken !== undefined && 'items' in srcToken ? srcToken.items.map((item) => tokensOf(item)) : [];
}
