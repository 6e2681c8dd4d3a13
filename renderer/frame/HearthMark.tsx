import { useSyncExternalStore } from 'react';
import { connection } from '#renderer/connection.ts';
import styles from './Rail.module.css';

/** The hearth; its fire is lit while the engine answers. */
export function HearthMark({ size = 22 }: { readonly size?: number }) {
  const lit = useSyncExternalStore(connection.subscribe, connection.get).phase === 'open';
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden className={styles.mark} data-lit={lit}>
      <path className={styles.house} d="M4.5 13.6 16 4.5l11.5 9.1v12.4a2 2 0 0 1-2 2h-19a2 2 0 0 1-2-2z" />
      <path
        className={styles.fire}
        d="M16.6 10.8c.4 3-4.8 5-4.8 9.4 0 2.7 1.9 4.6 4.3 4.6s4.3-1.8 4.3-4.3c0-1.9-.9-3.2-1.7-4.1-.1 1.1-.5 1.8-1.2 2.3.3-2.6-.1-5.7-.9-7.9z"
      />
    </svg>
  );
}
