import { useEffect } from 'react';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { toast } from '#renderer/kit/toast-store.ts';
import { api } from '#renderer/api.ts';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from '../inventory-context.ts';
import page from '../inventory.module.css';
import { useKept } from '../kept-input.ts';
import { sessionOf } from '../sessions.ts';
import { keptRefusal, refused } from './refused.ts';
import styles from './versions.module.css';

const words = t.inventory.drafts;
/** As the contract names the draft that the place opens by itself. */
const usual = 'draft';

/** Says which draft is open, where it is not the usual one, and what of drafts and versions was refused. */
export function DraftStrip() {
  useNamedDraft();
  return (
    <>
      <Refusal />
      <Unusual />
    </>
  );
}

/** It stays until it is dismissed, whichever view is open by then. */
function Refusal() {
  const { platformId } = useInventory();
  const [fault, keep] = useKept(keptRefusal, platformId);
  if (fault === null) return null;
  return (
    <div className={page.alone}>
      <FaultCard fault={fault} onDismiss={() => keep(null)} />
    </div>
  );
}

/** Opens the draft that the address names. */
function useNamedDraft(): void {
  const { platformId, store, address } = useInventory();
  const { summary } = useDraftState(store);
  const named = address.get('draft');
  useEffect(() => {
    if (named === '' || named === summary.name) return undefined;
    const stop = new AbortController();
    const failed = (tell: () => void): void => {
      if (stop.signal.aborted) return;
      tell();
      address.set({ draft: '' });
    };
    void opened(platformId, named).then(
      (isThere) => isThere || failed(() => toast(words.gone(visible(named)))),
      (error: unknown) => failed(() => refused(platformId, error)),
    );
    return () => stop.abort();
  }, [platformId, named, summary.name, address]);
}

function Unusual() {
  const { store, address } = useInventory();
  const { summary } = useDraftState(store);
  if (summary.name === usual) return null;
  return (
    <div className={styles.strip} role="status">
      <p>{words.notUsual(visible(summary.name), summary.baseRevision)}</p>
      <Button small onPress={() => address.set({ draft: usual, from: '', to: '' })}>
        {words.back}
      </Button>
    </div>
  );
}

/** Whether it is there: a draft that an old link names is not begun anew. */
async function opened(platformId: string, name: string): Promise<boolean> {
  const drafts = name === usual ? [] : await api.inventory.drafts.list({ platformId });
  if (name !== usual && !drafts.some((one) => one.name === name)) return false;
  await sessionOf(platformId).switchTo(name);
  return true;
}
