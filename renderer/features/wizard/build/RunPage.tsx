import { ArrowRight } from 'lucide-react';
import { isActive } from '#renderer/features/runs/run-model.ts';
import { RunView } from '#renderer/features/runs/RunView.tsx';
import { Button } from '#renderer/kit/Button.tsx';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { t } from '#renderer/texts/current.ts';
import { useWizard } from '../wizard-context.ts';
import styles from './Build.module.css';

const words = t.wizard.run;

/** The run itself, at full size; leaving and coming back lands here again. */
export function RunPage() {
  const { run, goTo } = useWizard();
  if (run === undefined) return <Skeleton rows={8} tall />;
  if (run === null) {
    return (
      <EmptyState
        title={words.none}
        action={
          <Button look="primary" onPress={() => goTo('review')}>
            {words.toReview}
          </Button>
        }
      />
    );
  }
  return (
    <>
      <div className={styles.run}>
        <RunView runId={run.id} />
      </div>
      <footer className={styles.runFoot}>
        <p role="status">{run.state === 'done' ? words.done : isActive(run.state) ? words.leave : words.stopped}</p>
        {!isActive(run.state) && run.state !== 'done' && (
          <Button look="quiet" onPress={() => goTo('review')}>
            {words.toReview}
          </Button>
        )}
        {run.state === 'done' && (
          <Button look="primary" onPress={() => goTo('finish')}>
            <span className={styles.next}>
              {words.toFinish} <ArrowRight size={14} aria-hidden />
            </span>
          </Button>
        )}
      </footer>
    </>
  );
}
