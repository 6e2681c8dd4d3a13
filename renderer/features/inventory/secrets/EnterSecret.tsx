import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { secretName } from '#contract/inventory/secrets.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Switch } from '#renderer/kit/Choices.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { FormDialog } from '#renderer/kit/FormDialog.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { askAnew } from '../ask-anew.ts';
import type { SecretRow } from './secret-model.ts';
import styles from './secrets.module.css';

const words = t.inventory.secrets.enter;

export interface EnterSecretProps {
  readonly platformId: string;
  /** Null: a new one. */
  readonly row: SecretRow | null;
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

function complaintOf(name: string, { row, taken }: Pick<EnterSecretProps, 'row' | 'taken'>): string | undefined {
  const read = secretName.safeParse(name);
  if (!read.success) return read.error.issues[0]?.message;
  return row === null && taken.includes(name) ? words.taken(name) : undefined;
}

/** The value lives as long as this dialog. */
export function EnterSecret({ platformId, row, taken, onClose }: EnterSecretProps) {
  const [typed, setTyped] = useState('');
  const [value, setValue] = useState('');
  const [isLong, setLong] = useState(false);
  const name = row?.name ?? typed.trim();
  const problem = complaintOf(name, { row, taken });
  const isReady = problem === undefined && value !== '';
  const keep = useMutation({
    mutationFn: () => api.inventory.secrets.set({ platformId, name, value }),
    onSuccess: () => {
      void askAnew(platformId);
      toast(words.done(name));
      onClose();
    },
    gcTime: 0,
  });
  const title = row === null ? words.add : row.set ? words.replace(row.name) : words.set(row.name);
  return (
    <FormDialog
      title={title}
      action={words.action}
      isReady={isReady}
      isPending={keep.isPending}
      onSubmit={() => keep.mutate()}
      onClose={onClose}
    >
      {row?.set === true && <p className={styles.quiet}>{words.replaceHint}</p>}
      {row === null && (
        <TextField
          mono
          autoFocus
          label={words.name}
          hint={words.nameHint}
          value={typed}
          onChange={setTyped}
          error={typed === '' ? undefined : problem}
        />
      )}
      <TextField
        key={String(isLong)}
        secret={!isLong}
        lines={isLong ? 6 : 1}
        mono
        autoFocus={row !== null}
        label={words.value}
        hint={words.valueHint}
        value={value}
        onChange={setValue}
      />
      <Switch isSelected={isLong} onChange={setLong} hint={words.linesHint}>
        {words.lines}
      </Switch>
      {keep.error !== null && <FaultCard fault={toFault(keep.error)} onDismiss={keep.reset} />}
    </FormDialog>
  );
}
