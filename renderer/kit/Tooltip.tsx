import type { ReactElement } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { KeyHint } from './KeyHint.tsx';
import styles from './Tooltip.module.css';

export interface TooltipProps {
  readonly text: string;
  readonly keys?: string | undefined;
  /** A focusable react-aria element, such as a button. */
  readonly children: ReactElement;
}

export function Tooltip({ text, keys, children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <AriaTooltip offset={6} className={styles.tooltip ?? ''}>
        {text}
        {keys !== undefined && <KeyHint keys={keys} />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
