import type { Run } from '#contract/runs.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { t } from '#renderer/texts/current.ts';
import { NextTry } from './NextTry.tsx';
import { isAwaited, isWaitingToRetry } from './next-try.ts';
import { LeaveOut } from './LeaveOut.tsx';
import type { RunActs } from './run-acts.ts';
import { retriesOf } from './run-model.ts';
import styles from './RunView.module.css';

export interface RunRetriesProps {
  readonly run: Run;
  readonly acts: RunActs;
  readonly nodeName: (id: string) => string;
}

/** What went wrong and is tried again without anybody's help: told, with its count, but not asked about. */
export function RunRetries({ run, acts, nodeName }: RunRetriesProps) {
  const retried = retriesOf(run);
  if (retried.length === 0) return null;
  return (
    <section className={styles.failures} aria-label={t.runs.retryingTitle}>
      {retried.map(({ task, fault }) => (
        <FaultCard key={task.id} mild fault={fault}>
          <LeaveOut {...{ run, task, acts, nodeName }} />
          <span className={styles.failedTask}>
            {task.title}. {t.runs.retryingTitle}: {isAwaited(task) ? t.runs.awaited : t.runs.attempt(task.attempt, task.attempts)}
            {isWaitingToRetry(task) ? (
              <>
                {!isAwaited(task) && ` ${t.runs.hasFailed}`}, <NextTry at={task.retryAt} />.
              </>
            ) : (
              '.'
            )}
          </span>
        </FaultCard>
      ))}
    </section>
  );
}
