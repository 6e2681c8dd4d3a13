import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { CSSProperties, RefObject } from 'react';
import type { DocumentData, DocumentIssue, DocumentNode } from '#contract/inventory/document.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { cx } from '#renderer/kit/cx.ts';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import { useChosenColumns } from '#renderer/kit/table/ColumnMenu.tsx';
import { RowMenu } from '#renderer/kit/table/RowMenu.tsx';
import type { RowMenuAt } from '#renderer/kit/table/RowMenu.tsx';
import { noSelection } from '#renderer/kit/table/selection.ts';
import { nextSort } from '#renderer/kit/table/table-model.ts';
import { t } from '#renderer/texts/current.ts';
import { pathOf, useDraftState, useInventory } from '../inventory-context.ts';
import { cellPath, cellOf, columnId } from '../model/cells.ts';
import { columnsIn } from '../model/grid-keys.ts';
import { issuesByNode } from '../model/issues.ts';
import { dictionaryQuery } from '../queries.ts';
import { useVirtualRows } from '../use-virtual-rows.ts';
import { Answers } from './Answers.tsx';
import { gridColumns, gridRows } from './grid-columns.ts';
import type { GridColumn } from './grid-columns.ts';
import { GridRow } from './GridRow.tsx';
import type { GridRowEvents } from './GridRow.tsx';
import { GridTools } from './GridTools.tsx';
import styles from './grid.module.css';
import { useGrid } from './use-grid.ts';
import type { GridHandle } from './use-grid.ts';

const words = t.inventory.table;

/** The nodes as a spreadsheet. The focus stays on the grid; while a cell is edited it is in that cell. */
export function NodeGrid() {
  const { platformId, store, address, goTo, inspect } = useInventory();
  const { data, issues, seq, summary } = useDraftState(store);
  const { chosen, choose } = useChosenColumns('inventory');
  const { columns, rows, byNode } = useRows(data, issues, chosen);
  const scroller = useRef<HTMLDivElement>(null);
  const { virtual, page } = useVirtualRows(rows.length, scroller);
  const id = useId();
  const [menuAt, setMenuAt] = useState<RowMenuAt | null>(null);
  const showMenu = (node: string, x: number, y: number): void =>
    setMenuAt({
      x,
      y,
      name: node,
      actions: [
        { id: 'edit', label: words.edit, keys: 'f2', run: () => grid.beginEdit(null) },
        { id: 'inspect', label: t.inventory.inspector.show, keys: 'mod+enter', run: () => inspect(node) },
        {
          id: 'yaml',
          label: words.openYaml,
          run: () => goTo(cellPath(node, cellOf(columns[grid.cursor.column]?.id ?? 'name') ?? { kind: 'name' })),
        },
        { id: 'remove', label: words.remove, danger: true, apart: true, run: () => grid.remove([node]) },
      ],
    });
  const grid: GridHandle = useGrid({
    nodes: data.nodes,
    rows,
    columns,
    page,
    scrollTo: ({ row, column }) => {
      virtual.scrollToIndex(row, { align: 'auto' });
      requestAnimationFrame(() =>
        document.getElementById(cellId(id, row, columns[column]))?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
      );
    },
    focusGrid: () => scroller.current?.focus(),
    showMenu: (node) => {
      const box = document.getElementById(cellId(id, grid.cursor.row, columns[grid.cursor.column]))?.getBoundingClientRect();
      if (box !== undefined) showMenu(node, box.left + 8, box.bottom - 2);
    },
  });
  const on = useRowEvents(grid, showMenu, scroller);
  useShown(address.get('at'), grid);
  const draft = useMemo(() => ({ platformId, draftId: summary.id, seq }), [platformId, summary.id, seq]);
  const isPassing = virtual.isScrolling;
  const { cursor, range, marked } = grid;
  return (
    <>
      <GridTools
        {...{ grid, rows, columns, chosen, choose }}
        total={data.nodes.length}

        withIssues={byNode.size}
      />
      <div className={styles.table} style={tracksOf(columns)}>
        <div
          ref={scroller}
          role="grid"
          aria-label={words.label}
          aria-describedby={`${id}-help`}
          aria-rowcount={rows.length + 1}
          aria-colcount={columns.length + 2}
          aria-multiselectable
          aria-activedescendant={rows.length > 0 ? cellId(id, cursor.row, columns[cursor.column]) : undefined}
          tabIndex={0}
          className={styles.scroller}
          onKeyDown={grid.onKeyDown}
          onCopy={grid.onCopy}
          onCut={grid.onCut}
          onPaste={grid.onPaste}
        >
          <Head {...{ columns, grid }} names={rows.map((row) => row.name)} />
          {rows.length === 0 ? (
            <NoRows isFiltered={data.nodes.length > 0} onAdd={grid.add} />
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
                    active={isHere ? (columns[cursor.column]?.id ?? null) : null}
                    rangeFrom={within.from}
                    rangeTo={within.to}
                    isMarked={marked.keys.has(node.name)}
                    editing={isHere ? grid.editing : null}
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
          at={menuAt}
          onClose={() => {
            setMenuAt(null);
            scroller.current?.focus();
          }}
        />
      )}
    </>
  );
}

