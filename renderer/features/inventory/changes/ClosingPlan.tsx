import { useState } from 'react';
import type { Plan } from '#contract/runs.ts';
import { PlanList } from '#renderer/features/wizard/build/PlanList.tsx';
import { sumPlan } from '#renderer/features/wizard/model/plan-summary.ts';
import { Segments } from '#renderer/kit/Choices.tsx';
import { formatEstimate, visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import panel from '../panel.module.css';
import styles from './changes.module.css';
import { machinesOf } from './drift-model.ts';

const words = t.inventory.changes;
const review = t.wizard.review;
const views = [
  { value: 'phase', label: review.byPhase },
  { value: 'machine', label: review.byMachine },
] as const;

/** The run that closes what a run can close, task by task. */
export function ClosingPlan({ plan, reason }: { readonly plan: Plan; readonly reason: string }) {
  const [view, setView] = useState<'phase' | 'machine'>('phase');
  const machines = machinesOf(plan);
  const sum = sumPlan(plan, machines);
  return (
    <section className={panel.section} aria-label={words.plan}>
      <div className={styles.sectionHead}>
        <h2>{words.plan}</h2>
        <span className={styles.quiet}>{words.planSentence(sum.tasks, sum.changes, formatEstimate(sum.estimateMs))}</span>
        <Segments small label={review.view} value={view} options={views} onChange={setView} />
      </div>
      {reason !== '' && <p className={styles.quiet}>{visible(reason)}</p>}
      <PlanList sum={sum} view={view} nodes={machines} all={false} />
    </section>
  );
}
