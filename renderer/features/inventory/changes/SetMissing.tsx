import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DocumentPath } from '#contract/inventory/document.ts';
import { secretName } from '#contract/inventory/secrets.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { toFault } from '#renderer/faults.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { FormDialog } from '#renderer/kit/FormDialog.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import type { DraftStore } from '../model/draft-store.ts';
import { showValue } from '../model/value-text.ts';
import { inventorySecretsQuery } from '../queries.ts';
import { keepAndRefer } from '../secrets/keep-and-refer.ts';
import { nameFor } from '../secrets/secret-model.ts';
import { Suggested } from '../Suggested.tsx';
import { useInventory } from '../inventory-context.ts';
import styles from './changes.module.css';
import { plainChange, secretOf } from './missing-model.ts';
import type { MissingVariable } from './missing-model.ts';
import { askAnew } from '../ask-anew.ts';

const words = t.inventory.changes.missing;

export interface SetMissingProps {
  readonly missing: MissingVariable;
  readonly store: DraftStore;
  readonly path: DocumentPath;
  readonly variable: Variable | undefined;
  readonly onClose: () => void;
}

export function SetMissing(props: SetMissingProps) {
  return props.missing.sensitive ? <SetSecret {...props} /> : <SetPlain {...props} />;
}

function hintOf(path: DocumentPath, variable: Variable | undefined): string {
  const place = path[0] === 'variables' ? words.valueHint : words.settingHint(path.join('.'));
  return variable?.example === undefined ? place : `${words.example(showValue(variable.example))} ${place}`;
}

function SetPlain({ missing, store, path, variable, onClose }: SetMissingProps) {
  const [typed, setTyped] = useState('');
  const set = (): void => {
    void store.change([plainChange(path, typed, variable)], t.inventory.labels.variable(missing.name, t.inventory.tree.all));
    onClose();
  };
  return (
    <FormDialog title={words.dialog(missing.name)} action={words.action} isReady={typed.trim() !== ''} onSubmit={set} onClose={onClose}>
      <p className={styles.quiet}>{missing.description}</p>
      <Suggested
        label={words.value}
        hint={hintOf(path, variable)}
        options={variable?.choices ?? []}
        value={typed}
        onChange={setTyped}
        autoFocus
      />
    </FormDialog>
  );
}

function SetSecret({ missing, store, path, onClose }: SetMissingProps) {
  const { platformId } = useInventory();
  const { data: secrets } = useQuery(inventorySecretsQuery(platformId));
  const referred = secretOf(store.snapshot().data, missing.name);
  const taken = new Set((secrets ?? []).filter(({ set }) => set).map(({ name }) => name));
  const [typedName, setTypedName] = useState<string | null>(null);
  const [value, setValue] = useState('');
  const name = referred ?? typedName ?? nameFor(path, taken);
  const read = secretName.safeParse(name);
  const keep = useMutation({
    mutationFn: () => keepAndRefer({ platformId, store, path, name, value }),
    onSuccess: () => {
      toast(t.inventory.secrets.move.done(name));
      onClose();
    },
    onSettled: () => void askAnew(platformId),
    gcTime: 0,
  });
  return (
    <FormDialog
      title={words.dialog(missing.name)}
      action={words.actionSecret}
      isReady={read.success && value !== ''}
      isPending={keep.isPending}
      onSubmit={() => keep.mutate()}
      onClose={onClose}
    >
      <p className={styles.quiet}>{missing.description}</p>
      <TextField secret mono autoFocus label={words.value} hint={t.inventory.secrets.enter.valueHint} value={value} onChange={setValue} />
      <TextField
        mono
        label={words.name}
        isDisabled={referred !== null}
        value={name}
        onChange={setTypedName}
        error={read.success ? undefined : read.error.issues[0]?.message}
        warning={referred === null && taken.has(name) ? t.inventory.secrets.move.replaces(name) : undefined}
      />
      {keep.error !== null && <FaultCard fault={toFault(keep.error)} />}
    </FormDialog>
  );
}
