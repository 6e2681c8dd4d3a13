import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DocumentData, DocumentValue } from '#contract/inventory/document.ts';
import { variableName } from '#contract/inventory/variables.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Dialog } from '#renderer/kit/Dialog.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from '../inventory-context.ts';
import { valueOf } from '../model/cells.ts';
import { rowPath, variablePath } from '../model/tree.ts';
import type { Scope, TreeRow } from '../model/tree.ts';
import { variablesIn } from '../model/used-variables.ts';
import { showValue } from '../model/value-text.ts';
import { dictionaryQuery } from '../queries.ts';
import { scopeName } from '../scope-name.ts';
import { Suggested } from '../Suggested.tsx';
import { nameOfRow } from './row-names.ts';

const words = t.inventory.tree;
const labels = t.inventory.labels;

export type TreeWish =
  | { readonly kind: 'variable'; readonly scope: Scope }
  | { readonly kind: 'group' }
  | { readonly kind: 'rename'; readonly row: TreeRow };

export interface TreeDialogProps {
  readonly wish: TreeWish;
  readonly onClose: () => void;
  readonly onAdded: (scope: Scope) => void;
}

export function TreeDialog({ wish, onClose, onAdded }: TreeDialogProps) {
  if (wish.kind === 'variable') return <AddVariable scope={wish.scope} {...{ onClose, onAdded }} />;
  return wish.kind === 'group' ? <AddGroup onClose={onClose} /> : <Rename row={wish.row} onClose={onClose} />;
}

function variablesOf(data: DocumentData, scope: Scope): Readonly<Record<string, DocumentValue>> {
  if (scope.kind === 'all') return data.variables;
  return (scope.kind === 'group' ? data.groups : data.nodes).find((one) => one.name === scope.name)?.variables ?? {};
}

function AddVariable({ scope, onClose, onAdded }: { readonly scope: Scope } & Omit<TreeDialogProps, 'wish'>) {
  const { store } = useInventory();
  const { data } = useDraftState(store);
  const dictionary = useQuery(dictionaryQuery).data ?? [];
  const [name, setName] = useState('');
  const [typed, setTyped] = useState('');
  const wanted = name.trim();
  const known = dictionary.find((one) => one.name === wanted);
  const isGood = variableName.safeParse(wanted).success;
  const isTaken = Object.hasOwn(variablesOf(data, scope), wanted);
  const problem = isTaken ? words.taken(wanted) : isGood ? undefined : words.badVariable;
  const isReady = problem === undefined && typed.trim() !== '';
  const add = (): void => {
    if (!isReady) return;
    const value = valueOf({ kind: 'variable', variable: wanted }, typed, known);
    void store.change([{ kind: 'set', path: variablePath(scope, wanted), value }], labels.addVariable(wanted));
    onAdded(scope);
    onClose();
  };
  const footer = (
    <>
      <Button onPress={onClose}>{t.kit.cancel}</Button>
      <Button look="primary" isDisabled={!isReady} onPress={add}>
        {words.addAction}
      </Button>
    </>
  );
  return (
    <Dialog title={words.addTitle(scopeName(scope))} isOpen onClose={onClose} footer={footer}>
      <Suggested
        label={words.name}
        value={name}
        onChange={setName}
        options={[...new Set([...dictionary.map((one) => one.name), ...variablesIn(data)])]}
        hint={known?.description ?? words.nameHint}
        error={wanted === '' ? undefined : problem}
        autoFocus
      />
      <Suggested label={words.value} value={typed} onChange={setTyped} options={valuesOf(known)} hint={words.valueHint} onEnter={add} />
    </Dialog>
  );
}

function valuesOf(variable: Variable | undefined): readonly string[] {
  const example = variable?.example ?? variable?.default;
  return variable?.choices ?? (example === undefined ? [] : [showValue(example)]);
}

const groupName = /^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,62}$/;

function AddGroup({ onClose }: { readonly onClose: () => void }) {
  const { store } = useInventory();
  const { data } = useDraftState(store);
  const [name, setName] = useState('');
  const wanted = name.trim();
  const isTaken = data.groups.some((group) => group.name === wanted) || wanted === 'all';
  const error = wanted === '' ? undefined : !groupName.test(wanted) ? words.badName : isTaken ? words.taken(wanted) : undefined;
  const add = (): void => {
    if (wanted === '' || error !== undefined) return;
    void store.change([{ kind: 'set', path: ['groups', wanted], value: {} }], labels.addVariable(wanted));
    onClose();
  };
  return (
    <NameDialog
      title={words.groupTitle}
      label={words.groupName}
      action={words.addGroupAction}
      value={name}
      onChange={setName}
      {...{ error, onClose }}
      onDone={add}
    />
  );
}

function Rename({ row, onClose }: { readonly row: TreeRow; readonly onClose: () => void }) {
  const { store } = useInventory();
  const { data } = useDraftState(store);
  const before = nameOfRow(row);
  const [name, setName] = useState(before);
  const wanted = name.trim();
  const isGood = row.kind === 'variable' ? variableName.safeParse(wanted).success : groupName.test(wanted);
  const isTaken = wanted !== before && isHeld(data, row, wanted);
  const error =
    wanted === before
      ? undefined
      : !isGood
        ? row.kind === 'variable'
          ? words.badVariable
          : words.badName
        : isTaken
          ? words.taken(wanted)
          : undefined;
  const rename = (): void => {
    if (error !== undefined) return;
    if (wanted !== before) void store.change([{ kind: 'rename', path: rowPath(row), to: wanted }], labels.rename(before, wanted));
    onClose();
  };
  return (
    <NameDialog
      title={words.renameTitle(before)}
      label={words.newName}
      hint={words.renameHint}
      action={words.renameAction}
      value={name}
      onChange={setName}
      {...{ error, onClose }}
      onDone={rename}
    />
  );
}

function isHeld(data: DocumentData, row: TreeRow, name: string): boolean {
  if (row.kind === 'variable') return Object.hasOwn(variablesOf(data, row.scope), name);
  return (row.scope.kind === 'node' ? data.nodes : data.groups).some((one) => one.name === name);
}

interface NameDialogProps {
  readonly title: string;
  readonly label: string;
  readonly hint?: string;
  readonly action: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function NameDialog({ title, label, hint, action, value, onChange, error, onClose, onDone }: NameDialogProps) {
  const isReady = value.trim() !== '' && error === undefined;
  const footer = (
    <>
      <Button onPress={onClose}>{t.kit.cancel}</Button>
      <Button look="primary" isDisabled={!isReady} onPress={onDone}>
        {action}
      </Button>
    </>
  );
  return (
    <Dialog title={title} isOpen onClose={onClose} footer={footer}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onDone();
        }}
      >
        <TextField {...{ label, hint, value, onChange, error }} mono autoFocus />
      </form>
    </Dialog>
  );
}
