import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { CSSProperties, KeyboardEvent, ReactNode, RefObject } from 'react';
import { appearance, rowHeights } from '#renderer/kit/appearance.ts';
import { cx } from '#renderer/kit/cx.ts';
import type { MenuAction } from '#renderer/kit/Menu.tsx';
import { t } from '#renderer/texts/current.ts';
import { MarkAll } from './MarkAll.tsx';
import parts from './parts.module.css';
import { RowMenu } from './RowMenu.tsx';
import type { RowMenuAt } from './RowMenu.tsx';
import { noSelection, selectRange, toggleKey } from './selection.ts';
import type { Selection } from './selection.ts';
import { ariaSort, SortButton } from './SortButton.tsx';
import { nextSort } from './table-model.ts';
import type { Column, RowSource, SortKey } from './table-model.ts';
import styles from './Table.module.css';
import { TableRow } from './TableRow.tsx';
import type { RowEvents } from './TableRow.tsx';
import { tableKey } from './table-keys.ts';
import type { TableIntent } from './table-keys.ts';

export interface TableProps<R> {
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly rows: RowSource<R>;
  readonly keyOf: (row: R) => string;
  readonly nameOf: (row: R) => string;
  readonly sort: readonly SortKey[];
  readonly onSort: (sort: readonly SortKey[]) => void;
  readonly openKey: string | null;
  readonly onOpen: (row: R) => void;
  readonly actions?: ((row: R) => readonly MenuAction[]) | undefined;
  readonly selection?: Selection | undefined;
  readonly onSelection?: ((selection: Selection) => void) | undefined;
  /** Shown instead of rows when there are none. */
  readonly empty: ReactNode;
  readonly onWidth: (width: number) => void;
}

/** A virtualised grid with a sticky head. The focus stays on the grid; arrows or j and k move, Enter opens, Space marks. */
export function Table<R>(props: TableProps<R>) {
  const { label, columns, rows, keyOf, nameOf, sort, onSort, openKey, onOpen, actions, selection, onSelection, empty, onWidth } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [menuAt, setMenuAt] = useState<RowMenuAt | null>(null);
  const rowHeight = rowHeights[useSyncExternalStore(appearance.subscribe, appearance.get).density];
  const canMark = selection !== undefined && onSelection !== undefined;
  const marked = selection ?? noSelection;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: 0,
    paddingEnd: 8,
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  useWidth(scroller, onWidth);
  const here = Math.min(active, rows.length - 1);

  const order = (): readonly string[] =>
    Array.from({ length: rows.length }, (_, index) => rows.at(index)).flatMap((row) => (row === undefined ? [] : [keyOf(row)]));
  const mark = (row: R, range: boolean): void =>
    onSelection?.(range ? selectRange(marked, order(), keyOf(row)) : toggleKey(marked, keyOf(row)));
  const markAll = (all: boolean): void => onSelection?.(all ? { keys: new Set(order()), anchor: null } : noSelection);
  const showMenu = (row: R, x: number, y: number): void => {
    if (actions !== undefined) setMenuAt({ x, y, name: nameOf(row), actions: actions(row) });
  };
  const on = useStable<R>({ open: onOpen, mark, menu: showMenu, focus: setActive });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== scroller.current) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 2);
    const intent = tableKey(event, { at: here, count: rows.length, page });
    const row = intent === null ? undefined : rows.at(intent.index);
    if (intent === null || row === undefined) return;
    event.preventDefault();
    setActive(intent.index);
    virtual.scrollToIndex(intent.index, { align: 'auto' });
    acts[intent.act](row, intent.index);
  };
  const acts: Readonly<Record<TableIntent['act'], (row: R, index: number) => void>> = {
    move: () => undefined,
    open: onOpen,
    mark: (row) => mark(row, false),
    range: (row) => {
      const from = rows.at(here);
      const base = marked.anchor === null && from !== undefined ? { keys: marked.keys, anchor: keyOf(from) } : marked;
      onSelection?.(selectRange(base, order(), keyOf(row)));
    },
    menu: (row, index) => {
      const box = document.getElementById(`${id}-${index}`)?.getBoundingClientRect();
      if (box !== undefined) showMenu(row, box.left + 24, box.bottom - 4);
    },
  };

  const tracks = [canMark ? '32px' : '', ...columns.map((column) => column.width), actions === undefined ? '' : '36px'].join(' ');
  const style: CSSProperties & Record<'--tracks', string> = { '--tracks': tracks };
  return (
    <div className={parts.table} style={style}>
      <div
        ref={scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-multiselectable={canMark || undefined}
        aria-activedescendant={rows.length > 0 ? `${id}-${here}` : undefined}
        tabIndex={0}
        className={parts.scroller}
        onKeyDown={onKeyDown}
      >
        <div role="row" aria-rowindex={1} className={cx(styles.row, parts.row, parts.head)}>
          {canMark && <MarkAll marked={marked.keys.size} count={rows.length} onMark={markAll} />}
          {columns.map((column) => (
            <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
          {actions !== undefined && <MenuHead />}
        </div>
        {rows.length === 0 ? (
          <div role="row">
            <div role="gridcell">{empty}</div>
          </div>
        ) : (
          <div role="rowgroup" className={styles.canvas} style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows.at(item.index);
              if (row === undefined) return null;
              const key = keyOf(row);
              return (
                <TableRow
                  key={key}
                  id={`${id}-${item.index}`}
                  index={item.index}
                  top={item.start}
                  name={nameOf(row)}
                  isActive={item.index === here}
                  isMarked={marked.keys.has(key)}
                  isOpen={key === openKey}
                  hasMenu={actions !== undefined}
                  {...{ row, columns, canMark, on }}
                />
              );
            })}
          </div>
        )}
      </div>
      {menuAt !== null && (
        <RowMenu
          at={menuAt}
          onClose={() => {
            setMenuAt(null);
            scroller.current?.focus();
          }}
        />
      )}
    </div>
  );
}

