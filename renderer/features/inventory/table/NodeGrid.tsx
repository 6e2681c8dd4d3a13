import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { CSSProperties, MouseEvent } from 'react';
import type { DocumentData, DocumentIssue, DocumentNode } from '#contract/inventory/document.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { cx } from '#renderer/kit/cx.ts';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import type { MenuAction } from '#renderer/kit/Menu.tsx';
import { useChosenColumns } from '#renderer/kit/table/ColumnMenu.tsx';
import { MarkAll } from '#renderer/kit/table/MarkAll.tsx';
import parts from '#renderer/kit/table/parts.module.css';
import { RowMenu } from '#renderer/kit/table/RowMenu.tsx';
import { ariaSort, SortButton } from '#renderer/kit/table/SortButton.tsx';
import { nextSort } from '#renderer/kit/table/table-model.ts';
import { t } from '#renderer/texts/current.ts';
import { pathOf, useDraftState, useInventory } from '../inventory-context.ts';
import { cellPath, columnId } from '../model/cells.ts';
import { columnsIn } from '../model/grid-keys.ts';
import { issuesByNode } from '../model/issues.ts';
import { dictionaryQuery } from '../queries.ts';
import { useVirtualRows } from '../use-virtual-rows.ts';
import { Answers } from './Answers.tsx';
import { gridColumns, gridRows } from './grid-columns.ts';
import type { GridColumn } from './grid-columns.ts';
import { GridRow } from './GridRow.tsx';
import type { GridMenuAt, GridRowEvents } from './GridRow.tsx';
import { GridTools } from './GridTools.tsx';
import styles from './grid.module.css';
import type { Edited } from './use-cursor.ts';
import { useGrid } from './use-grid.ts';
import type { GridHandle } from './use-grid.ts';

const words = t.inventory.table;

