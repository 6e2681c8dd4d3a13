import type { Run } from '#contract/runs.ts';
import { formatTime, visible } from '#renderer/kit/format.ts';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import { isStalled } from './run-model.ts';
import styles from './RunView.module.css';

const words = t.runs.stalled;

export interface RunStallsProps {
  readonly run: Pick<Run, 'tasks'>;
  readonly onOpenLog: (taskId: string) => void;
}

/** What takes much longer than usual, since when, and what it waits for as far as a look could tell. */
export function RunStalls({ run, onOpenLog }: RunStallsProps) {
  const stalled = run.tasks.filter(isStalled);
  if (stalled.length === 0) return null;
  return (
    <section className={styles.failures} aria-label={words.label}>
      {stalled.map((task) => (
        <div key={task.id} role="status" className={`${styles.notice ?? ''} ${styles.attention ?? ''}`}>
          <StatusShape status="attention" size={16} />
          <span>
            <strong>{visible(words.title(task.title))}</strong>{' '}
            {task.stalled?.sentence === '' ? words.unknown : visible(task.stalled?.sentence ?? '')}{' '}
            {task.stalled != null && words.since(formatTime(task.stalled.since))}{' '}
            <button type="button" className={styles.link} onClick={() => onOpenLog(task.id)}>
              {t.faults.remedies['open-log']}
            </button>
          </span>
        </div>
      ))}
    </section>
  );
}
