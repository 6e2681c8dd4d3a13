// Pasted YAML as the centre reads it. References are left alone: followed, a short text could become an endless one.
import { isMap, isScalar, LineCounter, parseDocument, type Pair } from 'yaml';
import type { ReadYaml, YamlEntry, YamlNode } from '#core/ports/yaml.ts';

/** Deeper than any inventory; beyond it a hostile text would exhaust the stack. */
const deepest = 60;

export const readYaml: ReadYaml = (text) => {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'core' });
    const [flaw] = document.errors;
    if (flaw !== undefined) return { kind: 'flaw', line: lines.linePos(flaw.pos[0]).line, reason: flaw.message };
    return nodeOf(document.contents, { lines, line: 1, depth: 0 });
  } catch (error) {
    return { kind: 'flaw', line: 1, reason: error instanceof Error ? error.message : String(error) };
  }
};

interface Place {
  readonly lines: LineCounter;
  /** Of what holds the node, for nodes that stand nowhere themselves. */
  readonly line: number;
  readonly depth: number;
}

const lineOf = (node: { readonly range?: readonly number[] | null | undefined }, { lines, line }: Place): number =>
  node.range?.[0] === undefined ? line : lines.linePos(node.range[0]).line;

/** Null: nothing, or nothing that is written in one word. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : null;
}

function nodeOf(node: unknown, place: Place): YamlNode {
  if (isScalar(node)) {
    const [line, text] = [lineOf(node, place), textOf(node.value)];
    return text === null ? { kind: 'other', line } : { kind: 'text', line, text };
  }
  if (!isMap(node) || place.depth > deepest) return { kind: 'other', line: place.line };
  return { kind: 'map', line: lineOf(node, place), entries: node.items.flatMap((pair) => entryOf(pair, place)) };
}

function entryOf({ key, value }: Pair, place: Place): readonly YamlEntry[] {
  const name = isScalar(key) ? textOf(key.value) : null;
  if (!isScalar(key) || name === null) return [];
  const line = lineOf(key, place);
  return [{ key: name, line, value: nodeOf(value, { ...place, line, depth: place.depth + 1 }) }];
}
