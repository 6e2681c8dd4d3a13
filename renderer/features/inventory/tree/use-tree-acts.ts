// What can be done with a row of the tree: by key, by its menu, by pointer.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from '#renderer/kit/toast-store.ts';
import type { MenuAction } from '#renderer/kit/Menu.tsx';
import type { RowMenuAt } from '#renderer/kit/table/RowMenu.tsx';
import { t } from '#renderer/texts/current.ts';
import { useInventory } from '../inventory-context.ts';
import { valueChange } from '../model/cells.ts';
import type { DraftStore } from '../model/draft-store.ts';
import { rowPath, variablePath } from '../model/tree.ts';
import type { TreeIntent, TreeRow, VariableRow } from '../model/tree.ts';
import { showValue } from '../model/value-text.ts';
import { dictionaryQuery } from '../queries.ts';
import { scopeName } from '../scope-name.ts';
import type { EditEnd } from '../table/CellEditor.tsx';
import { undoOfNow } from '../undo.ts';
import { isNamed, nameOfRow } from './row-names.ts';
import type { TreeWish } from './TreeDialog.tsx';

const words = t.inventory.tree;

export type TreeAct = Exclude<TreeIntent['act'], 'move'>;

/** The row whose value is edited, and the text that its field begins with. */
export interface EditedRow {
  readonly row: VariableRow;
  readonly text: string;
}
export const editedRow = (row: VariableRow): EditedRow => ({ row, text: showValue(row.value) });

export interface TreeActs {
  readonly editing: EditedRow | null;
  readonly wish: TreeWish | null;
  readonly menuAt: RowMenuAt | null;
  readonly setEditing: (edited: EditedRow | null) => void;
  readonly setWish: (wish: TreeWish | null) => void;
  readonly closeMenu: () => void;
  readonly showMenu: (row: TreeRow, x: number, y: number) => void;
  readonly run: (act: TreeAct, row: TreeRow) => void;
  readonly keep: (row: VariableRow, end: EditEnd) => void;
}

async function remove(store: DraftStore, row: TreeRow): Promise<void> {
  const name = nameOfRow(row);
  const isDone = await store.change([{ kind: 'remove', path: rowPath(row) }], t.inventory.labels.remove(name));
  if (isDone) toast(words.removed(name), undoOfNow(store));
}

export interface TreeActsInput {
  readonly fold: (row: TreeRow, isOpen: boolean) => void;
  /** Where the menu of a row opens when a key asks for it. */
  readonly placeOf: (row: TreeRow) => { readonly x: number; readonly y: number };
}

export function useTreeActs({ fold, placeOf }: TreeActsInput): TreeActs {
  const { store, inspect, goTo } = useInventory();
  const dictionary = useQuery(dictionaryQuery).data;
  const [editing, setEditing] = useState<EditedRow | null>(null);
  const [wish, setWish] = useState<TreeWish | null>(null);
  const [menuAt, setMenuAt] = useState<RowMenuAt | null>(null);
  const acts: Readonly<Record<TreeAct, (row: TreeRow) => void>> = {
    unfold: (row) => fold(row, true),
    fold: (row) => fold(row, false),
    edit(row) {
      if (row.kind === 'variable') setEditing(editedRow(row));
      else if (row.scope.kind === 'node') inspect(row.scope.name);
      else fold(row, !row.isOpen);
    },
    rename: (row) => isNamed(row) && setWish({ kind: 'rename', row }),
    remove: (row) => isNamed(row) && void remove(store, row),
    menu(row) {
      const { x, y } = placeOf(row);
      showMenu(row, x, y);
    },
  };
  const itemsOf = (row: TreeRow): readonly MenuAction[] => {
    const { scope } = row;
    const first: MenuAction =
      row.kind === 'variable'
        ? { id: 'edit', label: words.editValue, keys: 'enter', run: () => setEditing(editedRow(row)) }
        : { id: 'add', label: words.addVariable, run: () => setWish({ kind: 'variable', scope }) };
    const ofNode: readonly MenuAction[] =
      scope.kind === 'node' ? [{ id: 'inspect', label: t.inventory.inspector.show, run: () => inspect(scope.name) }] : [];
    const ofNamed: readonly MenuAction[] = [
      { id: 'rename', label: words.rename, keys: 'f2', run: () => acts.rename(row) },
      { id: 'remove', label: words.remove, keys: 'del', danger: true, apart: true, run: () => acts.remove(row) },
    ];
    const yaml: MenuAction = { id: 'yaml', label: t.inventory.table.openYaml, run: () => goTo(rowPath(row)) };
    return [first, ...ofNode, yaml, ...(isNamed(row) ? ofNamed : [])];
  };
  const showMenu = (row: TreeRow, x: number, y: number): void => setMenuAt({ x, y, name: nameOfRow(row), actions: itemsOf(row) });
  return {
    editing,
    wish,
    menuAt,
    setEditing,
    setWish,
    closeMenu: () => setMenuAt(null),
    showMenu,
    run: (act, row) => acts[act](row),
    keep(row, { text }) {
      setEditing(null);
      if (text === null) return;
      const variable = dictionary?.find(({ name }) => name === row.variable);
      const cell = { kind: 'variable', variable: row.variable } as const;
      const changes = valueChange(variablePath(row.scope, row.variable), showValue(row.value), { cell, typed: text, variable });
      // As in the table, a value that was emptied is gone.
      if (changes.some(({ kind }) => kind === 'remove')) void remove(store, row);
      else void store.change(changes, t.inventory.labels.variable(row.variable, scopeName(row.scope)));
    },
  };
}
