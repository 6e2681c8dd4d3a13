import type { Task } from '#contract/runs.ts';
import { formatAge, formatDuration, formatLeft, visible } from '#renderer/kit/format.ts';
import { stripAnsi } from '#renderer/kit/log/ansi.ts';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { useKnownTime } from '#renderer/live/known-time.ts';
import { t } from '#renderer/texts/current.ts';
import { Elapsed } from './Elapsed.tsx';
import { NextTry } from './NextTry.tsx';
import { isWaitingToRetry } from './next-try.ts';
import { taskStatusOf } from './run-model.ts';
import styles from './RunView.module.css';

/** After this much silence a running task says how long it has been silent. */
const quietMs = 8_000;

export interface TaskReadoutProps {
  readonly task: Task | null;
  readonly where: string;
  /** When this task last wrote something; null when unknown. */
  readonly heardAt: number | null;
}

/** One line about the task that is pointed at, or the one worth knowing. */
export function TaskReadout({ task, where, heardAt }: TaskReadoutProps) {
  if (task === null) return <p className={styles.readout}>{t.runs.readoutHint}</p>;
  return (
    <p className={styles.readout} data-task={task.id}>
      <StatusMark status={taskStatusOf(task)} word={t.runs.taskState(task)} />
      <strong>{where === '' ? task.title : `${where}: ${task.title}`}</strong>
      <Timing task={task} heardAt={heardAt} />
      {task.attempt > 1 && <span>{t.runs.attempt(task.attempt, task.attempts)}</span>}
      <code className={styles.lastLine}>{visible(stripAnsi(task.lastLine))}</code>
    </p>
  );
}

/** Without earlier runs it is a guess, and says so. */
const expected = ({ usual, estimateMs }: Task): string =>
  usual === true ? t.runs.usually(formatDuration(estimateMs)) : formatLeft(estimateMs);

function Timing({ task, heardAt }: { readonly task: Task; readonly heardAt: number | null }) {
  const now = useKnownTime();
  if (task.startedAt === null) return task.estimateMs > 0 ? <span>{expected(task)}</span> : null;
  if (isWaitingToRetry(task)) return <NextTry at={task.retryAt} />;
  const silent = heardAt === null ? 0 : now - heardAt;
  return (
    <span>
      <Elapsed from={task.startedAt} to={task.endedAt} />
      {task.state === 'running' && silent > quietMs && `, ${t.runs.quiet(formatAge(silent))}`}
    </span>
  );
}
