import { ArrowLeft, Pause, Play, Square } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Run } from '#contract/runs.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Confirm } from '#renderer/kit/Confirm.tsx';
import { formatDuration } from '#renderer/kit/format.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import type { RunActs } from './run-acts.ts';
import { Elapsed } from './Elapsed.tsx';
import { NextTry } from './NextTry.tsx';
import { nextTryAt } from './next-try.ts';
import { canCancel, canResume, canUndo, isActive, runStatus, usualMsOf } from './run-model.ts';
import styles from './RunView.module.css';
import { TimeLeft } from './TimeLeft.tsx';
import { UndoRun } from './UndoRun.tsx';

export interface RunHeadProps {
  readonly run: Run;
  readonly toldAt: number;
  readonly acts: RunActs;
}

export function RunHead({ run, toldAt, acts }: RunHeadProps) {
  const usualMs = isActive(run.state) ? usualMsOf(run) : null;
  const nextTry = nextTryAt(run);
  return (
    <header className={styles.head}>
      <div className={styles.headWords}>
        <h1>{run.title}</h1>
        <div className={styles.facts}>
          <StatusMark pill status={runStatus[run.state]} word={t.runs.runState[run.state]} />
          {run.state === 'running' && (nextTry === null ? <TimeLeft leftMs={run.leftMs} toldAt={toldAt} /> : <NextTry at={nextTry} />)}
          <Elapsed from={run.startedAt} to={run.endedAt} />
          {usualMs !== null && <span>{t.runs.usually(formatDuration(usualMs))}</span>}
          <span>
            {t.runs.startedBy(run.startedBy)}, <RelativeTime at={run.startedAt} ago />
          </span>
          {canUndo(run) && <UndoRun run={run} lock={acts.lock} />}
        </div>
      </div>
      <RunButtons run={run} acts={acts} />
    </header>
  );
}

/** A dry run is a look from the review, where the platform is built from. */
function ToReview({ run }: Pick<RunHeadProps, 'run'>) {
  const navigate = useNavigate();
  return (
    <Button
      look={run.state === 'done' ? 'primary' : 'plain'}
      icon={<ArrowLeft size={14} />}
      onPress={() => void navigate(paths.setup(run.platformId, 'review'))}
    >
      {t.runs.rehearsed.toReview}
    </Button>
  );
}

function RunButtons({ run, acts }: Pick<RunHeadProps, 'run' | 'acts'>) {
  const [asking, setAsking] = useState(false);
  const running = run.tasks.filter((task) => task.state === 'running').length;
  // A failed run is resumed by retrying what failed; that button is with the failure.
  const resumable = canResume(run.state) && run.state !== 'failed';
  return (
    <div className={styles.buttons}>
      {run.kind === 'rehearse' && <ToReview run={run} />}
      {run.state === 'running' && (
        <Button icon={<Pause size={14} />} {...acts.lock} onPress={() => acts.ask({ act: 'pause' })}>
          {t.runs.pause}
        </Button>
      )}
      {(resumable || run.state === 'pausing') && (
        <Button look={resumable ? 'primary' : 'plain'} icon={<Play size={14} />} {...acts.lock} onPress={() => acts.ask({ act: 'resume' })}>
          {t.runs.resume}
        </Button>
      )}
      {canCancel(run.state) && (
        <Button
          icon={<Square size={12} />}
          {...acts.lock}
          isDisabled={acts.lock.isDisabled || run.state === 'cancelling'}
          onPress={() => setAsking(true)}
        >
          {t.runs.cancel}
        </Button>
      )}
      <Confirm
        isOpen={asking}
        title={t.runs.confirmCancel.title}
        effect={t.runs.confirmCancel.effect(running)}
        action={t.runs.cancel}
        keep={t.runs.confirmCancel.keep}
        stake={{ tier: 'restart' }}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          acts.ask({ act: 'cancel' });
        }}
      />
    </div>
  );
}
