import type { Run } from '#contract/runs.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { t } from '#renderer/texts/current.ts';
import { retriesOf } from './run-model.ts';
import styles from './RunView.module.css';

/** What went wrong and is tried again without anybody's help: told, with its count, but not asked about. */
export function RunRetries({ run }: { readonly run: Run }) {
  const retried = retriesOf(run);
  if (retried.length === 0) return null;
  return (
    <section className={styles.failures} aria-label={t.runs.retryingTitle}>
      {retried.map(({ task, fault }) => (
        <FaultCard key={task.id} mild fault={fault}>
          <span className={styles.failedTask}>
            {task.title}. {t.runs.retryingTitle}: {t.runs.attempt(task.attempt, task.attempts)}.
          </span>
        </FaultCard>
      ))}
    </section>
  );
}
