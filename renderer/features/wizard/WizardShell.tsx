import type { ReactNode } from 'react';
import { cx } from '#renderer/kit/cx.ts';
import { useClusterAccess } from './cluster/check-access.ts';
import { Panel } from './panel/Panel.tsx';
import { Steps } from './Steps.tsx';
import { useWizard } from './wizard-context.ts';
import styles from './Wizard.module.css';

/** Left the steps, centre the one decision, right why it is asked and what the platform looks like by now. */
export function WizardShell({ children }: { readonly children: ReactNode }) {
  const { page } = useWizard();
  useClusterAccess();
  // The run needs all the width there is.
  const whole = page === 'run';
  return (
    <div className={styles.room}>
      <div className={cx(styles.wizard, whole && styles.whole)}>
        <Steps />
        <div className={styles.centre}>{children}</div>
        {!whole && <Panel />}
      </div>
    </div>
  );
}
