import { t } from '#renderer/texts/current.ts';
import styles from './Skeleton.module.css';

/** Lines in the true shape of what will be there; it stays invisible for the first 300 ms. */
export function Skeleton({ rows = 6, tall = false }: { readonly rows?: number; readonly tall?: boolean }) {
  return (
    <div className={styles.skeleton} role="status" aria-label={t.kit.loading}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={tall ? styles.tall : styles.line} />
      ))}
    </div>
  );
}
