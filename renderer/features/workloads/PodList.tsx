import { useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router';
import type { Pod } from '#contract/cluster.ts';
import { ListPage } from '#renderer/frame/Page.tsx';
import { useEscape } from '#renderer/frame/shortcuts.ts';
import { copyText } from '#renderer/kit/clipboard.ts';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import { TableView } from '#renderer/kit/table/TableView.tsx';
import { useTableAddress } from '#renderer/kit/table/use-table-address.ts';
import { FeedFault, Freshness } from '#renderer/live/Freshness.tsx';
import type { LiveCluster } from '#renderer/live/live-cluster.ts';
import { useLiveRows } from '#renderer/live/use-live-rows.ts';
import { useStore } from '#renderer/live/use-live.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import { openOf, podColumns, podTexts, usualPods } from './columns.tsx';
import { NamespaceFilter } from './NamespaceFilter.tsx';
import { PodDrawer } from './PodDrawer.tsx';

const words = t.cluster.workloads;

export function PodList({ live }: { readonly live: LiveCluster }) {
  const address = useTableAddress();
  const navigate = useNavigate();
  const store = useStore(live, 'pods');
  const namespace = address.get('ns');
  const columns = useMemo(() => podColumns(live.platformId), [live]);
  const keep = useMemo(() => (namespace === '' ? undefined : (pod: Pod) => pod.namespace === namespace), [namespace]);
  const rows = useLiveRows(store, { columns, usual: usualPods, texts: podTexts, keep, sort: address.get('sort'), filter: address.filter });
  const close = useCallback(() => address.setOpen(null), [address]);
  useEscape(close, address.open !== null);
  const opened = address.open === null ? null : findOpen(store.rows.values(), address.open);
  const actions = (pod: Pod) => [
    { id: 'open', label: t.cluster.openRow, keys: 'enter', run: () => address.setOpen(openOf(pod)) },
    { id: 'node', label: words.showNode, isDisabled: pod.node === '', run: () => void navigate(paths.nodes(live.platformId, pod.node)) },
    { id: 'events', label: words.showEvents, run: () => void navigate(paths.events(live.platformId, pod.name)) },
    { id: 'copy', label: t.cluster.copyName, run: () => void copyText(pod.name) },
  ];
  return (
    <ListPage
      head={null}
      drawer={address.open !== null && <PodDrawer key={address.open} live={live} name={address.open} pod={opened} onClose={close} />}
    >
      <TableView
        id="pods"
        label={words.kinds.pods}
        keyOf={(pod) => pod.uid}
        nameOf={(pod) => pod.name}
        openOf={openOf}
        isLoading={!store.complete}
        tools={<NamespaceFilter live={live} value={namespace} onChange={(ns) => address.set({ ns })} />}
        freshness={<Freshness feed={store.feed} />}
        note={<FeedFault live={live} feed={store.feed} />}
        empty={<EmptyState title={words.emptyTitle(words.kinds.pods)}>{words.empty}</EmptyState>}
        {...{ columns, rows, address, actions }}
      />
    </ListPage>
  );
}

function findOpen(pods: Iterable<Pod>, open: string): Pod | null {
  for (const pod of pods) if (openOf(pod) === open) return pod;
  return null;
}
