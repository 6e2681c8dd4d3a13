import type { Status } from '#contract/base.ts';
import { leftOutOf, rehearsedSum } from './run-model.ts';
import type { Run, RunState, TaskState } from '#contract/runs.ts';
import { cx } from '#renderer/kit/cx.ts';
import { formatTime } from '#renderer/kit/format.ts';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { useSilentSince } from '#renderer/live/known-time.ts';
import { t } from '#renderer/texts/current.ts';
import { silentNoticeId } from './run-acts.ts';
import styles from './RunView.module.css';

interface Notice {
  readonly status: Status;
  readonly title: string;
  readonly text: string;
}

const words = t.runs;
/** A dry run that is over. */
const rehearsed = ({ tasks }: Run): Notice => ({
  status: 'ready',
  title: words.rehearsed.title,
  text: words.rehearsed.text(rehearsedSum(tasks)),
});

type Name = (nodeId: string) => string;

const notices: Readonly<Partial<Record<RunState, (run: Run, nodeName: Name) => Notice>>> = {
  done: (run, nodeName) => {
    if (run.kind === 'rehearse') return rehearsed(run);
    const count = (state: TaskState): number => run.tasks.filter((task) => task.state === state).length;
    const without = leftOutOf(run).map(nodeName);
    if (without.length > 0) return { status: 'attention', title: words.doneWithoutMachines(without), text: words.joinLater(without) };
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
export function RunNotice({ run, nodeName }: { readonly run: Run; readonly nodeName: Name }) {
  const notice = notices[run.state]?.(run, nodeName);
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

/** The engine is silent: this is how the run stood when it was last heard, and why its buttons are off. */
export function SilentNotice() {
  const since = useSilentSince();
  if (since === null) return null;
  return (
    <p role="status" id={silentNoticeId} data-silent className={cx(styles.notice, styles.attention)}>
      <StatusShape status="unknown" size={16} />
      <span>
        <strong>{words.silent.title(formatTime(since))}</strong> {words.silent.text}
      </span>
    </p>
  );
}
