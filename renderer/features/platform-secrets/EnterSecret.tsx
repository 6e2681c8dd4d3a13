import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { platformSecretValue, type PlatformSecret, type PlatformSecretValue } from '#contract/platform-secrets.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { FormDialog } from '#renderer/kit/FormDialog.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { placeSecret } from './queries.ts';

const words = t.platformSecrets;

interface EnterSecretProps {
  readonly platformId: string;
  readonly secret: PlatformSecret;
  readonly onClose: () => void;
}

/** The value lives as long as this dialog. */
export function EnterSecret({ platformId, secret, onClose }: EnterSecretProps) {
  const { kind } = secret;
  const [typed, setTyped] = useState({ host: secret.host, name: secret.name, value: '' });
  const [tried, setTried] = useState(false);
  const read = platformSecretValue.safeParse(kind === 'harbor-robot' ? { kind, ...typed } : { kind, value: typed.value });
  const complaints = new Map(read.success ? [] : read.error.issues.map(({ path, message }) => [String(path[0]), message]));
  const errorOf = (field: string): string | undefined => (tried ? complaints.get(field) : undefined);
  const save = useMutation({
    mutationFn: (value: PlatformSecretValue) => api.platformSecrets.set({ platformId, secret: value }),
    onSuccess: (now) => {
      placeSecret(platformId, now);
      onClose();
    },
  });
  const submit = (): void => {
    setTried(true);
    if (read.success) save.mutate(read.data);
  };
  const isPassword = kind === 'admin-password';
  return (
    <FormDialog title={words.kinds[kind].title} action={words.save} isPending={save.isPending} onSubmit={submit} onClose={onClose}>
      {save.error !== null && <FaultCard fault={toFault(save.error)} onDismiss={save.reset} />}
      {kind === 'harbor-robot' && (
        <>
          <TextField
            autoFocus
            label={words.host}
            hint={words.hostHint}
            value={typed.host}
            onChange={(host) => setTyped((now) => ({ ...now, host }))}
            error={errorOf('host')}
            mono
          />
          <TextField
            label={words.name}
            hint={words.nameHint}
            value={typed.name}
            onChange={(name) => setTyped((now) => ({ ...now, name }))}
            error={errorOf('name')}
            mono
          />
        </>
      )}
      <TextField
        autoFocus={kind !== 'harbor-robot'}
        secret
        label={isPassword ? words.password : words.value}
        hint={isPassword ? words.passwordHint : words.kinds[kind].hint}
        value={typed.value}
        onChange={(value) => setTyped((now) => ({ ...now, value }))}
        error={errorOf('value')}
        mono
      />
    </FormDialog>
  );
}
