import { useSyncExternalStore } from 'react';
import { t } from '#renderer/texts/current.ts';
import { Button } from './Button.tsx';
import { toasts } from './toast-store.ts';
import styles from './Toasts.module.css';

export function Toasts() {
  const items = useSyncExternalStore(toasts.subscribe, toasts.get);
  return (
    <div role="status" aria-live="polite" className={styles.toasts}>
      {items.map((item) => (
        <div key={item.id} className={styles.toast}>
          {item.text}
          {item.undo !== undefined && (
            <Button
              small
              look="inverse"
              onPress={() => {
                item.undo?.();
                toasts.dismiss(item.id);
              }}
            >
              {t.kit.undo}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}
