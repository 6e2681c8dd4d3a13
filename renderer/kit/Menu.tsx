import type { ReactElement, ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Separator } from 'react-aria-components/Separator';
import { cx } from './cx.ts';
import { KeyHint } from './KeyHint.tsx';
import styles from './Menu.module.css';

export interface MenuAction {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
  readonly icon?: ReactNode;
  readonly keys?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
  /** Draws a line above: what destroys sits elsewhere. */
  readonly apart?: boolean | undefined;
  readonly checked?: boolean | undefined;
}

export function MenuItems({ label, actions }: { readonly label: string; readonly actions: readonly MenuAction[] }) {
  return (
    <AriaMenu aria-label={label} className={styles.menu ?? ''}>
      {actions.flatMap((action) => {
        const item = (
          <MenuItem
            key={action.id}
            id={action.id}
            textValue={action.label}
            isDisabled={action.isDisabled ?? false}
            onAction={action.run}
            className={cx(styles.item, action.danger === true && styles.danger)}
          >
            {action.icon !== undefined && <span className={styles.check}>{action.icon}</span>}
            {action.checked !== undefined && <span className={styles.check}>{action.checked ? '✓' : ''}</span>}
            <span className={styles.text}>{action.label}</span>
            {action.keys !== undefined && <KeyHint keys={action.keys} />}
          </MenuItem>
        );
        return action.apart === true ? [<Separator key={`${action.id}-line`} className={styles.line ?? ''} />, item] : [item];
      })}
    </AriaMenu>
  );
}

export interface MenuProps {
  readonly label: string;
  readonly actions: readonly MenuAction[];
  /** The button that opens it. */
  readonly children: ReactElement;
}

export function Menu({ label, actions, children }: MenuProps) {
  return (
    <MenuTrigger>
      {children}
      <Popover className={styles.popover ?? ''} offset={4}>
        <MenuItems label={label} actions={actions} />
      </Popover>
    </MenuTrigger>
  );
}
