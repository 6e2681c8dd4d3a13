// The table of nodes at work: keys, edits, clipboard and marks.
import { useState } from 'react';
import type { ClipboardEvent, KeyboardEvent, SyntheticEvent } from 'react';
import type { DocumentNode } from '#contract/inventory/document.ts';
import { noSelection, selectRange, toggleKey } from '#renderer/kit/table/selection.ts';
import type { Selection } from '#renderer/kit/table/selection.ts';
import { useInventory } from '../inventory-context.ts';
import { cellText } from '../model/cells.ts';
import { afterEdit, gridKey } from '../model/grid-keys.ts';
import type { GridIntent, GridPlace, GridRange, GridSize } from '../model/grid-keys.ts';
import { writeBlock } from '../model/grid-paste.ts';
import type { EditBegins, EditEnd } from './CellEditor.tsx';
import { useCursor } from './use-cursor.ts';
import type { CursorInput } from './use-cursor.ts';
import { useEditedNode } from './use-edited-node.ts';
import { useGridChanges } from './use-grid-changes.ts';

export interface GridInput extends CursorInput {
  /** All, shown or not. */
  readonly nodes: readonly DocumentNode[];
  /** Rows of a page. */
  readonly page: () => number;
  readonly scrollTo: (place: GridPlace) => void;
  readonly focusGrid: () => void;
  readonly showMenu: (node: string) => void;
}

export interface GridHandle {
  readonly cursor: GridPlace;
  readonly range: GridRange;
  readonly editing: string | null;
  readonly begins: EditBegins | undefined;
  readonly marked: Selection;
  readonly markAll: () => void;
  readonly unmark: () => void;
  /** The keys go to the cells, such as when a button goes away under the focus. */
  readonly focus: () => void;
  /** Puts the cursor there and brings it into sight. */
  readonly show: (node: string, column: string) => void;
  readonly putAt: (node: string, column: string, isExtending: boolean) => void;
  /** The cursor leaves the rows: what is pasted then is added. */
  readonly putBelow: () => void;
  readonly beginEdit: (text: string | null) => void;
  /** What the cell holds that is edited. */
  readonly typeIn: (text: string) => void;
  readonly endEdit: (end: EditEnd) => void;
  readonly mark: (node: string, range: boolean) => void;
  readonly add: () => void;
  readonly remove: (names: readonly string[]) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onCopy: (event: ClipboardEvent) => void;
  readonly onCut: (event: ClipboardEvent) => void;
  readonly onPaste: (event: ClipboardEvent) => void;
}

export function useGrid(input: GridInput): GridHandle {
  const { nodes, rows, columns, edited, setEdited, scrollTo, focusGrid } = input;
  const { inspect } = useInventory();
  const cursor = useCursor(input);
  const { place, range, editing, begins } = cursor;
  const { keep, fill, paste, add, remove } = useGridChanges({ nodes, rows, columns, range });
  const [marked, setMarked] = useState(noSelection);
  const size = (): GridSize => ({ rows: rows.length, columns: columns.length, page: input.page() });
  const names = (): readonly string[] => rows.map((one) => one.name);

  const typeIn = useEditedNode({ nodes, rows, edited, setEdited, focusGrid }, (name) =>
    cursor.putAt(name, columns[place.column]?.id ?? 'name'),
  );

  const put = (to: GridPlace, isExtending: boolean): void => {
    cursor.put(to, isExtending);
    scrollTo(to);
  };
  const beginEdit = (text: string | null): void => {
    const node = rows[place.row];
    const column = columns[place.column];
    if (node === undefined || column === undefined) return;
    cursor.put(place, false);
    typeIn(text);
    setEdited({ node: node.name, text: text ?? cellText(node, column.cell) });
  };
  const endEdit = (end: EditEnd): void => {
    const node = rows[place.row];
    const column = columns[place.column];
    setEdited(null);
    if (node === undefined || column === undefined) return;
    const name = end.text === null ? node.name : keep(node, column, end.text);
    const next = afterEdit(end, place, size()) ?? place;
    // Its own row may be called otherwise by now.
    if (next.row === place.row) cursor.putAt(name, columns[next.column]?.id ?? column.id);
    else put(next, false);
    if (end.key !== 'blur') focusGrid();
  };
  const markAll = (): void => setMarked({ keys: new Set(names()), anchor: null });
  const mark = (node: string, isRange: boolean): void => setMarked(isRange ? selectRange(marked, names(), node) : toggleKey(marked, node));
  const act = (intent: GridIntent): void => {
    const node = rows[place.row];
    switch (intent.act) {
      case 'move':
        return put(intent.to, false);
      case 'extend':
        return put(intent.to, true);
      case 'edit':
        return beginEdit(intent.text);
      case 'clear':
        return fill('');
      case 'mark-all':
        return markAll();
      case 'mark':
        return node && mark(node.name, false);
      case 'open':
        return node && inspect(node.name);
      case 'menu':
        return node && input.showMenu(node.name);
    }
  };
  const copy = (event: ClipboardEvent): void => {
    event.preventDefault();
    if (rows[place.row] === undefined) return;
    const block = rows
      .slice(range.from.row, range.to.row + 1)
      .map((node) => columns.slice(range.from.column, range.to.column + 1).map((column) => cellText(node, column.cell)));
    event.clipboardData.setData('text/plain', writeBlock(block));
  };
  /** A field, button or box in the grid has its own keys, and its own clipboard. */
  const ifItself =
    <E extends SyntheticEvent>(run: (event: E) => void) =>
    (event: E): void => {
      if (document.activeElement === event.currentTarget) run(event);
    };
  return {
    cursor: place,
    range,
    editing,
    begins,
    marked,
    markAll,
    unmark: () => setMarked(noSelection),
    focus: focusGrid,
    show(node, column) {
      cursor.putAt(node, column);
      const row = rows.findIndex((one) => one.name === node);
      if (row >= 0) scrollTo({ row, column: columns.findIndex((one) => one.id === column) });
    },
    putAt: cursor.putAt,
    putBelow: cursor.putBelow,
    beginEdit,
    typeIn,
    endEdit,
    mark,
    add() {
      const name = add();
      cursor.putAt(name, 'name');
      setEdited({ node: name, text: name, begins: 'selected' });
      scrollTo({ row: rows.length, column: 0 });
    },
    remove(gone) {
      remove(gone);
      setMarked({ keys: new Set([...marked.keys].filter((name) => !gone.includes(name))), anchor: null });
      focusGrid();
    },
    onKeyDown: ifItself((event: KeyboardEvent) => {
      const intent = gridKey(event, place, size());
      if (intent === null) return;
      event.preventDefault();
      act(intent);
    }),
    onCopy: ifItself(copy),
    onCut: ifItself((event: ClipboardEvent) => {
      copy(event);
      fill('');
    }),
    onPaste: ifItself((event: ClipboardEvent) => {
      event.preventDefault();
      paste(event.clipboardData.getData('text/plain'));
    }),
  };
}
