// What a table is made of, and the parts of it that need no screen.
import type { ReactNode } from 'react';

export type Compare<R> = (a: R, b: R) => number;

export interface Column<R> {
  readonly id: string;
  readonly title: string;
  /** A CSS grid track: "minmax(160px, 2fr)", "88px". */
  readonly width: string;
  readonly cell: (row: R) => ReactNode;
  /** For filter, copy and export. */
  readonly text: (row: R) => string;
  readonly compare?: Compare<R> | undefined;
  /** Numbers stand at the end. */
  readonly align?: 'end' | undefined;
  /** Left out at first; can be chosen. */
  readonly extra?: boolean | undefined;
  /** Hidden while the table is narrower than this many pixels. */
  readonly from?: number | undefined;
  /** The row's name: always there, and its header. */
  readonly head?: boolean | undefined;
}

/** Rows in order; a sorted view of a live store, or a plain list. */
export interface RowSource<R> {
  readonly length: number;
  /** Before filtering. */
  readonly total: number;
  at(index: number): R | undefined;
}

export function listSource<R>(rows: readonly R[], total = rows.length): RowSource<R> {
  return { length: rows.length, total, at: (index) => rows[index] };
}

export interface SortKey {
  readonly column: string;
  readonly down: boolean;
}

/** "status,-age" as it stands in the address. */
export function parseSort(text: string): readonly SortKey[] {
  return text
    .split(',')
    .filter((part) => part !== '' && part !== '-')
    .map((part) => (part.startsWith('-') ? { column: part.slice(1), down: true } : { column: part, down: false }));
}

export const sortText = (keys: readonly SortKey[]): string => keys.map((key) => (key.down ? `-${key.column}` : key.column)).join(',');

/** A click sorts up, a second one down, a third one gives the usual order back; with shift it is added to what is there. */
export function nextSort(keys: readonly SortKey[], column: string, add: boolean): readonly SortKey[] {
  const held = keys.find((key) => key.column === column);
  const others = add ? keys.filter((key) => key.column !== column) : [];
  if (held === undefined) return [...others, { column, down: false }];
  return held.down ? others : [...(add ? keys.filter((key) => key.column !== column) : []), { column, down: true }];
}

/** One comparison from several sort keys, followed by the usual order. */
export function comparatorOf<R>(columns: readonly Column<R>[], keys: readonly SortKey[], usual: Compare<R>): Compare<R> {
  const parts = keys.flatMap((key) => {
    const compare = columns.find((column) => column.id === key.column)?.compare;
    return compare === undefined ? [] : [{ compare, sign: key.down ? -1 : 1 }];
  });
  return (a, b) => {
    for (const part of parts) {
      const order = part.compare(a, b) * part.sign;
      if (order !== 0) return order;
    }
    return usual(a, b);
  };
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

export function byText<R>(text: (row: R) => string): Compare<R> {
  return (a, b) => collator.compare(text(a), text(b));
}

export function byNumber<R>(value: (row: R) => number): Compare<R> {
  return (a, b) => value(a) - value(b);
}

/** Every typed word has to be in one of the texts. */
export function matcher<R>(texts: (row: R) => readonly string[], filter: string): ((row: R) => boolean) | undefined {
  const words = filter
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  return (row) => {
    const all = texts(row).join('\n').toLowerCase();
    return words.every((word) => all.includes(word));
  };
}

/** Columns in sight: chosen by the person or by default, and fitting the width. */
export function visibleColumns<R>(columns: readonly Column<R>[], chosen: readonly string[] | null, width: number): readonly Column<R>[] {
  return columns.filter((column) => {
    if (column.head === true) return true;
    const wanted = chosen === null ? column.extra !== true : chosen.includes(column.id);
    return wanted && width >= (column.from ?? 0);
  });
}

// A cell that begins with one of these is a formula to a spreadsheet.
const formula = /^[=+\-@\t\r]/u;

function csvCell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\n\r]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function toCsv<R>(columns: readonly Column<R>[], rows: readonly R[]): string {
  const head = columns.map((column) => csvCell(column.title)).join(',');
  return [head, ...rows.map((row) => columns.map((column) => csvCell(column.text(row))).join(','))].join('\r\n');
}

export function toJson<R>(columns: readonly Column<R>[], rows: readonly R[]): string {
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map((column) => [column.id, column.text(row)]))),
    null,
    2,
  );
}
