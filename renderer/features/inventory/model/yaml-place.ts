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

/** The line of the deepest key of a path that stands in the text; null when not even the first does. */
export function lineOf(doc: Lines, path: DocumentPath): { number: number; depth: number } | null {
  let depth = 0;
  let found: number | null = null;
  /** Of the keys looked for: -1 until the first line below the key found last. */
  let indent = 0;
  let parent = -1;
  for (let number = 1; number <= doc.lines && depth < path.length; number += 1) {
    const { text } = doc.line(number);
    if (isBlank(text)) continue;
    const key = keyOf(text);
    const at = key?.indent ?? indentOf(text);
    if (at <= parent) break;
    if (indent < 0) indent = at;
    if (key === null || at !== indent || key.key !== String(path[depth])) continue;
    found = number;
    depth += 1;
    parent = at;
    indent = -1;
  }
  return found === null ? null : { number: found, depth };
}
