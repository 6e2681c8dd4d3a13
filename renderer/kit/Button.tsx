import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { cx } from './cx.ts';
import styles from './Button.module.css';
import { Tooltip } from './Tooltip.tsx';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode;
  /** primary: the one thing to do here; danger: takes something away; quiet: no frame until pointed at; inverse: on a ground of the text's colour. */
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger' | 'inverse' | undefined;
  readonly small?: boolean | undefined;
  readonly icon?: ReactNode;
}

/**
 * Something is under way: it keeps its focus and does nothing. React Aria's own isPending has its announcer point at
 * the button for seconds, and what it points at may be gone by then: an image without a name.
 */
function settled<P extends AriaButtonProps>({ isPending = false, ...props }: P) {
  if (!isPending) return props;
  const type = props.type === 'submit' ? 'button' : props.type;
  return { ...props, type, onPress: undefined, 'aria-disabled': true, 'data-pending': '' };
}

export function Button({ children, look = 'plain', small = false, icon, ...rest }: ButtonProps) {
  return (
    <AriaButton {...settled(rest)} className={cx(styles.button, styles[look], small && styles.small)}>
      {icon !== undefined && <span className={styles.icon}>{icon}</span>}
      <span className={styles.label}>{children}</span>
    </AriaButton>
  );
}

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  /** What it does; read out and shown as its tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly keys?: string | undefined;
  readonly pressed?: boolean | undefined;
  readonly small?: boolean | undefined;
}

export function IconButton({ label, icon, keys, pressed, small = false, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <AriaButton
        {...settled(rest)}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        aria-label={label}
        className={cx(styles.button, styles.quiet, styles.iconOnly, small && styles.small)}
        data-on={pressed === true ? '' : undefined}
      >
        {icon}
      </AriaButton>
    </Tooltip>
  );
}
