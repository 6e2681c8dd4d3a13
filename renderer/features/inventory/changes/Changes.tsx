import { useQuery } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Drift } from '#contract/inventory/drift.ts';
import { toFault } from '#renderer/faults.ts';
import { Button, IconButton } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { Notice } from '#renderer/kit/Notice.tsx';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { useNow } from '#renderer/kit/use-now.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import { useDraftState } from '../inventory-context.ts';
import type { DraftStore } from '../model/draft-store.ts';
import { ApplyDialog } from './ApplyDialog.tsx';
import { Besides } from './Besides.tsx';
import panel from '../panel.module.css';
import styles from './changes.module.css';
import { ClosingPlan } from './ClosingPlan.tsx';
import { DifferenceTable } from './DifferenceTable.tsx';
import { headOf } from './head-sentence.ts';
import { Intents } from './Intents.tsx';
import { LaterDialog } from './LaterDialog.tsx';
import { MissingVariables } from './MissingVariables.tsx';
import type { Compared } from './queries.ts';
import { driftQuery } from './queries.ts';
import { ShowIssues } from './ShowIssues.tsx';

const words = t.inventory.changes;

export interface ChangesProps {
  readonly compared: Compared;
  /** Null for whoever may look and not change. */
  readonly store: DraftStore | null;
}

export function Changes({ compared, store }: ChangesProps) {
  const { platformId } = compared;
  const { data: drift, error, isFetching, isPlaceholderData, refetch } = useQuery(driftQuery(compared));
  const again = (): void => void refetch();
  return (
    <div className={panel.view}>
      {error !== null && <NotCompared error={error} hasStore={store !== null} again={again} />}
      {drift === undefined && error === null && <Skeleton rows={8} />}
      {drift !== undefined && (
        <>
          <Head drift={drift} compared={compared} store={store} isSettled={!isPlaceholderData && error === null}>
            <IconButton small label={words.refresh} icon={<RotateCw size={13} />} isPending={isFetching} onPress={again} />
          </Head>
          <NoPlan drift={drift} />
        </>
      )}
      <Intents platformId={platformId} canChange={store !== null} />
      {drift !== undefined && drift.differences.length > 0 && <DifferenceTable {...{ drift, platformId, store }} />}
      <MissingVariables compared={compared} store={store} />
      {drift !== undefined && drift.plan !== null && <ClosingPlan plan={drift.plan} reason={drift.planReason} />}
      {drift !== undefined && <Besides drift={drift} />}
    </div>
  );
}

interface NotComparedProps {
  readonly error: Error;
  readonly hasStore: boolean;
  readonly again: () => void;
}

function NotCompared({ error, hasStore, again }: NotComparedProps) {
  const fault = toFault(error);
  const isUnfit = fault.code === 'INVENTORY_UNFIT';
  return (
    <FaultCard fault={fault} onAction={again}>
      {isUnfit && hasStore && <ShowIssues />}
      {!isUnfit && fault.action !== 'retry' && <Button onPress={again}>{t.faults.remedies.retry}</Button>}
    </FaultCard>
  );
}

interface HeadProps extends ChangesProps {
  readonly drift: Drift;
  /** The plan on the screen is that of the draft as it is now. */
  readonly isSettled: boolean;
  readonly children: React.ReactNode;
}

function Head({ drift, compared, store, isSettled, children }: HeadProps) {
  const { status, sentence, ground } = headOf(drift, useNow('second'));
  const { applied } = drift;
  return (
    <header className={panel.head}>
      <div className={styles.headWords}>
        <h2 className={styles.sentence}>
          <StatusShape status={status} size={16} /> {sentence}
        </h2>
        {ground !== '' && <p className={styles.quiet}>{ground}</p>}
        {applied !== null && (
          <p className={styles.quiet}>
            {words.appliedBy}: {words.version(applied.revision)},{' '}
            <Link className={styles.link} to={paths.run(applied.runId)}>
              <RelativeTime at={applied.at} ago />
            </Link>
          </p>
        )}
      </div>
      <div className={panel.acts}>
        {children}
        {store !== null && <Acts {...{ drift, compared, store, isSettled }} />}
      </div>
    </header>
  );
}

interface ActsProps extends Pick<HeadProps, 'drift' | 'compared' | 'isSettled'> {
  readonly store: DraftStore;
}

/**
 * A draft that has to be merged first cannot be saved: then neither is called for. A dialog outlives the buttons: as soon as
 * its run has begun there may be nothing left to ask for.
 */
function Acts({ drift, compared: { platformId, draft }, store, isSettled }: ActsProps) {
  const [asking, setAsking] = useState<'apply' | 'later' | null>(null);
  const { savedRevision, baseRevision } = useDraftState(store).summary;
  const calledFor = savedRevision > baseRevision ? null : drift.live.state === 'before' ? 'later' : 'apply';
  const look = (act: 'apply' | 'later') => (act === calledFor ? 'primary' : 'plain');
  const dialog = { drift, platformId, store, onClose: () => setAsking(null) };
  return (
    <>
      {drift.wish !== null && (
        <>
          <Button look={look('later')} isDisabled={!isSettled} onPress={() => setAsking('later')}>
            {words.later.open}
          </Button>
          <Button look={look('apply')} isDisabled={!isSettled} onPress={() => setAsking('apply')}>
            {draft === null ? words.apply.openSaved : words.apply.open}
          </Button>
        </>
      )}
      {asking === 'apply' && <ApplyDialog {...dialog} />}
      {asking === 'later' && <LaterDialog {...dialog} />}
    </>
  );
}

/** Why there is no plan. */
function NoPlan({ drift: { plan, planReason, differences } }: { readonly drift: Drift }) {
  if (plan !== null || planReason === '' || differences.length === 0) return null;
  return <Notice role="status">{visible(planReason)}</Notice>;
}
