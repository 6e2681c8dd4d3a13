import { useRef } from 'react';
import type { KeyboardEvent } from 'react';
import type { TaskState } from '#contract/runs.ts';
import { cx } from '#renderer/kit/cx.ts';
import { nextCell } from './grid-move.ts';
import styles from './TaskGrid.module.css';
import { TaskMark, type TaskSign } from './TaskMark.tsx';

export interface GridCell {
  readonly id: string;
  readonly state: TaskState;
  readonly sign: TaskSign;
  /** "node2: Join node2 to the cluster, running". */
  readonly label: string;
}
export interface GridRow {
  readonly id: string;
  readonly title: string;
  /** One place per column; null where this row has no such task. */
  readonly cells: readonly (GridCell | null)[];
}
export interface GridGroup {
  readonly id: string;
  readonly title: string;
  /** Ids of its columns, in order. */
  readonly columns: readonly string[];
}
export interface TaskGridProps {
  readonly label: string;
  readonly groups: readonly GridGroup[];
  readonly rows: readonly GridRow[];
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  /** Pointed at or focused; null when left. */
  readonly onPoint: (id: string | null) => void;
}

/** Lanes by tasks: what has happened, happens and will happen, at a glance. Arrows move, Enter chooses. */
export function TaskGrid({ label, groups, rows, selected, onSelect, onPoint }: TaskGridProps) {
  const self = useRef<HTMLTableElement>(null);
  const starts = new Set(groups.map((group) => group.columns[0]));
  const columns = groups.flatMap((group) => group.columns);
  const first = rows.flatMap((row) => row.cells).find((cell) => cell !== null);
  const entry = selected ?? first?.id;
  const move = (event: KeyboardEvent, row: number, column: number): void => {
    const next = nextCell(rows, { row, column }, event.key);
    if (next === null) return;
    event.preventDefault();
    self.current?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(next)}"]`)?.focus();
  };
  return (
    <div className={styles.scroller}>
      <table ref={self} className={styles.grid} aria-label={label} onPointerLeave={() => onPoint(null)}>
        <thead>
          <tr>
            <td />
            {groups.map((group) => (
              <th key={group.id} scope="colgroup" colSpan={group.columns.length} className={styles.group}>
                <span>{group.title}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, rowIndex) => (
            <tr key={row.id}>
              <th scope="row" className={styles.lane}>
                {row.title}
              </th>
              {columns.map((id, column) => (
                <td key={id} className={cx(styles.place, starts.has(id) && styles.starts)}>
                  <Cell
                    {...{ selected, entry, onSelect, onPoint }}
                    cell={row.cells[column] ?? null}
                    onKeyDown={(event) => move(event, rowIndex, column)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps extends Pick<TaskGridProps, 'selected' | 'onSelect' | 'onPoint'> {
  readonly cell: GridCell | null;
  /** The one cell that Tab reaches. */
  readonly entry: string | undefined;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function Cell({ cell, selected, entry, onSelect, onPoint, onKeyDown }: CellProps) {
  if (cell === null) return null;
  return (
    <button
      type="button"
      data-cell={cell.id}
      data-state={cell.state}
      tabIndex={cell.id === entry ? 0 : -1}
      aria-label={cell.label}
      aria-pressed={cell.id === selected}
      className={styles.cell}
      onClick={() => onSelect(cell.id)}
      onFocus={() => onPoint(cell.id)}
      onPointerEnter={() => onPoint(cell.id)}
      onKeyDown={onKeyDown}
    >
      <TaskMark sign={cell.sign} isSelected={cell.id === selected} />
    </button>
  );
}
