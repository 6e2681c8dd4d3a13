import { useMemo } from 'react';
import type { MouseEvent } from 'react';
import { t } from '#renderer/texts/current.ts';
import { cx } from '#renderer/kit/cx.ts';
import parts from './parts.module.css';
import { RowMenuButton } from './RowButton.tsx';
import type { Column } from './table-model.ts';
import styles from './Table.module.css';

export interface RowEvents<R> {
  open(row: R): void;
  mark(row: R, range: boolean): void;
  menu(row: R, x: number, y: number): void;
  focus(index: number): void;
}

export interface TableRowProps<R> {
  readonly id: string;
  readonly row: R;
  readonly name: string;
  readonly index: number;
  readonly top: number;
  readonly columns: readonly Column<R>[];
  readonly isActive: boolean;
  readonly isMarked: boolean;
  readonly isOpen: boolean;
  readonly hasMenu: boolean;
  readonly canMark: boolean;
  readonly on: RowEvents<R>;
}

/** One row. Its cells are drawn anew only when the row or the columns change. */
export function TableRow<R>(props: TableRowProps<R>) {
  const { id, row, name, index, top, columns, isActive, isMarked, isOpen, hasMenu, canMark, on } = props;
  const cells = useMemo(
    () =>
      columns.map((column) => (
        <div
          key={column.id}
          role={column.head === true ? 'rowheader' : 'gridcell'}
          className={cx(styles.cell, column.align === 'end' && styles.end, column.head === true && styles.headCell)}
        >
          {column.cell(row)}
        </div>
      )),
    [columns, row],
  );
  const click = (event: MouseEvent<HTMLElement>): void => {
    on.focus(index);
    if (event.shiftKey && canMark) on.mark(row, true);
    else if ((event.ctrlKey || event.metaKey) && canMark) on.mark(row, false);
    else if (!(event.target instanceof Element && event.target.closest('a, button, input') !== null)) on.open(row);
  };
  const showMenu = (event: MouseEvent<HTMLElement>): void => {
    if (!hasMenu) return;
    event.preventDefault();
    on.focus(index);
    on.menu(row, event.clientX, event.clientY);
  };
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={canMark ? isMarked : isOpen}
      className={cx(styles.row, parts.row, isActive && cx(parts.here, styles.active), isMarked && styles.marked, isOpen && styles.opened)}
      style={{ transform: `translateY(${top}px)` }}
      onClick={click}
      onContextMenu={showMenu}
    >
      {canMark && (
        <div role="gridcell" className={parts.pick}>
          <input
            type="checkbox"
            tabIndex={-1}
            className={parts.shy}
            checked={isMarked}
            aria-label={t.kit.table.selectRow(name)}
            onChange={() => undefined}
            onClick={(event) => {
              event.stopPropagation();
              on.mark(row, event.shiftKey);
            }}
          />
        </div>
      )}
      {cells}
      {hasMenu && (
        <div role="gridcell" className={parts.menuCell}>
          <RowMenuButton name={name} onOpen={(x, y) => on.menu(row, x, y)} />
        </div>
      )}
    </div>
  );
}
