import { ArrowDown, ArrowUp } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import type { SortKey } from './table-model.ts';
import parts from './parts.module.css';

export const ariaSort = (key: SortKey | undefined): 'none' | 'ascending' | 'descending' =>
  key === undefined ? 'none' : key.down ? 'descending' : 'ascending';

export interface SortButtonProps {
  /** How the table is sorted by this column. */
  readonly sorted: SortKey | undefined;
  readonly title?: string | undefined;
  readonly onClick: (event: MouseEvent) => void;
  readonly children: ReactNode;
}

/** The name of a column in the head, which sorts by it. */
export function SortButton({ sorted, title, onClick, children }: SortButtonProps) {
  return (
    <button type="button" className={parts.sort} title={title} onClick={onClick}>
      {children}
      {sorted !== undefined && (sorted.down ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
    </button>
  );
}
