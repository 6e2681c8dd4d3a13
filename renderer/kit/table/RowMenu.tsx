import { useRef } from 'react';
import { Popover } from 'react-aria-components/Popover';
import { MenuItems } from '#renderer/kit/Menu.tsx';
import type { MenuAction } from '#renderer/kit/Menu.tsx';
import menu from '#renderer/kit/Menu.module.css';
import { t } from '#renderer/texts/current.ts';
import styles from './Table.module.css';

export interface RowMenuAt {
  readonly x: number;
  readonly y: number;
  readonly name: string;
  readonly actions: readonly MenuAction[];
}

/** The menu of a row: the same by right click, by its button and by key. */
export function RowMenu({ at, onClose }: { readonly at: RowMenuAt; readonly onClose: () => void }) {
  const anchor = useRef<HTMLSpanElement>(null);
  const closing = at.actions.map((action) => ({
    ...action,
    run: () => {
      onClose();
      action.run();
    },
  }));
  return (
    <>
      <span ref={anchor} className={styles.anchor} style={{ insetInlineStart: at.x, insetBlockStart: at.y }} />
      <Popover
        triggerRef={anchor}
        isOpen
        onOpenChange={(open) => !open && onClose()}
        placement="bottom start"
        offset={2}
        className={menu.popover ?? ''}
      >
        <MenuItems label={t.kit.actionsFor(at.name)} actions={closing} />
      </Popover>
    </>
  );
}
