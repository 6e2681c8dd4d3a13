import { useMemo, useState } from 'react';
import { variableName } from '#contract/inventory/variables.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Checkbox } from '#renderer/kit/Choices.tsx';
import { Dialog } from '#renderer/kit/Dialog.tsx';
import type { ChosenColumns } from '#renderer/kit/table/ColumnMenu.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from '../inventory-context.ts';
import { columnId } from '../model/cells.ts';
import { variablesIn } from '../model/used-variables.ts';
import { fieldColumns, usualColumns } from './grid-columns.ts';
import styles from './grid.module.css';

const words = t.inventory.table;
const mostShown = 60;

export interface ColumnsDialogProps extends ChosenColumns {
  readonly dictionary: readonly Variable[];
  readonly onClose: () => void;
}

export function ColumnsDialog({ chosen, choose, dictionary, onClose }: ColumnsDialogProps) {
  const { store } = useInventory();
  const { data } = useDraftState(store);
  const [typed, setTyped] = useState('');
  const now = chosen ?? usualColumns;
  const toggle = (id: string): void => choose(now.includes(id) ? now.filter((one) => one !== id) : [...now, id]);
  const found = useMemo(() => {
    const known = new Map(dictionary.map((variable) => [variable.name, variable.title]));
    const chosenNames = now.flatMap((id) => (id.startsWith('var:') ? [id.slice(4)] : []));
    const names = new Set([...chosenNames, ...variablesIn(data), ...known.keys()]);
    const wanted = typed.trim().toLowerCase();
    return [...names]
      .map((name) => ({ name, title: known.get(name) ?? '' }))
      .filter(({ name, title }) => name.toLowerCase().includes(wanted) || title.toLowerCase().includes(wanted))
      .slice(0, mostShown);
  }, [dictionary, data, typed, now]);
  const isNew = variableName.safeParse(typed.trim()).success && !found.some(({ name }) => name === typed.trim());
  const footer = (
    <>
      <Button isDisabled={chosen === null} onPress={() => choose(null)}>
        {t.kit.table.columnsReset}
      </Button>
      <Button look="primary" onPress={onClose}>
        {t.kit.close}
      </Button>
    </>
  );
  return (
    <Dialog title={words.chooseColumns} isOpen onClose={onClose} footer={footer} wide>
      <section>
        <h3 className={styles.sub}>{words.fields}</h3>
        <div className={styles.choices}>
          {fieldColumns.map(({ id, title }) => (
            <Checkbox key={id} isSelected={now.includes(id)} onChange={() => toggle(id)}>
              {title}
            </Checkbox>
          ))}
        </div>
      </section>
      <section className={styles.variables}>
        <h3 className={styles.sub}>{words.variables}</h3>
        <TextField label={words.findVariable} hint={words.columnsHint} value={typed} onChange={setTyped} mono autoFocus />
        {isNew && (
          <div>
            <Button small onPress={() => toggle(columnId({ kind: 'variable', variable: typed.trim() }))}>
              {words.addColumn(typed.trim())}
            </Button>
          </div>
        )}
        <div className={styles.choices} role="group" aria-label={words.variables} tabIndex={0}>
          {found.map(({ name, title }) => {
            const id = columnId({ kind: 'variable', variable: name });
            return (
              <Checkbox key={name} isSelected={now.includes(id)} onChange={() => toggle(id)} hint={title}>
                <code>{name}</code>
              </Checkbox>
            );
          })}
        </div>
      </section>
    </Dialog>
  );
}