/** The nodes as a spreadsheet. The focus stays on the grid; while a cell is edited it is in that cell. */
export function NodeGrid() {
  const { platformId, store, address, goTo, inspect } = useInventory();
  const { data, issues, seq, summary } = useDraftState(store);
  const { chosen, choose } = useChosenColumns('inventory');
  const [edited, setEdited] = useState<Edited | null>(null);
  const { columns, rows, byNode } = useRows({ data, issues, chosen, held: edited?.node });
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [menuAt, setMenuAt] = useState<GridMenuAt | null>(null);
  const focusGrid = useCallback(() => scroller.current?.focus({ preventScroll: true }), []);
  const grid: GridHandle = useGrid({
    nodes: data.nodes,
    rows,
    columns,
    edited,
    setEdited,
    page: () => page(),
    scrollTo: ({ row, column }) => {
      virtual.scrollToIndex(row, { align: 'auto' });
      requestAnimationFrame(() =>
        document.getElementById(cellId(id, row, columns[column]))?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
      );
    },
    focusGrid,
    showMenu: (node) => {
      const box = document.getElementById(cellId(id, grid.cursor.row, columns[grid.cursor.column]))?.getBoundingClientRect();
      if (box !== undefined) setMenuAt({ node, x: box.left + 8, y: box.bottom - 2 });
    },
  });
  const { cursor, range, marked } = grid;
  const { virtual, page } = useVirtualRows({ count: rows.length, scroller, cursor: cursor.row });
  const column = columns[cursor.column];
  const showMenu = (at: GridMenuAt): void => {
    // It is about the cell that the cursor is on.
    grid.putAt(at.node, at.column ?? column?.id ?? 'name', false);
    setMenuAt(at);
  };
  const itemsOf = (node: string): readonly MenuAction[] => [
    { id: 'edit', label: words.edit, keys: 'f2', run: () => grid.beginEdit(null) },
    { id: 'inspect', label: t.inventory.inspector.show, keys: 'mod+enter', run: () => inspect(node) },
    { id: 'yaml', label: words.openYaml, run: () => goTo(cellPath(node, column?.cell ?? { kind: 'name' })) },
    { id: 'remove', label: words.remove, danger: true, apart: true, run: () => grid.remove([node]) },
  ];
  const on = useRowEvents(grid, showMenu);
  useShown(address.get('at'), grid);
  const draft = useMemo(() => ({ platformId, draftId: summary.id, seq }), [platformId, summary.id, seq]);
  const isPassing = virtual.isScrolling;
  return (
    <>
      <GridTools {...{ grid, rows, columns, chosen, choose }} total={data.nodes.length} withIssues={byNode.size} />
      <div className={parts.table} style={tracksOf(columns)}>
        <div
          ref={scroller}
          role="grid"
          aria-label={words.label}
          aria-describedby={`${id}-help`}
          aria-rowcount={rows.length + 1}
          aria-colcount={columns.length + 2}
          aria-multiselectable
          aria-activedescendant={rows[cursor.row] !== undefined ? cellId(id, cursor.row, column) : undefined}
          tabIndex={0}
          className={cx(parts.scroller, styles.scroller)}
          onMouseDown={onEmptyArea(grid)}
          onKeyDown={grid.onKeyDown}
          onCopy={grid.onCopy}
          onCut={grid.onCut}
          onPaste={grid.onPaste}
        >
          <Head {...{ columns, rows, grid }} />
          {rows.length === 0 ? (
            <NoRows isFiltered={data.nodes.length > 0} grid={grid} />
          ) : (
            <div role="rowgroup" className={styles.canvas} style={{ height: virtual.getTotalSize() }}>
              {virtual.getVirtualItems().map((item) => {
                const node = rows[item.index];
                if (node === undefined) return null;
                const isHere = item.index === cursor.row;
                const within = columnsIn(range, item.index);
                return (
                  <GridRow
                    key={node.name}
                    id={`${id}-${item.index}`}
                    index={item.index}
                    top={item.start}
                    issues={byNode.get(node.name)}
                    active={isHere ? (column?.id ?? null) : null}
                    rangeFrom={within.from}
                    rangeTo={within.to}
                    isMarked={marked.keys.has(node.name)}
                    editing={isHere ? grid.editing : null}
                    begins={isHere ? grid.begins : undefined}
                    {...{ node, columns, draft, isPassing, on }}
                  />
                );
              })}
            </div>
          )}
        </div>
        <p id={`${id}-help`} className="visually-hidden">
          {words.help}
        </p>
      </div>
      <Answers groups={data.groups.map((group) => group.name)} columns={columns} />
      {menuAt !== null && (
        <RowMenu
          at={{ ...menuAt, name: menuAt.node, actions: itemsOf(menuAt.node) }}
          onClose={() => {
            setMenuAt(null);
            focusGrid();
          }}
        />
      )}
    </>
  );
}

interface RowsWish {
  readonly data: DocumentData;
  readonly issues: readonly DocumentIssue[];
  readonly chosen: readonly string[] | null;
  readonly held: string | undefined;
}

function useRows({ data, issues, chosen, held }: RowsWish) {
  const { address } = useInventory();
  const dictionary = useQuery(dictionaryQuery).data;
  const columns = useMemo(() => gridColumns(chosen, dictionary ?? []), [chosen, dictionary]);
  const byNode = useMemo(() => issuesByNode(issues), [issues]);
  const onlyIssues = address.get('only') === 'issues';
  const rows = useMemo(() => {
    const keep = onlyIssues ? (node: DocumentNode) => byNode.has(node.name) : undefined;
    return gridRows(data.nodes, { columns, filter: address.filter, sort: address.sort, keep, held });
  }, [data.nodes, columns, address, onlyIssues, byNode, held]);
  return { columns, rows, byNode };
}

/** Below the rows; the bars that scroll are none of it. */
const onEmptyArea =
  (grid: GridHandle) =>
  ({ button, target, currentTarget, nativeEvent }: MouseEvent<HTMLElement>): void => {
    const { offsetX, offsetY } = nativeEvent;
    if (button !== 0 || target !== currentTarget || offsetX >= currentTarget.clientWidth || offsetY >= currentTarget.clientHeight) return;
    // First the focus: an edit elsewhere ends with what was typed.
    grid.focus();
    grid.putBelow();
  };

const cellId = (id: string, row: number, column: GridColumn | undefined): string => `${id}-${row}-${column?.id ?? ''}`;

