import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import type { LoginForm } from './login-form.ts';
import styles from './login.module.css';

const words = t.clusterLogin;

interface LoginFieldsProps {
  readonly form: LoginForm;
  readonly errorOf: (field: keyof LoginForm) => string | undefined;
  readonly onChange: (change: Partial<LoginForm>) => void;
}

export function LoginFields({ form, errorOf, onChange }: LoginFieldsProps) {
  const field = (key: keyof LoginForm) => ({
    value: form[key],
    error: errorOf(key),
    onChange: (text: string) => onChange({ [key]: text }),
    mono: true,
  });
  return (
    <div className={styles.fields}>
      <TextField label={words.issuer} hint={words.issuerHint} type="url" {...field('issuer')} />
      <div className={styles.pair}>
        <TextField label={words.clientId} hint={words.clientHint} {...field('clientId')} />
        <TextField label={words.adminGroup} hint={words.adminHint} {...field('adminGroup')} />
        <TextField label={words.usernameClaim} {...field('usernameClaim')} />
        <TextField label={words.groupsClaim} {...field('groupsClaim')} />
        <TextField label={words.prefix} hint={words.prefixHint} {...field('groupPrefix')} />
      </div>
      <TextField label={words.ca} note={words.optional} hint={words.caHint} lines={4} {...field('caPem')} />
    </div>
  );
}
