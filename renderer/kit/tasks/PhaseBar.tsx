import type { ReactNode } from 'react';
import type { Status } from '#contract/base.ts';
import { cx } from '#renderer/kit/cx.ts';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import styles from './PhaseBar.module.css';

export interface Phase {
  readonly id: string;
  readonly title: string;
  readonly status: Status;
  /** Finished part, 0 to 1. */
  readonly share: number;
  /** Of the whole, for the width. */
  readonly weight: number;
  /** Such as "3 of 8 tasks". */
  readonly note: ReactNode;
}

/** The phases of something long, in order, each as wide as it usually takes. */
export function PhaseBar({ label, phases }: { readonly label: string; readonly phases: readonly Phase[] }) {
  return (
    <ol aria-label={label} className={styles.bar}>
      {phases.map((phase) => (
        <li
          key={phase.id}
          className={cx(styles.phase, styles[phase.status])}
          style={{ flexGrow: phase.weight }}
          aria-current={phase.status === 'working' ? 'step' : undefined}
        >
          <span className={styles.track}>
            <span className={styles.fill} style={{ inlineSize: `${Math.round(phase.share * 100)}%` }} />
          </span>
          <span className={styles.title}>
            <StatusShape status={phase.status} size={12} />
            <span className={styles.name} title={phase.title}>
              {phase.title}
            </span>
          </span>
          <span className={styles.note}>{phase.note}</span>
        </li>
      ))}
    </ol>
  );
}
