import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Notice } from '#renderer/kit/Notice.tsx';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from './inventory-context.ts';
import styles from './inventory.module.css';
import { notRepeated } from './not-repeated.ts';
import { views } from './views.ts';

const words = t.inventory;

/** What needs an answer before the draft can go on: a refusal, or a newer saved inventory. */
export function DraftNotices() {
  const { store, address } = useInventory();
  const { summary, fault, sync } = useDraftState(store);
  const isMerging = address.get('tab') === 'merge' && views.some((view) => view.id === 'merge');
  const isBehind = summary.savedRevision > summary.baseRevision;
  return (
    <>
      {isBehind && !isMerging && (
        <div className={styles.alone}>
          <Notice
            role="alert"
            title={words.conflict.what(summary.baseRevision, summary.savedRevision)}
            actions={
              <Button look="primary" onPress={() => address.set({ tab: 'merge', at: '' })}>
                {words.conflict.action}
              </Button>
            }
          >
            {words.conflict.why}
          </Notice>
        </div>
      )}
      {fault !== null && (
        <div className={styles.alone}>
          <FaultCard fault={notRepeated(toFault(fault))} onDismiss={() => store.dismiss()}>
            {sync === 'refused' && <Button onPress={() => store.retry()}>{t.faults.remedies.retry}</Button>}
          </FaultCard>
        </div>
      )}
    </>
  );
}
