import type { Task } from '#contract/runs.ts';
import { formatAge, formatDuration, visible } from '#renderer/kit/format.ts';
import { stripAnsi } from '#renderer/kit/log/ansi.ts';
import { Elapsed } from '#renderer/kit/RelativeTime.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { useNow } from '#renderer/kit/use-now.ts';
import { t } from '#renderer/texts/current.ts';
import { taskStatus } from './run-model.ts';
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
      <StatusMark status={taskStatus[task.state]} word={t.runs.taskState(task)} />
      <strong>{where === '' ? task.title : `${where}: ${task.title}`}</strong>
      <Timing task={task} heardAt={heardAt} />
      {task.attempt > 1 && <span>{t.runs.attempt(task.attempt, task.attempts)}</span>}
      <code className={styles.lastLine}>{visible(stripAnsi(task.lastLine))}</code>
    </p>
  );
}

function Timing({ task, heardAt }: { readonly task: Task; readonly heardAt: number | null }) {
  const now = useNow('second');
  if (task.startedAt === null) return task.estimateMs > 0 ? <span>{t.runs.usually(formatDuration(task.estimateMs))}</span> : null;
  const silent = heardAt === null ? 0 : now - heardAt;
  return (
    <span>
      <Elapsed from={task.startedAt} to={task.endedAt} />
      {task.state === 'running' && silent > quietMs && `, ${t.runs.quiet(formatAge(silent))}`}
    </span>
  );
}
