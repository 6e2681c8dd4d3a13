import { useEffect } from 'react';
import { Button } from '#renderer/kit/Button.tsx';
import { visible } from '#renderer/kit/format.ts';
import { toast } from '#renderer/kit/toast-store.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from '../inventory-context.ts';
import { sessionOf } from '../sessions.ts';
import styles from './versions.module.css';

const words = t.inventory.drafts;
/** As the contract names the draft that the place opens by itself. */
const usual = 'draft';

/** Says which draft is open, where it is not the usual one; and opens the one that the address names. */
export function DraftStrip() {
  const { platformId, store, address } = useInventory();
  const { summary } = useDraftState(store);
  const named = address.get('draft');
  useEffect(() => {
    if (named === '' || named === summary.name) return undefined;
    const stop = new AbortController();
    void opened(platformId, named).then((problem) => {
      if (problem === null || stop.signal.aborted) return;
      toast(problem);
      address.set({ draft: '' });
    });
    return () => stop.abort();
  }, [platformId, named, summary.name, address]);
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

/** Why it could not be opened. A draft that an old link names is not begun anew. */
async function opened(platformId: string, name: string): Promise<string | null> {
  try {
    const drafts = name === usual ? [] : await api.inventory.drafts.list({ platformId });
    if (name !== usual && !drafts.some((one) => one.name === name)) return words.gone(visible(name));
    await sessionOf(platformId).switchTo(name);
    return null;
  } catch (error) {
    return toFault(error).what;
  }
}
