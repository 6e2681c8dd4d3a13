import type { ReactNode } from 'react';
import styles from './Notice.module.css';
import { StatusShape } from './StatusMark.tsx';

export interface NoticeProps {
  /** alert: read out at once. */
  readonly role: 'alert' | 'status';
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the one that is called for last. */
  readonly actions?: ReactNode;
}

/** What needs a look before one goes on; nothing has failed. */
export function Notice({ role, title, children, actions }: NoticeProps) {
  return (
    <div role={role} className={styles.notice}>
      <StatusShape status="attention" size={16} />
      <div className={styles.words}>
        {title !== undefined && <p className={styles.title}>{title}</p>}
        {children !== undefined && <p>{children}</p>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
