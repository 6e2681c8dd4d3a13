// YAML composed as Ansible's loader does it, and JSON, which that loader tries first.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, Scalar } from 'yaml';
import type { ComposedNode, ComposedScalar, ComposeYaml } from '#core/ports/ansible-yaml.ts';
import { sentenceOf } from './yaml-mistakes.ts';

/** Deeper than any inventory; beyond it a hostile text would exhaust the stack. */
const deepest = 200;

class Flaw extends Error {
  readonly line: number;
  constructor(line: number, reason: string) {
    super(reason);
    this.line = line;
  }
}

export const composeYaml: ComposeYaml = (text) => {
  const json = fromJson(text);
  if (json !== null) return json;
  const lines = new LineCounter();
  try {
    if (isTooDeep(text)) throw new Flaw(1, 'There are more brackets within brackets than any inventory has.');
    const document = parseDocument(text, {
      version: '1.1',
      schema: 'failsafe',
      merge: false,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
      lineCounter: lines,
    });
    const [error] = document.errors;
    if (error !== undefined) throw new Flaw(lines.linePos(error.pos[0]).line, sentenceOf(error.code, error.message));
    return composer(lines)(document.contents, { line: 1, depth: 0 });
  } catch (error) {
    const line = error instanceof Flaw ? error.line : 1;
    return { kind: 'flaw', line, reason: error instanceof Error ? error.message : String(error) };
  }
};

interface Place {
  /** Of what holds the node, for nodes that stand nowhere themselves. */
  readonly line: number;
  readonly depth: number;
}
const nothing = (line: number): ComposedScalar => ({ kind: 'scalar', line, tag: null, text: '', plain: true });

/** Anchors are collected on the way, since a name may be given anew. */
function composer(lines: LineCounter): (node: unknown, place: Place) => ComposedNode {
  const anchors = new Map<string, ComposedNode | null>();

  function compose(node: unknown, place: Place): ComposedNode {
    if (place.depth > deepest) throw new Flaw(place.line, 'more levels than any inventory has');
    if (isAlias(node)) {
      const line = node.range ? lines.linePos(node.range[0]).line : place.line;
      const target = anchors.get(node.source);
      if (target === undefined) throw new Flaw(line, `*${node.source} stands for nothing that was named before`);
      if (target === null) throw new Flaw(line, `*${node.source} stands for what holds it`);
      return target;
    }
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return nothing(place.line);
    const { anchor } = node;
    if (anchor !== undefined) anchors.set(anchor, null);
    const composed = composeOwn(node, place);
    if (anchor !== undefined) anchors.set(anchor, composed);
    return composed;
  }

  function composeOwn(node: unknown, place: Place): ComposedNode {
    if (isScalar(node)) {
      const plain = node.type === Scalar.PLAIN || node.type === undefined;
      return { kind: 'scalar', line: lineOf(node, place), ...tagOf(node.tag, plain), text: node.source ?? '' };
    }
    if (!isMap(node) && !isSeq(node)) return nothing(place.line);
    const line = lineOf(node, place);
    const { tag } = tagOf(node.tag, false);
    const inside = { line, depth: place.depth + 1 };
    if (isSeq(node)) return { kind: 'list', line, tag, items: node.items.map((item) => compose(item, inside)) };
    const pairs = node.items.map(({ key, value }) => {
      const name = compose(key, inside);
      return [name, compose(value, { ...inside, line: name.line })] as const;
    });
    return { kind: 'map', line, tag, pairs };
  }

  const lineOf = (node: { readonly range?: readonly number[] | null | undefined }, { line }: Place): number =>
    node.range?.[0] === undefined ? line : lines.linePos(node.range[0]).line;
  return compose;
}

/** `!` alone makes a text of it. */
function tagOf(tag: string | undefined, plain: boolean): { readonly tag: string | null; readonly plain: boolean } {
  return tag === undefined || tag === '!' ? { tag: null, plain: plain && tag === undefined } : { tag, plain };
}

/** Flow collections only; what is indented deeper than that is long before it is deep. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) depth += 1;
    else if (code === 0x5d || code === 0x7d) depth = Math.max(0, depth - 1);
    else if (code === 0x0a && depth < deepest) depth = 0;
    if (depth > 1000) return true;
  }
  return false;
}

const isNode = (value: unknown): value is ComposedNode => typeof value === 'object' && value !== null && 'kind' in value;

/** Null: no JSON. Numbers are as they were written. */
function fromJson(text: string): ComposedNode | null {
  if (!/^\s*[[{]/.test(text)) return null;
  const scalar = (source: string, plain: boolean, tag: string | null = null): ComposedNode => ({
    kind: 'scalar',
    line: 1,
    tag,
    text: source,
    plain,
  });
  try {
    const root: unknown = JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }): ComposedNode => {
      if (typeof value === 'string') return scalar(value, false);
      if (Array.isArray(value)) return { kind: 'list', line: 1, tag: null, items: value.filter(isNode) };
      if (typeof value !== 'object' || value === null) {
        const source = context?.source ?? String(value);
        return scalar(source, true, /^-?\d.*[.eE]/.test(source) ? 'tag:yaml.org,2002:float' : null);
      }
      const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => [[key, item]]);
      return {
        kind: 'map',
        line: 1,
        tag: null,
        pairs: entries.flatMap(([key, item]) => (isNode(item) ? [[scalar(key, false), item]] : [])),
      };
    });
    return isNode(root) ? root : null;
  } catch {
    return null;
  }
}
