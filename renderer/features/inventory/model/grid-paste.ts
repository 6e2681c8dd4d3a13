// A block of cells as spreadsheets and text files have it, and the changes that put it into the table.
import type { DocumentChange, DocumentNode } from '#contract/inventory/document.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { cellChange, columnId, freeName, newNode } from './cells.ts';
import type { CellKind } from './cells.ts';

export type Block = readonly (readonly string[])[];

/** Fields of one separator, in quotes where they hold it, a line break or a quote. */
function fieldsOf(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const pattern = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n][^${separator}\\r\\n]*)?)(${separator}|\\r\\n|\\n|\\r|$)`, 'gy');
  for (let at = 0; at <= text.length; at = pattern.lastIndex) {
    const found = pattern.exec(text);
    if (found === null) return [[text]];
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === separator) continue;
    rows.push(row);
    row = [];
    if (found[3] === '') break;
  }
  if (rows.at(-1)?.every((field) => field === '') === true) rows.pop();
  return rows;
}

/** Tabs divide cells as spreadsheets copy them; commas do when every line has as many of them. */
export function readBlock(text: string): Block {
  if (text.includes('\t')) return fieldsOf(text, '\t');
  const byComma = fieldsOf(text, ',');
  const [first] = byComma;
  const isTable = byComma.length > 1 && first !== undefined && first.length > 1 && byComma.every((row) => row.length === first.length);
  if (isTable) return byComma;
  return text
    .replace(/(\r\n|\n|\r)$/, '')
    .split(/\r\n|\n|\r/)
    .map((line) => [line]);
}

const quoted = (text: string): string => (/["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
export const writeBlock = (block: Block): string => block.map((row) => row.map(quoted).join('\t')).join('\n');

export interface PasteColumn {
  readonly cell: CellKind;
  readonly title: string;
  readonly variable?: Variable | undefined;
}
export interface PasteAt {
  /** As shown, in their order. */
  readonly rows: readonly DocumentNode[];
  readonly columns: readonly PasteColumn[];
  readonly row: number;
  readonly column: number;
  /** Of all nodes, shown or not. */
  readonly taken: ReadonlySet<string>;
}
export interface Pasted {
  readonly changes: readonly DocumentChange[];
  readonly cells: number;
  readonly added: number;
}

const plain = (text: string): string => text.trim().toLowerCase();

/** The first line names the columns when each of its cells does. */
function headed(block: Block, columns: readonly PasteColumn[]): readonly PasteColumn[] | null {
  const [head] = block;
  if (head === undefined || block.length < 2) return null;
  const found = head.map((text) =>
    columns.find((column) => [column.title, columnId(column.cell)].some((name) => plain(name) === plain(text))),
  );
  return found.every((column) => column !== undefined) ? found : null;
}

export function pasteChanges(block: Block, at: PasteAt): Pasted {
  const head = headed(block, at.columns);
  const columns = head ?? at.columns.slice(at.column);
  const rows = head === null ? block : block.slice(1);
  const nameAt = columns.findIndex((column) => column.cell.kind === 'name');
  const taken = new Set(at.taken);
  const sets: DocumentChange[] = [];
  const renames: DocumentChange[] = [];
  let added = 0;
  let cells = 0;
  rows.forEach((typed, index) => {
    const cellsHere = typed.slice(0, columns.length).flatMap((text, place) => {
      const column = columns[place];
      return column === undefined ? [] : [{ cell: column.cell, typed: text, variable: column.variable }];
    });
    cells += cellsHere.length;
    const name = nameAt < 0 ? undefined : typed[nameAt]?.trim();
    const node = head !== null && nameAt >= 0 ? at.rows.find((one) => one.name === name) : at.rows[at.row + index];
    if (node !== undefined) {
      for (const one of cellsHere) (one.cell.kind === 'name' ? renames : sets).push(...cellChange(node, one));
      return;
    }
    const fresh = freeName(taken, name === undefined || name === '' ? 'node' : name);
    taken.add(fresh);
    added += 1;
    sets.push(newNode(fresh, cellsHere));
  });
  // Renames last, so that all else finds its node under the name it has now.
  return { changes: [...sets, ...renames], cells, added };
}
