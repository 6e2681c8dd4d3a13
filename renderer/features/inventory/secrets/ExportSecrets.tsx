import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Status } from '#contract/base.ts';
import { passphrase as passphraseRule } from '#contract/inventory/secrets.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { saveText } from '#renderer/kit/clipboard.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { FormDialog } from '#renderer/kit/FormDialog.tsx';
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
  return (
    <FormDialog
      title={words.title}
      action={words.action}
      isReady={isReady}
      isPending={seal.isPending}
      onSubmit={() => seal.mutate()}
      onClose={onClose}
    >
      <p className={styles.quiet}>{words.text}</p>
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
      {seal.error !== null && <FaultCard fault={toFault(seal.error)} onDismiss={seal.reset} />}
    </FormDialog>
  );
}
