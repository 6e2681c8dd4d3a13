// What a key means in the table of nodes while no cell is being edited, as in a spreadsheet.
export interface GridKeyEvent {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}
export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows of a page. */
  readonly page: number;
}
export type GridIntent =
  | { readonly act: 'move' | 'extend'; readonly to: GridPlace }
  /** With the text that replaces what stands there; null: edit what stands there. */
  | { readonly act: 'edit'; readonly text: string | null }
  | { readonly act: 'clear' | 'mark' | 'mark-all' | 'menu' | 'open' };

const clamp = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));

type Move = (at: GridPlace, size: GridSize) => GridPlace;
const moves: Readonly<Record<string, Move>> = {
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  PageDown: ({ row, column }, { page }) => ({ row: row + page, column }),
  PageUp: ({ row, column }, { page }) => ({ row: row - page, column }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, { columns }) => ({ row, column: columns - 1 }),
};
/** With Ctrl: to the edge. */
const edges: Readonly<Record<string, Move>> = {
  ArrowDown: ({ column }, { rows }) => ({ row: rows - 1, column }),
  ArrowUp: ({ column }) => ({ row: 0, column }),
  ArrowRight: ({ row }, { columns }) => ({ row, column: columns - 1 }),
  ArrowLeft: ({ row }) => ({ row, column: 0 }),
  Home: () => ({ row: 0, column: 0 }),
  End: (_at, { rows, columns }) => ({ row: rows - 1, column: columns - 1 }),
};

const withCtrl: Readonly<Record<string, GridIntent>> = { a: { act: 'mark-all' }, Enter: { act: 'open' } };
const acts: Readonly<Record<string, GridIntent>> = {
  Enter: { act: 'edit', text: null },
  F2: { act: 'edit', text: null },
  Delete: { act: 'clear' },
  Backspace: { act: 'clear' },
  ' ': { act: 'mark' },
  ContextMenu: { act: 'menu' },
};

/** Keys that are no character have longer names. */
const isCharacter = /^.$/su;
/** With Alt a key that still says these is a shortcut; AltGr and Option make @, { or € of it, which are typed. */
const isPlain = /^[a-z0-9 ]$/i;
const typedWithAlt = (key: string): GridIntent | null => (isCharacter.test(key) && !isPlain.test(key) ? { act: 'edit', text: key } : null);

function moved({ shiftKey }: GridKeyEvent, move: Move | undefined, { at, size }: { at: GridPlace; size: GridSize }): GridIntent | null {
  if (move === undefined) return null;
  const to = move(at, size);
  return {
    act: shiftKey ? 'extend' : 'move',
    to: { row: clamp(to.row, size.rows), column: clamp(to.column, size.columns) },
  };
}

export function gridKey(event: GridKeyEvent, at: GridPlace, size: GridSize): GridIntent | null {
  const { key } = event;
  if (size.rows === 0) return null;
  if (event.altKey) return typedWithAlt(key);
  if (event.ctrlKey || event.metaKey) return moved(event, edges[key], { at, size }) ?? withCtrl[key] ?? null;
  if (key === 'F10' && event.shiftKey) return { act: 'menu' };
  return moved(event, moves[key], { at, size }) ?? acts[key] ?? (isCharacter.test(key) ? { act: 'edit', text: key } : null);
}

/** Where the cursor goes when an edit ends with this key; null: it stays. */
export function afterEdit({ key, shift }: { key: string; shift: boolean }, at: GridPlace, size: GridSize): GridPlace | null {
  if (key === 'Enter') return { row: clamp(at.row + (shift ? -1 : 1), size.rows), column: at.column };
  if (key !== 'Tab') return null;
  const place = clamp(at.row * size.columns + at.column + (shift ? -1 : 1), size.rows * size.columns);
  return { row: Math.floor(place / size.columns), column: place % size.columns };
}

export interface GridRange {
  readonly from: GridPlace;
  readonly to: GridPlace;
}
/** The block between two corners, whichever they are. */
export const rangeOf = (one: GridPlace, other: GridPlace): GridRange => ({
  from: { row: Math.min(one.row, other.row), column: Math.min(one.column, other.column) },
  to: { row: Math.max(one.row, other.row), column: Math.max(one.column, other.column) },
});
/** Columns of a row that lie in the marked block; a single cell is no block. */
export function columnsIn({ from, to }: GridRange, row: number): { from: number; to: number } {
  const isBlock = from.row !== to.row || from.column !== to.column;
  return isBlock && row >= from.row && row <= to.row ? { from: from.column, to: to.column } : { from: 0, to: -1 };
}
