import { useQuery } from '@tanstack/react-query';
import { Columns3, Plus } from 'lucide-react';
import { useState } from 'react';
import type { DocumentNode } from '#contract/inventory/document.ts';
import { Button, IconButton } from '#renderer/kit/Button.tsx';
import { Segments } from '#renderer/kit/Choices.tsx';
import type { ChosenColumns } from '#renderer/kit/table/ColumnMenu.tsx';
import { FilterField } from '#renderer/kit/table/FilterField.tsx';
import parts from '#renderer/kit/table/parts.module.css';
import { t } from '#renderer/texts/current.ts';
import { useInventory } from '../inventory-context.ts';
import { dictionaryQuery } from '../queries.ts';
import { ColumnsDialog } from './ColumnsDialog.tsx';
import type { GridColumn } from './grid-columns.ts';
import { SetDialog } from './SetDialog.tsx';
import type { GridHandle } from './use-grid.ts';

const words = t.inventory.table;

export interface GridToolsProps extends ChosenColumns {
  readonly grid: GridHandle;
  readonly rows: readonly DocumentNode[];
  readonly columns: readonly GridColumn[];
  readonly total: number;
  readonly withIssues: number;
}

type Which = 'all' | 'issues';

/** Filter, count, columns, and what can be done with all marked rows. */
export function GridTools(props: GridToolsProps) {
  const { grid, rows, total, withIssues, chosen, choose } = props;
  const { address } = useInventory();
  const dictionary = useQuery(dictionaryQuery).data ?? [];
  const [dialog, setDialog] = useState<'columns' | 'set' | null>(null);
  const which: readonly { value: Which; label: string }[] = [
    { value: 'all', label: words.all },
    { value: 'issues', label: `${words.onlyIssues} (${withIssues})` },
  ];
  // Only what is in sight: nothing hidden is changed or removed by a button.
  const names = rows.flatMap(({ name }) => (grid.marked.keys.has(name) ? [name] : []));
  const unmark = (): void => {
    grid.unmark();
    grid.focus();
  };
  return (
    <>
      <div className={parts.tools} role="group" aria-label={words.label}>
        <FilterField label={`${t.kit.table.filter}: ${words.label}`} value={address.filter} onChange={(q) => address.set({ q })} />
        {withIssues > 0 && (
          <Segments
            small
            label={words.which}
            value={address.get('only') === 'issues' ? 'issues' : 'all'}
            options={which}
            onChange={(only) => address.set({ only: only === 'all' ? '' : only })}
          />
        )}
        <span className={parts.count} role="status">
          {t.kit.table.shown(rows.length, total)}
        </span>
        <IconButton label={words.chooseColumns} icon={<Columns3 size={15} />} onPress={() => setDialog('columns')} />
        <Button icon={<Plus size={14} />} onPress={grid.add}>
          {words.add}
        </Button>
      </div>
      {names.length > 0 && (
        <div className={parts.bulk} role="group" aria-label={words.selected(names.length)}>
          <strong>{words.selected(names.length)}</strong>
          <Button small onPress={() => setDialog('set')}>
            {words.set}
          </Button>
          <Button small look="danger" onPress={() => grid.remove(names)}>
            {words.removeMany(names.length)}
          </Button>
          <Button small look="quiet" onPress={unmark}>
            {t.kit.table.clearSelection}
          </Button>
        </div>
      )}
      {dialog === 'columns' && <ColumnsDialog {...{ chosen, choose, dictionary }} onClose={() => setDialog(null)} />}
      {dialog === 'set' && <SetDialog names={names} dictionary={dictionary} onClose={() => setDialog(null)} />}
    </>
  );
}
