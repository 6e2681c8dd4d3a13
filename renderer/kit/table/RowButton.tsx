import { Ellipsis } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { t } from '#renderer/texts/current.ts';
import { cx } from '#renderer/kit/cx.ts';
import parts from './parts.module.css';

export interface RowButtonProps {
  readonly label: string;
  readonly onClick: (event: MouseEvent<HTMLButtonElement>) => void;
  readonly children: ReactNode;
}

/** A button at the end of a row; the keys have another way there, so that Tab does not go through every row. */
export function RowButton({ label, onClick, children }: RowButtonProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={cx(parts.rowButton, parts.shy)}
      aria-label={label}
      onClick={(event) => {
        event.stopPropagation();
        onClick(event);
      }}
    >
      {children}
    </button>
  );
}

/** Opens the menu of the row below itself. */
export function RowMenuButton({ name, onOpen }: { readonly name: string; readonly onOpen: (x: number, y: number) => void }) {
  return (
    <RowButton
      label={t.kit.actionsFor(name)}
      onClick={(event) => {
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        onOpen(left, bottom);
      }}
    >
      <Ellipsis size={14} />
    </RowButton>
  );
}
