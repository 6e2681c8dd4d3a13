// Where the cursor of the table of nodes stands, and the block that is marked with it.
import { useState } from 'react';
import type { DocumentNode } from '#contract/inventory/document.ts';
import { rangeOf } from '../model/grid-keys.ts';
import type { GridPlace, GridRange } from '../model/grid-keys.ts';
import type { EditBegins } from './CellEditor.tsx';
import type { GridColumn } from './grid-columns.ts';

/** By name, so that it stays with its row when others come, go or move; by place when that name is gone. */
interface Spot {
  /** Null: below the last row, where nothing is yet. */
  readonly node: string | null;
  readonly column: string;
  readonly row: number;
}

/** What is being edited: its node, and the text that the cell began with. */
export interface Edited {
  readonly node: string;
  readonly text: string;
  readonly begins?: EditBegins | undefined;
}

export interface CursorInput {
  readonly rows: readonly DocumentNode[];
  readonly columns: readonly GridColumn[];
  readonly edited: Edited | null;
  readonly setEdited: (edited: Edited | null) => void;
}

export interface Cursor {
  readonly place: GridPlace;
  readonly range: GridRange;
  /** The text that the cell began with; null while none is edited. */
  readonly editing: string | null;
  readonly begins: EditBegins | undefined;
  readonly put: (place: GridPlace, isExtending: boolean) => void;
  /** By name: the row may not be there yet. */
  readonly putAt: (node: string, column: string, isExtending?: boolean) => void;
  readonly putBelow: () => void;
}

export function useCursor({ rows, columns, edited, setEdited }: CursorInput): Cursor {
  const [spot, setSpot] = useState<Spot>({ node: '', column: 'name', row: 0 });
  const [corner, setCorner] = useState<Spot | null>(null);
  const rowOf = (name: string): number => rows.findIndex((one) => one.name === name);
  const placeOf = ({ node, column, row }: Spot): GridPlace => {
    const found = node === null ? rows.length : rowOf(node);
    const place = columns.findIndex((one) => one.id === column);
    return { row: found >= 0 ? found : Math.max(0, Math.min(rows.length - 1, row)), column: Math.max(0, place) };
  };
  const place = placeOf(spot);
  const go = (to: Spot, isExtending: boolean): void => {
    setCorner(isExtending ? (corner ?? spot) : null);
    setSpot(to);
    setEdited(null);
  };
  return {
    place,
    range: rangeOf(place, corner === null ? place : placeOf(corner)),
    begins: edited?.begins,
    // Never in a row that has come to stand there instead.
    editing: edited !== null && rows[place.row]?.name === edited.node ? edited.text : null,
    put: ({ row, column }, isExtending) => go({ node: rows[row]?.name ?? '', column: columns[column]?.id ?? 'name', row }, isExtending),
    putAt(node, column, isExtending = false) {
      const row = rowOf(node);
      go({ node, column, row: row < 0 ? rows.length : row }, isExtending);
    },
    putBelow: () => go({ node: null, column: 'name', row: rows.length }, false),
  };
}
