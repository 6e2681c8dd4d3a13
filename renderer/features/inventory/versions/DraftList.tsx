import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { DraftSummary } from '#contract/inventory/drafts.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from '../inventory-context.ts';
import { draftsQuery, renewDrafts } from './queries.ts';
import { refused } from './refused.ts';
import styles from './versions.module.css';

const words = t.inventory.drafts;

/** Drafts beside the one that is open: shown once there are any. */
export function DraftList() {
  const { platformId, store } = useInventory();
  const { summary } = useDraftState(store);
  const { data, error, refetch } = useQuery(draftsQuery(platformId));
  const heading = useId();
  if (error !== null && data === undefined) return <FaultCard fault={toFault(error)} onAction={() => void refetch()} />;
  const others = (data ?? []).filter((one) => one.id !== summary.id);
  if (others.length === 0) return null;
  return (
    <section className={styles.drafts} aria-labelledby={heading}>
      <h2 id={heading}>{words.title}</h2>
      <ul>
        <li className={styles.draft}>
          <Words draft={summary} />
          <span className={styles.tag}>{words.open}</span>
        </li>
        {others.map((one) => (
          <Other key={one.id} draft={one} />
        ))}
      </ul>
    </section>
  );
}

function Words({ draft }: { readonly draft: DraftSummary }) {
  return (
    <span className={styles.draftWords}>
      <strong>{visible(draft.name)}</strong>
      <span className={styles.by}>
        {words.begun(draft.baseRevision)}, {draft.changed ? words.changed : words.same}, <RelativeTime at={draft.changedAt} ago />
      </span>
    </span>
  );
}

function Other({ draft }: { readonly draft: DraftSummary }) {
  const { address } = useInventory();
  const name = visible(draft.name);
  return (
    <li className={styles.draft}>
      <Words draft={draft} />
      <Button small aria-label={words.switchTo(name)} onPress={() => address.set({ draft: draft.name, from: '', to: '' })}>
        {words.switchShort}
      </Button>
      <Button small look="quiet" aria-label={words.remove(name)} onPress={() => void remove(draft)}>
        {words.removeShort}
      </Button>
    </li>
  );
}

/** Undone, it is begun again with its version and its text. */
async function remove({ platformId, id: draftId, name, baseRevision }: DraftSummary): Promise<void> {
  try {
    const { text } = await api.inventory.drafts.get({ platformId, draftId });
    await api.inventory.drafts.remove({ platformId, draftId });
    toast(words.removed(name), () => void restore({ platformId, name, fromRevision: baseRevision }, text));
  } catch (error) {
    refused(platformId, error);
  }
  await renewDrafts(platformId);
}

async function restore(one: { platformId: string; name: string; fromRevision: number }, text: string): Promise<void> {
  try {
    const { summary, seq, text: begun } = await api.inventory.drafts.open(one);
    const edits = [{ from: 0, to: begun.length, insert: text }];
    if (begun !== text)
      await api.inventory.drafts.edit({ platformId: one.platformId, draftId: summary.id, seq, edits, label: words.restored });
  } catch (error) {
    refused(one.platformId, error);
  }
  await renewDrafts(one.platformId);
}
