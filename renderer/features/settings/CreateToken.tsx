import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Scope } from '#contract/base.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Checkbox } from '#renderer/kit/Choices.tsx';
import { Dialog } from '#renderer/kit/Dialog.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Select } from '#renderer/kit/Select.tsx';
import { ShownOnce } from '#renderer/kit/ShownOnce.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { tokensQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './settings.module.css';

const words = t.settings.access;
type Expiry = keyof typeof words.expiry;
const expiries: readonly Expiry[] = ['30', '90', '365', 'never'];
const allScopes: readonly Scope[] = ['read', 'change', 'admin'];

export function CreateToken({ onClose }: { readonly onClose: () => void }) {
  const [label, setLabel] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['read']);
  const [expiry, setExpiry] = useState<Expiry>('90');
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: () => api.access.createToken({ label, scopes: [...scopes], expiresInDays: expiry === 'never' ? null : Number(expiry) }),
    onSuccess: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  if (create.data !== undefined) return <ShowOnce value={create.data.value} onClose={onClose} />;
  const fault = create.error === null ? null : toFault(create.error);
  const labelError = fault?.field === 'label' ? fault.what : undefined;
  const toggle = (scope: Scope, on: boolean): void => setScopes(allScopes.filter((one) => (one === scope ? on : scopes.includes(one))));
  const footer = (
    <>
      <Button onPress={onClose}>{t.kit.cancel}</Button>
      <Button
        look="primary"
        isPending={create.isPending}
        isDisabled={label.trim() === '' || scopes.length === 0}
        onPress={() => create.mutate()}
      >
        {words.create}
      </Button>
    </>
  );
  return (
    <Dialog title={words.createTitle} isOpen onClose={onClose} footer={footer}>
      {fault !== null && labelError === undefined && <FaultCard fault={fault} onDismiss={create.reset} />}
      <TextField autoFocus label={words.label} hint={words.labelHint} value={label} onChange={setLabel} error={labelError} maxLength={60} />
      <fieldset className={styles.scopes}>
        <legend>{words.scopes}</legend>
        {allScopes.map((scope) => (
          <Checkbox
            key={scope}
            isSelected={scopes.includes(scope)}
            onChange={(on) => toggle(scope, on)}
            hint={words.scopeWords[scope].hint}
          >
            {words.scopeWords[scope].title}
          </Checkbox>
        ))}
        {scopes.length === 0 && <p className={styles.missing}>{words.scopesMissing}</p>}
      </fieldset>
      <Select
        label={words.expires}
        value={expiry}
        onChange={setExpiry}
        options={expiries.map((value) => ({ value, label: words.expiry[value] }))}
      />
    </Dialog>
  );
}

/** Must be answered: closing it by accident would lose the value for good. */
function ShowOnce({ value, onClose }: { readonly value: string; readonly onClose: () => void }) {
  return (
    <Dialog
      title={words.shownTitle}
      isOpen
      mustAnswer
      onClose={onClose}
      footer={
        <Button look="primary" onPress={onClose}>
          {words.done}
        </Button>
      }
    >
      <p className={styles.intro}>{words.shownText}</p>
      <ShownOnce value={value} what={words.value.toLowerCase()} />
    </Dialog>
  );
}
