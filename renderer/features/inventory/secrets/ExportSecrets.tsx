import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Status } from '#contract/base.ts';
import { passphrase as passphraseRule } from '#contract/inventory/secrets.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { saveText } from '#renderer/kit/clipboard.ts';
import { Dialog } from '#renderer/kit/Dialog.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { strengthOf } from './secret-model.ts';
import type { Strength } from './secret-model.ts';
import styles from './secrets.module.css';

const words = t.inventory.secrets.export;
const statusOf: Readonly<Record<Strength, Status>> = { short: 'off', weak: 'attention', fair: 'ready', strong: 'ready' };

export interface ExportSecretsProps {
  readonly platformId: string;
  readonly onClose: () => void;
}

export function ExportSecrets({ platformId, onClose }: ExportSecretsProps) {
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const strength = strengthOf(passphrase);
  const isReady = passphraseRule.safeParse(passphrase).success && again === passphrase;
  const seal = useMutation({
    mutationFn: () => api.inventory.secrets.export({ platformId, passphrase }),
    onSuccess: ({ fileName, sealed, count }) => {
      saveText(fileName, sealed);
      toast(words.done(count, fileName));
      onClose();
    },
    gcTime: 0,
  });
  const formId = useId();
  const footer = (
    <>
      <Button onPress={onClose}>{t.kit.cancel}</Button>
      <Button type="submit" form={formId} look="primary" isDisabled={!isReady} isPending={seal.isPending}>
        {words.action}
      </Button>
    </>
  );
  return (
    <Dialog title={words.title} isOpen onClose={onClose} footer={footer}>
      <p className={styles.quiet}>{words.text}</p>
      <form
        id={formId}
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !seal.isPending) seal.mutate();
        }}
      >
        <TextField
          secret
          autoFocus
          label={words.passphrase}
          hint={words.hint}
          value={passphrase}
          onChange={setPassphrase}
          autoComplete="new-password"
        />
        <p role="status">{passphrase !== '' && <StatusMark status={statusOf[strength]} word={words.strength[strength]} />}</p>
        <TextField
          secret
          label={words.again}
          value={again}
          onChange={setAgain}
          autoComplete="new-password"
          error={again !== '' && !passphrase.startsWith(again) ? words.differs : undefined}
        />
      </form>
      {seal.error !== null && <FaultCard fault={toFault(seal.error)} onDismiss={seal.reset} />}
    </Dialog>
  );
}
