import type { Status } from '#contract/base.ts';
import type { Run, RunState, TaskState } from '#contract/runs.ts';
import { cx } from '#renderer/kit/cx.ts';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import styles from './RunView.module.css';

interface Notice {
  readonly status: Status;
  readonly title: string;
  readonly text: string;
}

const words = t.runs;
const notices: Readonly<Partial<Record<RunState, (run: Run) => Notice>>> = {
  done: (run) => {
    const count = (state: TaskState): number => run.tasks.filter((task) => task.state === state).length;
    const text = run.kind === 'undo' ? words.doneUndone : words.doneUnchanged;
    const skipped = count('skipped');
    const title = skipped === 0 ? words.doneTitle : words.doneWithout(skipped);
    return { status: skipped === 0 ? 'ready' : 'attention', title, text: text(count('done'), count('unchanged')) };
  },
  interrupted: () => ({ status: 'attention', title: words.interruptedTitle, text: words.interruptedText }),
  pausing: () => ({ status: 'working', title: words.pausingTitle, text: words.pausingText }),
  cancelling: () => ({ status: 'working', title: words.cancellingTitle, text: words.cancellingText }),
  paused: () => ({ status: 'off', title: words.pausedTitle, text: '' }),
  cancelled: () => ({ status: 'off', title: words.cancelledTitle, text: words.cancelledText }),
};

/** How the run stands, in words, when it is not simply running or failed. */
export function RunNotice({ run }: { readonly run: Run }) {
  const notice = notices[run.state]?.(run);
  if (notice === undefined) return null;
  return (
    <p role="status" className={cx(styles.notice, styles[notice.status])}>
      <StatusShape status={notice.status} size={16} />
      <span>
        <strong>{notice.title}</strong> {notice.text}
      </span>
    </p>
  );
}
