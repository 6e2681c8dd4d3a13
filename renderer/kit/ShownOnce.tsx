import { t } from '#renderer/texts/current.ts';
import { CopyButton } from './CopyButton.tsx';
import styles from './ShownOnce.module.css';

/** A secret that was just made, to be taken along now: nobody can show it again. */
export function ShownOnce({ value, what }: { readonly value: string; readonly what: string }) {
  return (
    <div className={styles.value}>
      <code>{value}</code>
      <CopyButton text={value} what={what} words={t.kit.copy} />
    </div>
  );
}
