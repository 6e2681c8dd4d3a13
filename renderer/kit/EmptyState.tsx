import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

export interface EmptyStateProps {
  readonly title: string;
  /** When it is all there is on the page. */
  readonly alone?: boolean | undefined;
  /** Why there is nothing, and what comes next. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

export function EmptyState({ title, alone = false, children, action }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      {alone ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {action !== undefined && <div className={styles.action}>{action}</div>}
    </div>
  );
}
