import { X } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { t } from '#renderer/texts/current.ts';
import { IconButton } from './Button.tsx';
import styles from './Drawer.module.css';

export interface DrawerProps {
  readonly title: ReactNode;
  readonly actions?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Moves the focus into the drawer as it opens. */
  readonly takesFocus?: boolean | undefined;
}

/** Details beside a list, which stays where it is. Not modal; Esc closes it. */
export function Drawer({ title, actions, onClose, children, takesFocus = false }: DrawerProps) {
  const heading = useId();
  const self = useRef<HTMLElement>(null);
  useEffect(() => {
    if (takesFocus) self.current?.focus();
  }, [takesFocus]);
  return (
    <aside ref={self} tabIndex={-1} aria-labelledby={heading} className={styles.drawer} data-layer="drawer">
      <header className={styles.head}>
        <h2 id={heading} className={styles.title}>
          {title}
        </h2>
        <span className={styles.actions}>
          {actions}
          <IconButton small label={t.kit.close} keys="esc" icon={<X size={16} />} onPress={onClose} />
        </span>
      </header>
      <div className={styles.body}>{children}</div>
    </aside>
  );
}
