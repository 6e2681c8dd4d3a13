import { useSyncExternalStore } from 'react';
import { connection } from '#renderer/connection.ts';
import styles from './Rail.module.css';

/** The hearth; its fire is lit while the engine answers. */
export function HearthMark({ size = 22 }: { readonly size?: number }) {
  const lit = useSyncExternalStore(connection.subscribe, connection.get).phase === 'open';
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden className={styles.mark} data-lit={lit}>
      <path className={styles.house} d="M4 28V13.5L16 4l12 9.5V28h-7.2v-6.2a4.8 4.8 0 0 0-9.6 0V28z" />
      <path
        className={styles.fire}
        d="M16 28c-2.9 0-4.8-1.9-4.8-4.5 0-3.2 3-4.3 3.4-7.5 2.4 1.2 3.2 2.9 3 4.6.7-.3 1.1-.9 1.2-1.6 1.3 1.2 2 2.7 2 4.4C20.8 26.1 18.900 28 16 28z"
      />
    </svg>
  );
}
