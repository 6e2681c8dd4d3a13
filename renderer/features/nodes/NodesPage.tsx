import { useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router';
import type { ClusterNode } from '#contract/cluster.ts';
import { nodeActItems } from '#renderer/features/life/node-acts.ts';
import { JoinMissing } from '#renderer/features/runs/JoinMissing.tsx';
import { useMissing } from '#renderer/features/runs/use-missing.ts';
import { ListPage, PageHead } from '#renderer/frame/Page.tsx';
import { usePageTitle } from '#renderer/frame/page-title.ts';
import { useEscape } from '#renderer/frame/shortcuts.ts';
import { WithCluster } from '#renderer/frame/WithCluster.tsx';
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
import { nodeColumns, textsOf, usualOrder } from './columns.tsx';
import { NodeDrawer } from './NodeDrawer.tsx';

const words = t.cluster.nodes;

export function NodesPage() {
  usePageTitle(words.title);
  return <WithCluster>{(live) => <Nodes key={live.platformId} live={live} />}</WithCluster>;
}

function Nodes({ live }: { readonly live: LiveCluster }) {
  const address = useTableAddress();
  const navigate = useNavigate();
  const store = useStore(live, 'nodes');
  const missing = useMissing(live);
  const columns = useMemo(() => nodeColumns(live), [live]);
  const rows = useLiveRows(store, { columns, usual: usualOrder, texts: textsOf, sort: address.get('sort'), filter: address.filter });
  const close = useCallback(() => address.setOpen(null), [address]);
  useEscape(close, address.open !== null);
  const opened = address.open === null ? null : ([...store.rows.values()].find((node) => node.name === address.open) ?? null);
  const actions = (node: ClusterNode) => [
    { id: 'open', label: t.cluster.openRow, keys: 'enter', run: () => address.setOpen(node.name) },
    {
      id: 'pods',
      label: words.showPods,
      run: () => void navigate(`${paths.workloads(live.platformId, 'pods')}?q=${encodeURIComponent(node.name)}`),
    },
    { id: 'events', label: words.showEvents, run: () => void navigate(paths.events(live.platformId, node.name)) },
    ...nodeActItems(live.platformId, node, (path) => void navigate(path)),
    { id: 'copy', label: t.cluster.copyName, run: () => void copyText(node.name) },
  ];
  const ready = live.nodeStatus.get('ready').count;
  return (
    <ListPage
      head={<PageHead title={words.title} sentence={store.complete ? words.sentence(store.rows.size, ready) : undefined} />}
      drawer={address.open !== null && <NodeDrawer key={address.open} live={live} name={address.open} node={opened} onClose={close} />}
    >
      <TableView
        id="nodes"
        label={words.title}
        keyOf={(node) => node.uid}
        nameOf={(node) => node.name}
        openOf={(node) => node.name}
        isLoading={!store.complete}
        freshness={<Freshness feed={store.feed} />}
        note={
          <>
            <JoinMissing platformId={live.platformId} names={missing} />
            <FeedFault live={live} feed={store.feed} />
          </>
        }
        empty={<EmptyState title={words.emptyTitle}>{words.empty}</EmptyState>}
        {...{ columns, rows, address, actions }}
      />
    </ListPage>
  );
}
