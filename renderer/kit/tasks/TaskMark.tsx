import type { TaskState } from '#contract/runs.ts';
import { cx } from '#renderer/kit/cx.ts';
import styles from './TaskMark.module.css';

/** What a mark tells: a state, or what it means for this task. stalled: under way for much longer than usual. would-change: not done, foreseen. */
export type TaskSign = TaskState | 'stalled' | 'would-change';

const glyphs: Readonly<Record<TaskSign, string>> = {
  waiting: 'M8 7.25a.75.75 0 1 1 0 1.5.75.75 0 0 1 0-1.5z',
  ready: 'M6.5 5 10 8l-3.5 3',
  running: 'M8 4.5A3.5 3.5 0 0 1 11.5 8',
  done: 'M4 8.4 6.9 11.2 12 5.4',
  unchanged: 'M5 6.5h6M5 9.5h6',
  failed: 'm5 5 6 6m0-6-6 6',
  skipped: 'M5 8h6',
  cancelled: 'M5.2 10.8l5.6-5.6',
  interrupted: 'M8 4.5v4m0 2.4v.2',
  // The triangle of what needs attention.
  stalled: 'M8 4.2 12 11.4H4z',
  // Plus and minus, as a comparison has them.
  'would-change': 'M8 3.9v5M5.5 6.4h5M5.5 11.6h5',
};

/** A task's state as colour and shape: a cell of the grid. */
export function TaskMark({
  sign,
  isSelected = false,
  size = 26,
}: {
  readonly sign: TaskSign;
  readonly isSelected?: boolean;
  readonly size?: number;
}) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden
      className={cx(styles.mark, styles[sign], isSelected && styles.selected)}
    >
      <rect x="0.75" y="0.75" width="14.5" height="14.5" rx="3.5" className={styles.plate} />
      <path d={glyphs[sign]} className={styles.glyph} />
    </svg>
  );
}
