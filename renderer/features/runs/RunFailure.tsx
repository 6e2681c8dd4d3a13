import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { FaultView, RemedyAction } from '#contract/faults/entry.ts';
import type { WizardPage } from '#contract/platforms.ts';
import type { Run, Task } from '#contract/runs.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Confirm } from '#renderer/kit/Confirm.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import { LeaveOut } from './LeaveOut.tsx';
import type { RunActs } from './run-acts.ts';
import { dependantsOf, failuresOf, isActive } from './run-model.ts';
import styles from './RunView.module.css';

export interface RunFailureProps {
  readonly run: Run;
  readonly acts: RunActs;
  readonly nodeName: (id: string) => string;
  readonly onOpenLog: (taskId: string) => void;
}

/** Where a remedy that is not a retry is found. */
const remedyPages: Readonly<Partial<Record<RemedyAction, WizardPage>>> = {
  'edit-node': 'nodes',
  'trust-host-key': 'nodes',
  'enter-password': 'access',
  'install-key': 'access',
  'edit-settings': 'settings',
};

const shownAtFirst = 2;

/** The loudest thing on the screen: what failed, why, what to do, and the button that does it. */
export function RunFailures({ run, acts, nodeName, onOpenLog }: RunFailureProps) {
  const [all, setAll] = useState(false);
  const failed = failuresOf(run);
  const shown = all ? failed : failed.slice(0, shownAtFirst);
  if (failed.length === 0) return null;
  return (
    <section className={styles.failures} aria-label={t.runs.failedCount(failed.length)}>
      {shown.map(
        (task) => task.fault !== null && <Failure key={task.id} {...{ run, task, acts, nodeName, onOpenLog }} fault={task.fault} />,
      )}
      {shown.length < failed.length && (
        <Button look="quiet" onPress={() => setAll(true)}>
          {t.runs.moreFailures(failed.length - shown.length)}
        </Button>
      )}
    </section>
  );
}

function Failure({ run, task, fault, acts, nodeName, onOpenLog }: RunFailureProps & { readonly task: Task; readonly fault: FaultView }) {
  const [skipping, setSkipping] = useState(false);
  const navigate = useNavigate();
  const page = remedyPages[fault.action];
  const blocked = dependantsOf(run, task.id);
  return (
    <FaultCard fault={fault} loud>
      <Button look="primary" icon={<RotateCw size={14} />} {...acts.lock} onPress={() => acts.ask({ act: 'retryTask', taskId: task.id })}>
        {t.runs.retry}
      </Button>
      {page !== undefined && (
        <Button onPress={() => void navigate(paths.setup(run.platformId, page))}>{t.faults.remedies[fault.action]}</Button>
      )}
      <Button onPress={() => onOpenLog(task.id)}>{t.faults.remedies['open-log']}</Button>
      <LeaveOut {...{ run, task, acts, nodeName }} />
      <Button look="quiet" {...acts.lock} onPress={() => setSkipping(true)}>
        {t.runs.skip}
      </Button>
      <span className={styles.failedTask}>
        {task.title}. {blocked.length > 0 && t.runs.waitsFor(blocked.length)} {isActive(run.state) && t.runs.goesOn}
      </span>
      <Confirm
        isOpen={skipping}
        title={t.runs.confirmSkip.title(task.title)}
        effect={t.runs.confirmSkip.effect(blocked.length)}
        action={t.runs.skip}
        stake={{ tier: 'restart', objects: blocked.map((one) => one.title) }}
        onClose={() => setSkipping(false)}
        onConfirm={() => {
          setSkipping(false);
          acts.ask({ act: 'skipTask', taskId: task.id });
        }}
      />
    </FaultCard>
  );
}
