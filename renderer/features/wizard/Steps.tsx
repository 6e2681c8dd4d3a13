import { Check } from 'lucide-react';
import { Link } from 'react-router';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { cx } from '#renderer/kit/cx.ts';
import { t } from '#renderer/texts/current.ts';
import { tableOf } from './model/preflight-table.ts';
import { recapOf } from './model/recap.ts';
import type { Step } from './model/steps.ts';
import { pagePath } from './page-path.ts';
import { useWizard } from './wizard-context.ts';
import styles from './Steps.module.css';

const words = t.wizard;

export function Steps() {
  const { steps, platformId, content, found } = useWizard();
  const table = tableOf(found.cells, content.nodes, found.preflight.running);
  return (
    <nav aria-label={words.steps} className={styles.steps}>
      <ol>
        {steps.map((step, index) => (
          <li key={step.page} className={cx(styles.step, styles[step.state])}>
            {step.open || step.state === 'current' ? (
              <Link
                to={pagePath(platformId, step.page)}
                className={styles.link}
                aria-current={step.state === 'current' ? 'step' : undefined}
              >
                <StepWords
                  step={step}
                  number={index + 1}
                  recap={
                    step.state === 'done'
                      ? recapOf(step.page, content, { ...table, cluster: found.cluster.access, basis: found.preflight.basis })
                      : ''
                  }
                />
              </Link>
            ) : (
              <span className={cx(styles.link, styles.locked)} title={words.locked}>
                <StepWords step={step} number={index + 1} recap="" />
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function StepWords({ step, number, recap }: { readonly step: Step; readonly number: number; readonly recap: string }) {
  return (
    <>
      <span className={styles.sign} aria-hidden>
        {step.state === 'done' ? (
          <Check size={12} strokeWidth={3} />
        ) : step.state === 'attention' ? (
          <StatusShape status="attention" size={14} />
        ) : (
          number
        )}
      </span>
      <span className={styles.words}>
        <span className={styles.title}>{words.pages[step.page].title}</span>
        {recap !== '' && <span className={styles.recap}>{recap}</span>}
        {step.state === 'attention' && <span className={styles.recap}>{words.stepStates.attention}</span>}
        {step.state !== 'attention' && <span className="visually-hidden">, {words.stepStates[step.state]}</span>}
      </span>
    </>
  );
}
