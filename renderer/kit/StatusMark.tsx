import type { Status } from '#contract/base.ts';
import { t } from '#renderer/texts/current.ts';
import { cx } from './cx.ts';
import styles from './StatusMark.module.css';

const shapes: Readonly<Record<Status, string>> = {
  ready: 'M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3z',
  working: 'M8 3a5 5 0 0 1 0 10z',
  attention: 'M8 2.6 14 13H2z',
  failed: 'm4.5 3.4 3.5 3.5 3.5-3.5 1.1 1.100L9.1 8l3.5 3.5-1.1 1.100L8 9.100l-3.5 3.5-1.1-1.100L6.9 8 3.4 4.500z',
  off: 'M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3zm0 1.500a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
  unknown: 'M8 3a5 5 0 0 1 5 5h-1.500A3.5 3.5 0 0 0 8 4.500zM3 8a5 5 0 0 0 5 5v-1.500A3.5 3.5 0 0 1 4.5 8z',
};

/** The bare shape, for where the word stands beside it already. */
export function StatusShape({ status, size = 14 }: { readonly status: Status; readonly size?: number }) {
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden className={cx(styles.shape, styles[status])}>
      {status === 'working' && <circle cx="8" cy="8" r="4.250" fill="none" stroke="currentColor" strokeWidth="1.5" />}
      <path d={shapes[status]} fill="currentColor" className={styles.path} />
    </svg>
  );
}

export interface StatusMarkProps {
  readonly status: Status;
  /** Said instead of the status's own word, such as "Running". */
  readonly word?: string | undefined;
  readonly pill?: boolean | undefined;
}

/** Word, shape and colour of a status; the same everywhere. */
export function StatusMark({ status, word, pill = false }: StatusMarkProps) {
  return (
    <span className={cx(styles.mark, styles[status], pill && styles.pill)} data-status={status}>
      <StatusShape status={status} />
      <span className={styles.word}>{word ?? t.kit.status[status]}</span>
    </span>
  );
}
