import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from './inventory-context.ts';
import styles from './inventory.module.css';
import { views } from './views.ts';

const words = t.inventory;

/** What needs an answer before the draft can go on: a refusal, or a newer saved inventory. */
export function DraftNotices() {
  const { store, address } = useInventory();
  const { summary, fault } = useDraftState(store);
  const isMerging = address.get('tab') === 'merge' && views.some((view) => view.id === 'merge');
  const isBehind = summary.savedRevision > summary.baseRevision;
  return (
    <>
      {isBehind && !isMerging && (
        <div role="alert" className={styles.conflict}>
          <StatusShape status="attention" size={16} />
          <div className={styles.conflictWords}>
            <p className={styles.strong}>{words.conflict.what(summary.baseRevision, summary.savedRevision)}</p>
            <p>{words.conflict.why}</p>
          </div>
          <Button look="primary" onPress={() => address.set({ tab: 'merge', at: '' })}>
            {words.conflict.action}
          </Button>
        </div>
      )}
      {fault !== null && (
        <div className={styles.alone}>
          <FaultCard fault={toFault(fault)} onDismiss={() => store.dismiss()}>
            <Button onPress={() => store.retry()}>{t.faults.remedies.retry}</Button>
          </FaultCard>
        </div>
      )}
    </>
  );
}
