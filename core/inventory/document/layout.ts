// Lines and indentation of a text, and values laid out to stand in it.
import type { DocumentValue, TextEdit } from '#contract/inventory/document.ts';
import type { Yaml } from '#core/ports/yaml.ts';

export interface Page {
  readonly text: string;
  readonly yaml: Yaml;
  /** How the document ends its lines. */
  readonly eol: string;
  /** By how much it indents. */
  readonly step: number;
  /** How values are written: maps, lists and long texts in lines of their own, or everything in one. */
  readonly style: 'lines' | 'one line';
}

export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;
/** Before the line break. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return end > at && text[end - 1] === '\r' ? end - 1 : end;
}
/** Behind the line break. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}
export const columnOf = (text: string, at: number): number =>
  at - lineStart(text, at) - (text.startsWith('\uFEFF') && lineStart(text, at) === 0 ? 1 : 0);

export const eolOf = (text: string): string => {
  const first = text.indexOf('\n');
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n';
};
/** The indentation of the first line that has one. */
export const stepOf = (text: string): number =>
  Math.min(8, /^[^\s#-][^\n]*:[^\S\n]*\r?\n(?:[^\S\n]*(?:#[^\n]*)?\r?\n)*( +)(?![ \n\r#-])/m.exec(text)?.[1]?.length ?? 2);

/** What goes behind the colon or dash, with its space, and the lines below. */
export interface Laid {
  readonly head: string;
  readonly body: readonly string[];
}

const shifted = (lines: readonly string[], by: number): readonly string[] =>
  lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));

/** As the value of a key that stands in `column`. */
export function laidValue({ yaml, step, style }: Page, value: DocumentValue, column: number): Laid {
  if (style === 'one line') return { head: ` ${yaml.inline(value)}`, body: [] };
  const [first = '', ...rest] = yaml.block({ k: value }).split('\n');
  return { head: first.slice(2), body: shifted(rest, Math.max(0, column + step - 2)) };
}
/** As an item whose dash stands in `column`. */
export function laidItem({ yaml, style }: Page, value: DocumentValue, column: number): Laid {
  if (style === 'one line') return { head: ` ${yaml.inline(value)}`, body: [] };
  const [first = '', ...rest] = yaml.block([value]).split('\n');
  return { head: first.slice(1), body: shifted(rest, column) };
}
export function laidPair(page: Page, key: string, { value, column }: { value: DocumentValue; column: number }): string {
  const { head, body } = laidValue(page, value, column);
  return [`${' '.repeat(column)}${page.yaml.inline(key)}:${head}`, ...body].join(page.eol);
}

export const insertion = (at: number, insert: string): TextEdit => ({ from: at, to: at, insert });
