// A block of cells as spreadsheets and text files have it, and the changes that put it into the table.
import type { DocumentChange, DocumentNode } from '#contract/inventory/document.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { cellChange, columnId, newNode } from './cells.ts';
import type { CellKind } from './cells.ts';
import { createPasteNames } from './grid-paste-names.ts';
import type { NameNote } from './grid-paste-names.ts';
import { isBlank, pastedText, plainTitle } from './grid-paste-text.ts';

export type Block = readonly (readonly string[])[];

/** What is behind the last line break. */
const isNothing = (fields: readonly string[]): boolean => fields.length === 1 && fields[0] === '';

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
  return rows.filter((fields, index) => index === 0 || index < rows.length - 1 || !isNothing(fields));
}

/** Commas divide cells when every line has as many of them, or none outside of its quotes. */
function isCommaTable(rows: Block): boolean {
  const width = rows[0]?.length ?? 0;
  return rows.length > 1 && rows.every((row) => row.length === width) && (width > 1 || rows.flat().some((field) => field.includes(',')));
}

/** A line in quotes as spreadsheets write it: a quote inside is doubled, or a line ends inside. Nobody types it so. */
const isQuotedCell = (text: string): boolean =>
  [...text.matchAll(/^"((?:[^"]|"")*)"\r?$/gm)].some(([, inside = '']) => /""|[\r\n]/.test(inside));

/** Tabs divide cells as spreadsheets copy them; without one it is a single column, or a table with commas. */
export function readBlock(text: string): Block {
  if (text.includes('\t')) return fieldsOf(text, '\t');
  const byComma = fieldsOf(text, ',');
  if (isCommaTable(byComma)) return byComma;
  if (isQuotedCell(text)) return fieldsOf(text, '\t');
  return text
    .replace(/(\r\n|\n|\r)$/, '')
    .split(/\r\n|\n|\r/)
    .map((line) => [line]);
}

const withQuotes = (text: string, special: RegExp): string => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** As spreadsheets copy it. In a single column commas are quoted too, or its lines would read as a table of them. */
export function writeBlock(block: Block): string {
  const isColumn = block.length > 1 && block.every((row) => row.length === 1);
  const special = isColumn ? /["\t\n\r,]/ : /["\t\n\r]/;
  const text = block.map((row) => row.map((field) => withQuotes(field, special)).join('\t')).join('\n');
  // An empty last line counts only with a break behind it.
  return isColumn && block.at(-1)?.[0] === '' ? `${text}\n` : text;
}

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
  /** All, shown or not: a line that names a node means that one. */
  readonly nodes: readonly DocumentNode[];
}
export interface Pasted {
  readonly changes: readonly DocumentChange[];
  readonly cells: number;
  readonly added: number;
  /** Columns of the block for which there was none in the table. */
  readonly beyond: number;
  readonly notes: readonly NameNote[];
}

/** The first line names the columns when each of its cells does. */
function headed(block: Block, columns: readonly PasteColumn[]): readonly PasteColumn[] | null {
  const [head] = block;
  if (head === undefined || block.length < 2) return null;
  const found = head.map((text) =>
    columns.find((column) => [column.title, columnId(column.cell)].some((name) => plainTitle(name) === plainTitle(text))),
  );
  return found.every((column) => column !== undefined) ? found : null;
}

interface PasteCell {
  readonly cell: CellKind;
  readonly typed: string;
  readonly variable: Variable | undefined;
}
interface PasteRow {
  readonly cells: readonly PasteCell[];
  readonly isBlank: boolean;
  /** Undefined where no column is for names. */
  readonly name: string | undefined;
}
interface PasteBlock {
  readonly rows: readonly PasteRow[];
  /** Its rows mean the nodes that they name, wherever those stand. */
  readonly isByName: boolean;
  readonly beyond: number;
}

function rowOf(typed: readonly string[], columns: readonly PasteColumn[]): PasteRow {
  const cells = columns
    .slice(0, typed.length)
    .map(({ cell, variable }, place) => ({ cell, typed: pastedText(cell, typed[place] ?? ''), variable }));
  return { cells, isBlank: typed.every(isBlank), name: cells.find(({ cell }) => cell.kind === 'name')?.typed };
}

function laidOver(block: Block, at: PasteAt): PasteBlock {
  const head = headed(block, at.columns);
  const columns = head ?? at.columns.slice(at.column);
  const lines = head === null ? block : block.slice(1);
  const isWide = lines.some((line) => line.length > 1);
  const isNamed = columns.some(({ cell }) => cell.kind === 'name');
  return {
    // Between lines of many cells a line without any is a gap of the text, and clears nothing.
    rows: lines.map((line) => rowOf(isWide && isNothing(line) ? [] : line, columns)),
    isByName: isNamed && (head !== null || isWide),
    beyond: lines.reduce((most, line) => Math.max(most, line.findLastIndex((text) => !isBlank(text)) + 1 - columns.length), 0),
  };
}

export function pasteChanges(block: Block, at: PasteAt): Pasted {
  const { rows, isByName, beyond } = laidOver(block, at);
  const byName = new Map(at.nodes.map((node) => [node.name, node]));
  const names = createPasteNames(
    byName.keys(),
    rows.flatMap(({ name }) => name ?? []),
  );
  const sets: DocumentChange[] = [];
  const renames: DocumentChange[] = [];
  let added = 0;
  let cells = 0;
  /** Each row is another node, so a name means its node once. */
  const named = (name: string): DocumentNode | undefined => {
    const node = byName.get(name);
    byName.delete(name);
    return node;
  };
  const change = (node: DocumentNode, row: PasteRow): void => {
    const changes = row.cells.filter(({ cell }) => cell.kind !== 'name').flatMap((one) => cellChange(node, one));
    sets.push(...changes);
    const name = names.renamed(node.name, row.name ?? '');
    if (name !== null && name !== node.name) renames.push({ kind: 'rename', path: ['nodes', node.name], to: name });
    cells += row.isBlank ? changes.length : row.cells.length - (name === null ? 1 : 0);
  };
  const add = (row: PasteRow): void => {
    const name = row.isBlank ? null : names.fresh(row.name ?? '');
    if (name === null) return;
    sets.push(newNode(name, row.cells));
    added += 1;
    cells += row.cells.length;
  };
  rows.forEach((row, index) => {
    const node = isByName ? named(row.name ?? '') : at.rows[at.row + index];
    if (node === undefined) add(row);
    else change(node, row);
  });
  // Renames last, so that all else finds its node under the name it has now.
  return { changes: [...sets, ...renames], cells, added, beyond, notes: names.notes };
}