function MenuHead() {
  return (
    <div role="columnheader" className={parts.menuCell}>
      <span className="visually-hidden">{t.kit.more}</span>
    </div>
  );
}

/** The same object at each render, calling what was given last; rows that did not change are not drawn again for it. */
function useStable<R>(events: RowEvents<R>): RowEvents<R> {
  const latest = useRef(events);
  useEffect(() => {
    latest.current = events;
  }, [events]);
  return useMemo(
    () => ({
      open: (row) => latest.current.open(row),
      mark: (row, range) => latest.current.mark(row, range),
      menu: (row, x, y) => latest.current.menu(row, x, y),
      focus: (index) => latest.current.focus(index),
    }),
    [],
  );
}

function useWidth(element: RefObject<HTMLElement | null>, tell: (width: number) => void): void {
  useEffect(() => {
    const box = element.current;
    if (box === null) return undefined;
    const observer = new ResizeObserver(() => tell(box.clientWidth));
    observer.observe(box);
    return () => observer.disconnect();
  }, [element, tell]);
}

interface HeadCellProps<R> {
  readonly column: Column<R>;
  readonly sort: readonly SortKey[];
  readonly onSort: (sort: readonly SortKey[]) => void;
}

function HeadCell<R>({ column, sort, onSort }: HeadCellProps<R>) {
  const held = sort.find((key) => key.column === column.id);
  return (
    <div
      role="columnheader"
      aria-sort={column.compare === undefined ? undefined : ariaSort(held)}
      className={cx(styles.cell, column.align === 'end' && styles.end)}
    >
      {column.compare === undefined ? (
        column.title
      ) : (
        <SortButton sorted={held} onClick={(event) => onSort(nextSort(sort, column.id, event.shiftKey))}>
          {column.title}
        </SortButton>
      )}
    </div>
  );
}
