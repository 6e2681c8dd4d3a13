// Where an arrow key leads in a grid that has gaps.
interface Cell {
  readonly id: string;
}
interface Row {
  readonly cells: readonly (Cell | null)[];
}
export interface Place {
  readonly row: number;
  readonly column: number;
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** The nearest cell of a row, seen from a column. */
function nearest(row: Row, column: number): string | null {
  const filled = row.cells.flatMap((cell, index) => (cell === null ? [] : [{ id: cell.id, away: Math.abs(index - column) }]));
  return (
    filled.reduce<{ id: string; away: number } | null>((best, one) => (best === null || one.away < best.away ? one : best), null)?.id ??
    null
  );
}

function alongRow(row: Row | undefined, from: number, step: number): string | null {
  const cells = row?.cells ?? [];
  for (let at = from + step; at >= 0 && at < cells.length; at += step) {
    const cell = cells[at];
    if (cell !== null && cell !== undefined) return cell.id;
  }
  return null;
}

function acrossRows(rows: readonly Row[], from: Place, step: number): string | null {
  for (let at = from.row + step; at >= 0 && at < rows.length; at += step) {
    const row = rows[at];
    const found = row === undefined ? null : nearest(row, from.column);
    if (found !== null) return found;
  }
  return null;
}

/** Id of the cell to go to, or null where there is none in that direction. */
export function nextCell(rows: readonly Row[], from: Place, key: string): string | null {
  const step = steps[key];
  if (step === undefined) return null;
  const [down, right] = step;
  return down === 0 ? alongRow(rows[from.row], from.column, right) : acrossRows(rows, from, down);
}
