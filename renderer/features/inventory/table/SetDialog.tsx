import { useState } from 'react';
import { variableName } from '#contract/inventory/variables.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Dialog } from '#renderer/kit/Dialog.tsx';
import { t } from '#renderer/texts/current.ts';
import { Suggested } from '../Suggested.tsx';
import { useDraftState, useInventory } from '../inventory-context.ts';
import { cellChange } from '../model/cells.ts';
import type { CellKind } from '../model/cells.ts';
import { variablesIn } from '../model/used-variables.ts';
import { fieldColumns } from './grid-columns.ts';
import { cellOf } from '../model/cells.ts';

const words = t.inventory.table;

export interface SetDialogProps {
  readonly names: readonly string[];
  readonly dictionary: readonly Variable[];
  readonly onClose: () => void;
}

/** A field by its title or id, else a variable. */
function cellNamed(text: string): CellKind | null {
  const wanted = text.trim().toLowerCase();
  const field = fieldColumns.find(({ id, title }) => id === wanted || title.toLowerCase() === wanted);
  if (field !== undefined) return cellOf(field.id);
  return variableName.safeParse(text.trim()).success ? { kind: 'variable', variable: text.trim() } : null;
}

/** One field or variable for all marked nodes, as one change. */
export function SetDialog({ names, dictionary, onClose }: SetDialogProps) {
  const { store } = useInventory();
  const { data } = useDraftState(store);
  const [what, setWhat] = useState('');
  const [typed, setTyped] = useState('');
  const cell = cellNamed(what);
  const variable = cell?.kind === 'variable' ? dictionary.find((one) => one.name === cell.variable) : undefined;
  const marked = new Set(names);
  const set = (): void => {
    if (cell === null) return;
    const nodes = data.nodes.filter((node) => marked.has(node.name));
    const changes = nodes.flatMap((node) => cellChange(node, { cell, typed, variable }));
    void store.change(changes, t.inventory.labels.cells(nodes.length));
    onClose();
  };
  const offered = [...fieldColumns.map(({ title }) => title), ...new Set([...variablesIn(data), ...dictionary.map((one) => one.name)])];
  const footer = (
    <>
      <Button onPress={onClose}>{t.kit.cancel}</Button>
      <Button look="primary" isDisabled={cell === null} onPress={set}>
        {words.setAction(names.length)}
      </Button>
    </>
  );
  return (
    <Dialog title={words.setTitle(names.length)} isOpen onClose={onClose} footer={footer}>
      <Suggested
        label={words.setWhat}
        value={what}
        onChange={setWhat}
        options={offered}
        error={what !== '' && cell === null ? words.unknownColumn : undefined}
        hint={variable?.description}
        autoFocus
      />
      <Suggested
        label={words.setValue}
        value={typed}
        onChange={setTyped}
        options={variable?.choices ?? []}
        hint={words.setHint}
        onEnter={set}
      />
    </Dialog>
  );
}
