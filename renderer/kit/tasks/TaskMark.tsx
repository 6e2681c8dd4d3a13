import type { TaskState } from '#contract/runs.ts';
import { cx } from '#renderer/kit/cx.ts';
import styles from './TaskMark.module.css';

/** The triangle of what needs attention. */
const stalledGlyph = 'M8 4.2 12 11.4H4z';
const check = 'M4 8.4 6.9 11.2 12 5.4';
const glyphs: Readonly<Record<TaskState, string>> = {
  waiting: 'M8 7.25a.75.75 0 1 1 0 1.5.75.75 0 0 1 0-1.5z',
  ready: 'M6.5 5 10 8l-3.5 3',
  running: 'M8 4.5A3.5 3.5 0 0 1 11.5 8',
  done: check,
  unchanged: 'M5 6.5h6M5 9.5h6',
  failed: 'm5 5 6 6m0-6-6 6',
  skipped: 'M5 8h6',
  cancelled: 'M5.2 10.8l5.6-5.6',
  interrupted: 'M8 4.5v4m0 2.4v.2',
};

/** A task's state as colour and shape: a cell of the grid. */
export function TaskMark({
  state,
  isSelected = false,
  isStalled = false,
  size = 26,
}: {
  readonly state: TaskState;
  readonly isSelected?: boolean;
  /** Under way for much longer than usual. */
  readonly isStalled?: boolean;
  readonly size?: number;
}) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden
      className={cx(styles.mark, styles[isStalled ? 'stalled' : state], isSelected && styles.selected)}
    >
      <rect x="0.75" y="0.75" width="14.5" height="14.5" rx="3.5" className={styles.plate} />
      <path d={isStalled ? stalledGlyph : glyphs[state]} className={styles.glyph} />
    </svg>
  );
}
