import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Status } from '#contract/base.ts';
import type { Intent } from '#contract/inventory/drift.ts';
import type { Plan } from '#contract/runs.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Confirm, ConfirmList } from '#renderer/kit/Confirm.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { formatEstimate, visible } from '#renderer/kit/format.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import panel from '../panel.module.css';
import styles from './changes.module.css';
import { changesOf } from './drift-model.ts';
import { intentsQuery } from './queries.ts';
import { askAnew } from '../ask-anew.ts';

const words = t.inventory.changes.intents;
const statusOf: Readonly<Record<Intent['state'], Status>> = { waiting: 'working', ready: 'ready', unfit: 'attention' };

/** What was asked for while something did not answer; nothing here starts by itself. */
export function Intents({ platformId, canChange }: { readonly platformId: string; readonly canChange: boolean }) {
  const { data, error, refetch } = useQuery(intentsQuery(platformId));
  if (error !== null && data === undefined) return <FaultCard fault={toFault(error)} onAction={() => void refetch()} />;
  if (data === undefined || data.length === 0) return null;
  return (
    <section className={panel.section} aria-label={words.title}>
      <div className={styles.sectionHead}>
        <h2>{words.title}</h2>
        <span className={styles.quiet}>{words.intro}</span>
      </div>
      <ul className={styles.intents} aria-label={words.title}>
        {data.map((intent) => (
          <li key={intent.id}>
            <IntentRow intent={intent} canChange={canChange} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const titleOf = ({ plan, wish }: Intent): string => visible(plan?.title ?? t.runs.kind[wish.kind]);

function IntentRow({ intent, canChange }: { readonly intent: Intent; readonly canChange: boolean }) {
  const { id, platformId, state, reason, askedAt, askedBy, revision, changed } = intent;
  const title = titleOf(intent);
  const [isStarting, setStarting] = useState(false);
  const drop = useMutation({
    mutationFn: () => api.inventory.drift.drop({ platformId, intentId: id }),
    onSuccess: () => toast(words.dropped),
    onSettled: () => void askAnew(platformId),
  });
  return (
    <div className={styles.intent}>
      <div className={styles.intentWords}>
        <p>
          <strong>{title}</strong> <StatusMark status={statusOf[state]} word={words.states[state]} />
        </p>
        {reason !== '' && <p>{visible(reason)}</p>}
        <p className={styles.quiet}>
          {words.asked} <RelativeTime at={askedAt} ago />, {words.by(visible(askedBy))}, {words.revision(revision)}
        </p>
        {state === 'ready' && changed.length === 0 && <p className={styles.quiet}>{words.unchanged}</p>}
        <ConfirmList prose title={words.changed} items={changed.map(visible)} />
        {drop.error !== null && <FaultCard fault={toFault(drop.error)} onDismiss={drop.reset} />}
      </div>
      {canChange && (
        <div className={panel.acts}>
          <Button small look="quiet" aria-label={words.dropOf(title)} isPending={drop.isPending} onPress={() => drop.mutate()}>
            {words.drop}
          </Button>
          <Button small isDisabled={state !== 'ready'} aria-label={words.startOf(title)} onPress={() => setStarting(true)}>
            {words.start}
          </Button>
        </div>
      )}
      {isStarting && intent.plan !== null && <StartIntent intent={intent} plan={intent.plan} onClose={() => setStarting(false)} />}
    </div>
  );
}

interface StartIntentProps {
  readonly intent: Intent;
  readonly plan: Plan;
  readonly onClose: () => void;
}

/** What is shown is what starts: another plan is refused, and shown then. */
function StartIntent({ intent: { id, platformId, plannedAt, changed }, plan, onClose }: StartIntentProps) {
  const navigate = useNavigate();
  const start = useMutation({
    mutationFn: () => api.inventory.drift.confirm({ platformId, intentId: id, plannedAt: plannedAt ?? 0 }),
    onSuccess: ({ runId }) => navigate(paths.run(runId)),
    onError: () => void askAnew(platformId),
  });
  return (
    <Confirm
      isOpen
      title={words.startTitle(visible(plan.title))}
      effect={words.startEffect(formatEstimate(plan.estimateMs))}
      action={words.action}
      stake={{ tier: 'restart', objects: changesOf(plan).map(visible) }}
      listTitle={t.life.dialog.changes}
      isReady={plannedAt !== null}
      isPending={start.isPending}
      onClose={onClose}
      onConfirm={() => start.mutate()}
    >
      <ConfirmList prose title={words.changed} items={changed.map(visible)} />
      {start.error !== null && <FaultCard fault={toFault(start.error)} onAction={start.reset} />}
    </Confirm>
  );
}
