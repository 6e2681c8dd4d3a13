import { useQuery } from '@tanstack/react-query';
import { toFault } from '#renderer/faults.ts';
import { ListPage, PageHead } from '#renderer/frame/Page.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Late } from '#renderer/kit/Late.tsx';
import { late } from '#renderer/kit/late-styles.ts';
import { Notice } from '#renderer/kit/Notice.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { Tabs } from '#renderer/kit/Tabs.tsx';
import { useTableAddress } from '#renderer/kit/table/use-table-address.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './inventory.module.css';
import { savedTextQuery } from './queries.ts';

const yamlReader = late(() => import('./yaml/YamlReader.tsx').then((module) => module.YamlReader));
const changes = late(() => import('./changes/Changes.tsx').then((module) => module.Changes));
const words = t.inventory.readOnly;
const tabs = [
  { id: 'yaml', title: t.inventory.tabs.yaml },
  { id: 'changes', title: t.inventory.changes.tab },
] as const;

/** For whoever may look and not change: the saved text, and what differs from it. */
export function ReadOnlyInventory({ platformId }: { readonly platformId: string }) {
  const address = useTableAddress();
  const tab = tabs.find(({ id }) => id === address.get('tab'))?.id ?? 'yaml';
  return (
    <ListPage head={<PageHead title={t.inventory.title} sentence={words.text} />}>
      <div className={styles.alone}>
        <Notice role="status">{words.title}</Notice>
      </div>
      <div className={styles.views}>
        <Tabs label={t.inventory.views} items={tabs} value={tab} onChange={(chosen) => address.set({ tab: chosen })}>
          {tab === 'changes' ? (
            <Late part={changes} props={{ compared: { platformId, draft: null }, store: null }} />
          ) : (
            <SavedText platformId={platformId} />
          )}
        </Tabs>
      </div>
    </ListPage>
  );
}

function SavedText({ platformId }: { readonly platformId: string }) {
  const saved = useQuery(savedTextQuery(platformId));
  return (
    <>
      {saved.error !== null && (
        <div className={styles.alone}>
          <FaultCard fault={toFault(saved.error)} onAction={() => void saved.refetch()} />
        </div>
      )}
      {saved.data === undefined ? <Skeleton rows={10} /> : <Late part={yamlReader} props={{ text: saved.data.text }} />}
    </>
  );
}
