// Places of the document's text by its indentation: good while somebody is typing, when nothing parses yet.
import type { DocumentPath } from '#contract/inventory/document.ts';

/** As much of CodeMirror's Text as is needed. */
export interface Lines {
  readonly lines: number;
  line(number: number): { readonly from: number; readonly to: number; readonly text: string };
  lineAt(position: number): { readonly number: number; readonly from: number; readonly to: number; readonly text: string };
}

const keyLine = /^(\s*)(- +)?("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#&*!|>%@`"'[\]{},-][^#]*?|-[^\s#][^#]*?)\s*:(\s|$)/;
const itemLine = /^(\s*)-(\s|$)/;

function unquoted(key: string): string {
  if (key.startsWith("'")) return key.slice(1, -1).replaceAll("''", "'");
  if (!key.startsWith('"')) return key;
  try {
    return String(JSON.parse(key));
  } catch {
    return key.slice(1, -1);
  }
}

export interface KeyOfLine {
  readonly key: string;
  readonly indent: number;
  /** In the line: where the key begins, and where its value may begin. */
  readonly from: number;
  readonly valueFrom: number;
}

export function keyOf(text: string): KeyOfLine | null {
  const found = keyLine.exec(text);
  if (found === null) return null;
  const [, blank = '', dash = '', key = ''] = found;
  const from = blank.length + dash.length;
  return { key: unquoted(key), indent: from, from, valueFrom: text.indexOf(':', from + key.length) + 1 };
}

const isBlank = (text: string): boolean => /^\s*(#|$)/.test(text);
const indentOf = (text: string): number => text.length - text.trimStart().length;

/** The keys above a line that is indented so far; a list's items are not counted. */
export function pathAbove(doc: Lines, line: number, indent: number): string[] {
  const path: string[] = [];
  let below = indent;
  for (let number = line - 1; number >= 1 && below > 0; number -= 1) {
    const { text } = doc.line(number);
    if (isBlank(text)) continue;
    const found = keyOf(text);
    const at = found?.indent ?? indentOf(text);
    if (at >= below) continue;
    below = at;
    if (found !== null) path.unshift(found.key);
  }
  return path;
}

/** What a position is about: the key of its line below those above it. */
export function pathAt(doc: Lines, position: number): { path: string[]; inKey: boolean } {
  const line = doc.lineAt(position);
  const column = position - line.from;
  const found = keyOf(line.text);
  if (found === null)
    return { path: pathAbove(doc, line.number, itemLine.test(line.text) ? indentOf(line.text) + 1 : indentOf(line.text)), inKey: false };
  return { path: [...pathAbove(doc, line.number, found.indent), found.key], inKey: column < found.valueFrom };
}

export interface PlaceOfPath {
  readonly number: number;
  /** How many keys of the path stand in the text. */
  readonly depth: number;
}

/** Keys that are looked for, below each other. */
interface Wanted {
  found: PlaceOfPath | null;
  readonly below: Map<string, Wanted>;
}

/** A key that was found: what is looked for among the lines below it. */
interface Open {
  readonly missing: Map<string, Wanted>;
  readonly depth: number;
  readonly parent: number;
  /** Of the keys looked for: -1 until the first line below. */
  indent: number;
}

/** The lines of the deepest keys of paths that stand in the text, read once; null where not even the first key does. */
export function linesOf(doc: Lines, paths: readonly DocumentPath[]): readonly (PlaceOfPath | null)[] {
  const root: Wanted = { found: null, below: new Map() };
  const trails = paths.map((path) => {
    const trail = [root];
    for (const part of path) {
      const { below } = trail.at(-1) ?? root;
      const next = below.get(String(part)) ?? { found: null, below: new Map() };
      below.set(String(part), next);
      trail.push(next);
    }
    return trail;
  });
  find(doc, root);
  return trails.map((trail) => trail.findLast(({ found }) => found !== null)?.found ?? null);
}

function find(doc: Lines, root: Wanted): void {
  const open: Open[] = [{ missing: new Map(root.below), depth: 0, parent: -1, indent: 0 }];
  for (let number = 1; number <= doc.lines && open.some(({ missing }) => missing.size > 0); number += 1) {
    const { text } = doc.line(number);
    if (!isBlank(text)) readLine(open, number, text);
  }
}

function readLine(open: Open[], number: number, text: string): void {
  const key = keyOf(text);
  const at = key?.indent ?? indentOf(text);
  while (at <= (open.at(-1)?.parent ?? -1)) open.pop();
  const inner = open.at(-1);
  if (inner === undefined) return;
  if (inner.indent < 0) inner.indent = at;
  if (key === null || at !== inner.indent) return;
  const wanted = inner.missing.get(key.key);
  if (wanted === undefined) return;
  inner.missing.delete(key.key);
  const depth = inner.depth + 1;
  wanted.found = { number, depth };
  open.push({ missing: new Map(wanted.below), depth, parent: at, indent: -1 });
}

export const lineOf = (doc: Lines, path: DocumentPath): PlaceOfPath | null => linesOf(doc, [path])[0] ?? null;
