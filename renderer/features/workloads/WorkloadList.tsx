import { useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router';
import type { Workload } from '#contract/cluster.ts';
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
import { openOf, usualWorkloads, workloadColumns, workloadTexts } from './columns.tsx';
import type { WorkloadKind } from './kinds.ts';
import { NamespaceFilter } from './NamespaceFilter.tsx';
import { WorkloadDrawer } from './WorkloadDrawer.tsx';

const words = t.cluster.workloads;

export interface WorkloadListProps {
  readonly live: LiveCluster;
  readonly kind: Exclude<WorkloadKind, 'pods'>;
}

export function WorkloadList({ live, kind }: WorkloadListProps) {
  const address = useTableAddress();
  const navigate = useNavigate();
  const store = useStore(live, kind);
  const namespace = address.get('ns');
  const columns = useMemo(() => workloadColumns(live.platformId, kind), [live, kind]);
  const keep = useMemo(() => (namespace === '' ? undefined : (row: Workload) => row.namespace === namespace), [namespace]);
  const rows = useLiveRows(store, {
    columns,
    usual: usualWorkloads,
    texts: workloadTexts,
    keep,
    sort: address.get('sort'),
    filter: address.filter,
  });
  const close = useCallback(() => address.setOpen(null), [address]);
  useEscape(close, address.open !== null);
  const opened = address.open === null ? null : ([...store.rows.values()].find((row) => openOf(row) === address.open) ?? null);
  const podsOf = (row: Workload): string =>
    `${paths.workloads(live.platformId, 'pods')}?ns=${encodeURIComponent(row.namespace)}&q=${encodeURIComponent(row.name)}`;
  const actions = (row: Workload) => [
    { id: 'open', label: t.cluster.openRow, keys: 'enter', run: () => address.setOpen(openOf(row)) },
    { id: 'pods', label: words.showPods, run: () => void navigate(podsOf(row)) },
    { id: 'events', label: words.showEvents, run: () => void navigate(paths.events(live.platformId, row.name)) },
    { id: 'copy', label: t.cluster.copyName, run: () => void copyText(row.name) },
  ];
  return (
    <ListPage
      head={null}
      drawer={address.open !== null && <WorkloadDrawer key={address.open} live={live} name={address.open} row={opened} onClose={close} />}
    >
      <TableView
        id={kind}
        label={words.kinds[kind]}
        keyOf={(row) => row.uid}
        nameOf={(row) => row.name}
        openOf={openOf}
        isLoading={!store.complete}
        tools={<NamespaceFilter live={live} value={namespace} onChange={(ns) => address.set({ ns })} />}
        freshness={<Freshness feed={store.feed} />}
        note={<FeedFault live={live} feed={store.feed} />}
        empty={<EmptyState title={words.emptyTitle(words.kinds[kind])}>{words.empty}</EmptyState>}
        {...{ columns, rows, address, actions }}
      />
    </ListPage>
  );
}
