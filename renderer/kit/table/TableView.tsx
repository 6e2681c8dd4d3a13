import { Download } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { t } from '#renderer/texts/current.ts';
import { Button, IconButton } from '#renderer/kit/Button.tsx';
import { copyText, saveText } from '#renderer/kit/clipboard.ts';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import { Menu } from '#renderer/kit/Menu.tsx';
import type { MenuAction } from '#renderer/kit/Menu.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { ColumnMenu, useChosenColumns } from './ColumnMenu.tsx';
import { FilterField } from './FilterField.tsx';
import parts from './parts.module.css';
import { noSelection } from './selection.ts';
import { Table } from './Table.tsx';
import { toCsv, toJson, visibleColumns } from './table-model.ts';
import type { Column, RowSource } from './table-model.ts';
import styles from './Table.module.css';
import type { TableAddress } from './use-table-address.ts';

export interface TableViewProps<R> {
  /** Under which the choice of columns is kept; also the name of exported files. */
  readonly id: string;
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly rows: RowSource<R>;
  readonly keyOf: (row: R) => string;
  readonly nameOf: (row: R) => string;
  /** What stands in the address for an opened row; the key where it is left out. */
  readonly openOf?: ((row: R) => string) | undefined;
  readonly address: TableAddress;
  readonly actions?: ((row: R) => readonly MenuAction[]) | undefined;
  readonly onOpen?: ((row: R) => void) | undefined;
  /** Between the filter and the count. */
  readonly tools?: ReactNode;
  /** How old the rows are, beside the count. */
  readonly freshness?: ReactNode;
  /** Above the rows, which stay in sight: an error, a refusal. */
  readonly note?: ReactNode;
  readonly isLoading: boolean;
  /** What to show when there is nothing, and nothing is filtered out. */
  readonly empty: ReactNode;
  /** Set where no rows are marked. */
  readonly plain?: boolean | undefined;
}

/** A whole list: filter, count, freshness, columns, export, marked rows, and the table. */
export function TableView<R>(props: TableViewProps<R>) {
  const { id, label, columns, rows, keyOf, nameOf, address, actions, tools, freshness, note, isLoading, empty, plain = false } = props;
  const openOf = props.openOf ?? keyOf;
  const [width, setWidth] = useState(10_000);
  const [selection, setSelection] = useState(noSelection);
  const { chosen, choose } = useChosenColumns(id);
  const shown = useMemo(() => visibleColumns(columns, chosen, width), [columns, chosen, width]);
  const setFilter = useCallback((q: string) => address.set({ q }), [address]);
  const all = (): readonly R[] => Array.from({ length: rows.length }, (_, index) => rows.at(index)).filter((row) => row !== undefined);
  const marked = (): readonly R[] => (selection.keys.size === 0 ? all() : all().filter((row) => selection.keys.has(keyOf(row))));
  const exports: readonly MenuAction[] = [
    { id: 'csv', label: t.kit.table.exportCsv, run: () => saveText(`${id}.csv`, toCsv(shown, marked()), 'text/csv') },
    { id: 'json', label: t.kit.table.exportJson, run: () => saveText(`${id}.json`, toJson(shown, marked()), 'application/json') },
  ];
  const copyNames = (): void => void copyText(marked().map(nameOf).join('\n')).then((done) => done && toast(t.kit.copied));
  const filtered = address.filter !== '' && rows.total > 0;
  return (
    <>
      <div className={parts.tools} role="group" aria-label={label}>
        <FilterField label={`${t.kit.table.filter}: ${label}`} value={address.filter} onChange={setFilter} />
        {tools}
        <span className={parts.count} role="status">
          {!isLoading && t.kit.table.shown(rows.length, rows.total)}
        </span>
        {freshness}
        <Menu label={t.kit.table.export} actions={exports}>
          <IconButton label={t.kit.table.export} icon={<Download size={15} />} />
        </Menu>
        <ColumnMenu {...{ columns, chosen, choose }} />
      </div>
      {selection.keys.size > 0 && (
        <MarkedBar count={selection.keys.size} exports={exports} onCopy={copyNames} onClear={() => setSelection(noSelection)} />
      )}
      <div className={styles.note}>{note}</div>
      {isLoading && rows.length === 0 ? (
        <div className={styles.loading}>
          <Skeleton rows={9} />
        </div>
      ) : (
        <Table
          {...{ label, rows, keyOf, nameOf, actions }}
          columns={shown}
          sort={address.sort}
          onSort={address.setSort}
          openKey={openKeyOf({ rows, keyOf, openOf, open: address.open })}
          onOpen={props.onOpen ?? ((row) => address.setOpen(openOf(row)))}
          selection={plain ? undefined : selection}
          onSelection={plain ? undefined : setSelection}
          onWidth={setWidth}
          empty={filtered ? <NoMatch filter={address.filter} onClear={() => setFilter('')} /> : empty}
        />
      )}
    </>
  );
}

interface MarkedBarProps {
  readonly count: number;
  readonly exports: readonly MenuAction[];
  readonly onCopy: () => void;
  readonly onClear: () => void;
}

/** What can be done with all marked rows. */
function MarkedBar({ count, exports, onCopy, onClear }: MarkedBarProps) {
  return (
    <div className={parts.bulk} role="group" aria-label={t.kit.table.selected(count)}>
      <strong>{t.kit.table.selected(count)}</strong>
      <Button small onPress={onCopy}>
        {t.kit.table.copyNames}
      </Button>
      <Menu label={t.kit.table.export} actions={exports}>
        <Button small>{t.kit.table.export}</Button>
      </Menu>
      <Button small look="quiet" onPress={onClear}>
        {t.kit.table.clearSelection}
      </Button>
    </div>
  );
}

function NoMatch({ filter, onClear }: { readonly filter: string; readonly onClear: () => void }) {
  return <EmptyState title={t.kit.table.noMatch(filter)} action={<Button onPress={onClear}>{t.kit.table.clearFilter}</Button>} />;
}

interface OpenKey<R> {
  readonly rows: RowSource<R>;
  readonly keyOf: (row: R) => string;
  readonly openOf: (row: R) => string;
  readonly open: string | null;
}

function openKeyOf<R>({ rows, keyOf, openOf, open }: OpenKey<R>): string | null {
  if (open === null) return null;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows.at(index);
    if (row !== undefined && openOf(row) === open) return keyOf(row);
  }
  return null;
}
