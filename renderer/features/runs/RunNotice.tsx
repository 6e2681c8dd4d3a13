import type { Status } from '#contract/base.ts';
import type { Run } from '#contract/runs.ts';
import { cx } from '#renderer/kit/cx.ts';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import styles from './RunView.module.css';

interface Notice {
  readonly status: Status;
  readonly title: string;
  readonly text: string;
}

function noticeOf(run: Run): Notice | null {
  const count = (state: keyof Run['counts']): number => run.tasks.filter((task) => task.state === state).length;
  switch (run.state) {
    case 'done':
      return { status: 'ready', title: t.runs.doneTitle, text: t.runs.doneUnchanged(count('done'), count('unchanged')) };
    case 'interrupted':
      return { status: 'attention', title: t.runs.interruptedTitle, text: t.runs.interruptedText };
    case 'paused':
      return { status: 'off', title: t.runs.pausedTitle, text: '' };
    case 'cancelled':
      return { status: 'off', title: t.runs.cancelledTitle, text: t.runs.cancelledText };
    default:
      return null;
  }
}

/** How the run stands, in words, when it is not simply running or failed. */
export function RunNotice({ run }: { readonly run: Run }) {
  const notice = noticeOf(run);
  if (notice === null) return null;
  return (
    <p role="status" className={cx(styles.notice, styles[notice.status])}>
      <StatusShape status={notice.status} size={16} />
      <span>
        <strong>{notice.title}</strong> {notice.text}
      </span>
    </p>
  );
}
