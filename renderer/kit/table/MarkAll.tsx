import { t } from '#renderer/texts/current.ts';
import { cx } from '#renderer/kit/cx.ts';
import parts from './parts.module.css';

export interface MarkAllProps {
  /** Of the rows in sight. */
  readonly marked: number;
  readonly count: number;
  /** All are to be marked, or none. */
  readonly onMark: (all: boolean) => void;
  readonly className?: string | undefined;
}

/** The box in the head of a table: of all rows, or of those that are marked. */
export function MarkAll({ marked, count, onMark, className }: MarkAllProps) {
  const all = count > 0 && marked >= count;
  return (
    <div role="columnheader" className={cx(parts.pick, className)}>
      <input
        type="checkbox"
        aria-label={t.kit.table.selectAll}
        checked={all}
        ref={(box) => {
          if (box !== null) box.indeterminate = marked > 0 && !all;
        }}
        onChange={() => onMark(marked === 0)}
      />
    </div>
  );
}