function useRows(data: DocumentData, issues: readonly DocumentIssue[], chosen: readonly string[] | null) {
  const { address } = useInventory();
  const dictionary = useQuery(dictionaryQuery).data;
  const columns = useMemo(() => gridColumns(chosen, dictionary ?? []), [chosen, dictionary]);
  const byNode = useMemo(() => issuesByNode(issues), [issues]);
  const onlyIssues = address.get('only') === 'issues';
  const rows = useMemo(() => {
    const keep = onlyIssues ? (node: DocumentNode) => byNode.has(node.name) : undefined;
    return gridRows(data.nodes, { columns, filter: address.filter, sort: address.sort, keep });
  }, [data.nodes, columns, address, onlyIssues, byNode]);
  return { columns, rows, byNode };
}

const cellId = (id: string, row: number, column: GridColumn | undefined): string => `${id}-${row}-${column?.id ?? ''}`;

function tracksOf(columns: readonly GridColumn[]): CSSProperties & Record<'--tracks' | '--least', string> {
  const least = columns.reduce((sum, column) => sum + column.width, 32 + 36);
  return {
    '--tracks': ['32px', ...columns.map((column) => `minmax(${column.width}px, ${column.weight}fr)`), '36px'].join(' '),
    '--least': `${least}px`,
  };
}

/** The same object at each render, so that rows that did not change are not drawn again. */
function useRowEvents(
  grid: GridHandle,
  menu: (node: string, x: number, y: number) => void,
  scroller: RefObject<HTMLDivElement | null>,
): GridRowEvents {
  const latest = useRef({ grid, menu });
  useEffect(() => {
    latest.current = { grid, menu };
  });
  return useMemo(
    () => ({
      focus: (node, column, isExtending) => {
        // First the focus: an edit elsewhere ends with what was typed, and one that a double click begins is not ended by it.
        scroller.current?.focus({ preventScroll: true });
        latest.current.grid.putAt(node, column, isExtending);
      },
      edit: () => latest.current.grid.beginEdit(null),
      end: (end) => latest.current.grid.endEdit(end),
      mark: (node, range) => latest.current.grid.mark(node, range),
      menu: (node, x, y) => latest.current.menu(node, x, y),
    }),
    [scroller],
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

function Head({
  columns,
  grid,
  names,
}: {
  readonly columns: readonly GridColumn[];
  readonly grid: GridHandle;
  readonly names: readonly string[];
}) {
  const { address } = useInventory();
  const { marked } = grid;
  const all = names.length > 0 && marked.keys.size >= names.length;
  return (
    <div role="row" aria-rowindex={1} className={cx(styles.row, styles.head)}>
      <div role="columnheader" className={styles.pick}>
        <input
          type="checkbox"
          aria-label={t.kit.table.selectAll}
          checked={all}
          ref={(box) => {
            if (box !== null) box.indeterminate = marked.keys.size > 0 && !all;
          }}
          onChange={() => grid.setMarked(marked.keys.size > 0 ? noSelection : { keys: new Set(names), anchor: null })}
        />
      </div>
      {columns.map((column) => {
        const held = address.sort.find((key) => key.column === column.id);
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={held === undefined ? 'none' : held.down ? 'descending' : 'ascending'}
            className={cx(styles.cell, column.cell.kind === 'name' && styles.name)}
          >
            <button
              type="button"
              className={styles.sort}
              title={column.variable?.description ?? column.title}
              onClick={(event) => address.setSort(nextSort(address.sort, column.id, event.shiftKey))}
            >
              {column.cell.kind === 'variable' ? <code>{column.title}</code> : column.title}
              {held !== undefined && (held.down ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
            </button>
          </div>
        );
      })}
      <div role="columnheader" className={styles.menuCell}>
        <span className="visually-hidden">{t.kit.more}</span>
      </div>
    </div>
  );
}

function NoRows({ isFiltered, onAdd }: { readonly isFiltered: boolean; readonly onAdd: () => void }) {
  const { address } = useInventory();
  const clear = (): void => address.set({ q: '', only: '' });
  return (
    <div role="row">
      <div role="gridcell">
        {isFiltered ? (
          <EmptyState title={t.kit.table.noMatch(address.filter)} action={<Button onPress={clear}>{t.kit.table.clearFilter}</Button>} />
        ) : (
          <EmptyState title={words.emptyTitle} action={<Button onPress={onAdd}>{words.add}</Button>}>
            {words.empty}
          </EmptyState>
        )}
      </div>
    </div>
  );
}
