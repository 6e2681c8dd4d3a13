import type { Node } from '#contract/nodes.ts';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { ALL } from '../model/passwords.ts';
import styles from './Access.module.css';

const words = t.wizard.access.install;

export interface PasswordFieldsProps {
  readonly nodes: readonly Node[];
  readonly each: boolean;
  readonly passwords: Readonly<Record<string, string>>;
  readonly problems: Readonly<Record<string, string>>;
  readonly hint: string | undefined;
  readonly onChange: (passwords: Readonly<Record<string, string>>) => void;
}

/** One password for all, or one for each machine. */
export function PasswordFields({ nodes, each, passwords, problems, hint, onChange }: PasswordFieldsProps) {
  const field = (key: string, label: string) => (
    <TextField
      key={key}
      secret
      label={label}
      hint={hint}
      value={passwords[key] ?? ''}
      onChange={(text) => onChange({ ...passwords, [key]: text })}
      error={problems[key]}
    />
  );
  if (!each) return <div className={styles.password}>{field(ALL, words.password)}</div>;
  return <div className={styles.passwords}>{nodes.map((node) => field(node.id, words.passwordFor(node.name, node.user)))}</div>;
}
