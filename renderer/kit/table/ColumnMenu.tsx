import { Columns3 } from 'lucide-react';
import { useState } from 'react';
import { t } from '#renderer/texts/current.ts';
import { IconButton } from '#renderer/kit/Button.tsx';
import { Menu } from '#renderer/kit/Menu.tsx';
import type { Column } from './table-model.ts';

const storageKey = (table: string): string => `hearth.columns.${table}`;

export interface ChosenColumns {
  /** Ids, or null for the usual ones. */
  readonly chosen: readonly string[] | null;
  readonly choose: (ids: readonly string[] | null) => void;
}

/** The person's choice of columns, kept per table. */
export function useChosenColumns(table: string): ChosenColumns {
  const [chosen, setChosen] = useState<readonly string[] | null>(() => window.localStorage.getItem(storageKey(table))?.split(',') ?? null);
  return {
    chosen,
    choose(ids) {
      if (ids === null) window.localStorage.removeItem(storageKey(table));
      else window.localStorage.setItem(storageKey(table), ids.join(','));
      setChosen(ids);
    },
  };
}

export function ColumnMenu<R>({ columns, chosen, choose }: ChosenColumns & { readonly columns: readonly Column<R>[] }) {
  const now = chosen ?? columns.filter((column) => column.extra !== true).map((column) => column.id);
  const toggle = (id: string): void => choose(now.includes(id) ? now.filter((one) => one !== id) : [...now, id]);
  const actions = [
    ...columns
      .filter((column) => column.head !== true)
      .map((column) => ({ id: column.id, label: column.title, checked: now.includes(column.id), run: () => toggle(column.id) })),
    { id: '+reset', label: t.kit.table.columnsReset, apart: true, isDisabled: chosen === null, run: () => choose(null) },
  ];
  return (
    <Menu label={t.kit.table.columns} actions={actions}>
      <IconButton label={t.kit.table.columns} icon={<Columns3 size={15} />} />
    </Menu>
  );
}