function tracksOf(columns: readonly GridColumn[]): CSSProperties & Record<'--tracks' | '--least', string> {
  const least = columns.reduce((sum, column) => sum + column.width, 32 + 36);
  return {
    '--tracks': ['32px', ...columns.map((column) => `minmax(${column.width}px, ${column.weight}fr)`), '36px'].join(' '),
    '--least': `${least}px`,
  };
}

/** The same object at each render, so that rows that did not change are not drawn again. */
function useRowEvents(grid: GridHandle, menu: (at: GridMenuAt) => void): GridRowEvents {
  const latest = useRef({ grid, menu });
  useEffect(() => {
    latest.current = { grid, menu };
  });
  return useMemo(
    () => ({
      focus: (node, column, isExtending) => {
        // First the focus: an edit elsewhere ends with what was typed, and one that a double click begins is not ended by it.
        latest.current.grid.focus();
        latest.current.grid.putAt(node, column, isExtending);
      },
      edit: () => latest.current.grid.beginEdit(null),
      type: (text) => latest.current.grid.typeIn(text),
      end: (end) => latest.current.grid.endEdit(end),
      mark: (node, range) => {
        latest.current.grid.mark(node, range);
        latest.current.grid.focus();
      },
      menu: (at) => latest.current.menu(at),
    }),
    [],
  );
}

/** Leads to the cell that the address names, such as that of an issue. */
function useShown(at: string, grid: GridHandle): void {
  const latest = useRef(grid);
  useEffect(() => {
    latest.current = grid;
  });
  useEffect(() => {
    const [top, name, field, variable] = at === '' ? [] : (pathOf(at) ?? []);
    if (top !== 'nodes' || name === undefined) return;
    const column = field === 'variables' ? columnId({ kind: 'variable', variable: String(variable) }) : String(field ?? 'name');
    latest.current.show(String(name), column);
  }, [at]);
}

interface HeadProps {
  readonly columns: readonly GridColumn[];
  readonly rows: readonly DocumentNode[];
  readonly grid: GridHandle;
}

function Head({ columns, rows, grid }: HeadProps) {
  const { address } = useInventory();
  const sort = (event: MouseEvent, id: string): void => {
    address.setSort(nextSort(address.sort, id, event.shiftKey));
    // With a pointer one is in the cells; a key stays on its button.
    if (event.detail > 0) grid.focus();
  };
  return (
    <div role="row" aria-rowindex={1} className={cx(styles.row, parts.row, parts.head, styles.head)}>
      <MarkAll
        className={styles.pick}
        marked={rows.filter(({ name }) => grid.marked.keys.has(name)).length}
        count={rows.length}
        onMark={(all) => (all ? grid.markAll() : grid.unmark())}
      />
      {columns.map((column) => {
        const sorted = address.sort.find((key) => key.column === column.id);
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={ariaSort(sorted)}
            className={cx(styles.cell, column.cell.kind === 'name' && styles.name)}
          >
            <SortButton sorted={sorted} title={column.variable?.description ?? column.title} onClick={(event) => sort(event, column.id)}>
              {column.cell.kind === 'variable' ? <code>{column.title}</code> : column.title}
            </SortButton>
          </div>
        );
      })}
      <div role="columnheader" className={cx(parts.menuCell, styles.menuCell)}>
        <span className="visually-hidden">{t.kit.more}</span>
      </div>
    </div>
  );
}

function NoRows({ isFiltered, grid }: { readonly isFiltered: boolean; readonly grid: GridHandle }) {
  const { address } = useInventory();
  const clear = (): void => {
    address.set({ q: '', only: '' });
    grid.focus();
  };
  return (
    <div role="row">
      <div role="gridcell">
        {isFiltered ? (
          <EmptyState title={t.kit.table.noMatch(address.filter)} action={<Button onPress={clear}>{t.kit.table.clearFilter}</Button>} />
        ) : (
          <EmptyState title={words.emptyTitle} action={<Button onPress={grid.add}>{words.add}</Button>}>
            {words.empty}
          </EmptyState>
        )}
      </div>
    </div>
  );
}
