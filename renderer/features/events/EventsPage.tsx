import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import type { ClusterEvent } from '#contract/cluster.ts';
import { listOf } from '#renderer/features/workloads/kinds.ts';
import { NamespaceFilter } from '#renderer/features/workloads/NamespaceFilter.tsx';
import { ListPage, PageHead } from '#renderer/frame/Page.tsx';
import { usePageTitle } from '#renderer/frame/page-title.ts';
import { WithCluster } from '#renderer/frame/WithCluster.tsx';
import { Switch } from '#renderer/kit/Choices.tsx';
import { copyText } from '#renderer/kit/clipboard.ts';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import { visible } from '#renderer/kit/format.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { byNumber, byText } from '#renderer/kit/table/table-model.ts';
import type { Column } from '#renderer/kit/table/table-model.ts';
import { TableView } from '#renderer/kit/table/TableView.tsx';
import { useTableAddress } from '#renderer/kit/table/use-table-address.ts';
import { FeedFault, Freshness } from '#renderer/live/Freshness.tsx';
import type { LiveCluster } from '#renderer/live/live-cluster.ts';
import { useLiveRows } from '#renderer/live/use-live-rows.ts';
import { useStore } from '#renderer/live/use-live.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';

const words = t.cluster.events;
const heads = t.cluster.columns;

/** The page of what an event is about; undefined where there is none. */
export function aboutPath(platformId: string, event: ClusterEvent): string | undefined {
  if (event.about.kind === 'Node') return paths.nodes(platformId, event.about.name);
  const list = listOf(event.about.kind);
  return list === undefined ? undefined : paths.workloads(platformId, list, `${event.namespace}/${event.about.name}`);
}

function About({ platformId, event }: { readonly platformId: string; readonly event: ClusterEvent }) {
  const to = aboutPath(platformId, event);
  const name = `${event.about.kind} ${visible(event.about.name)}`;
  return to === undefined ? (
    name
  ) : (
    <Link tabIndex={-1} to={to}>
      {name}
    </Link>
  );
}

const newestFirst = (a: ClusterEvent, b: ClusterEvent): number => b.lastAt - a.lastAt;
const texts = (event: ClusterEvent): readonly string[] => [
  event.reason,
  event.message,
  event.about.kind,
  event.about.name,
  event.namespace,
];

function eventColumns(platformId: string): readonly Column<ClusterEvent>[] {
  return [
    {
      id: 'last',
      title: heads.last,
      width: '104px',
      align: 'end',
      cell: (event) => <RelativeTime at={event.lastAt} ago />,
      text: (event) => new Date(event.lastAt).toISOString(),
      compare: byNumber((event) => -event.lastAt),
    },
    {
      id: 'reason',
      title: heads.reason,
      width: 'minmax(130px, 0.8fr)',
      head: true,
      cell: (event) => (event.warning ? <StatusMark status="attention" word={visible(event.reason)} /> : visible(event.reason)),
      text: (event) => event.reason,
      compare: byText((event) => event.reason),
    },
    {
      id: 'about',
      title: heads.about,
      width: 'minmax(140px, 1.2fr)',
      from: 520,
      cell: (event) => <About {...{ platformId, event }} />,
      text: (event) => `${event.about.kind} ${event.about.name}`,
      compare: byText((event) => event.about.name),
    },
    {
      id: 'message',
      title: heads.message,
      width: 'minmax(160px, 3fr)',
      cell: (event) => <span title={visible(event.message)}>{visible(event.message)}</span>,
      text: (event) => event.message,
    },
    {
      id: 'count',
      title: heads.count,
      width: '64px',
      align: 'end',
      from: 680,
      cell: (event) => event.count,
      text: (event) => String(event.count),
      compare: byNumber((event) => event.count),
    },
    {
      id: 'namespace',
      title: heads.namespace,
      width: 'minmax(96px, 0.7fr)',
      from: 900,
      cell: (event) => visible(event.namespace),
      text: (event) => event.namespace,
      compare: byText((event) => event.namespace),
    },
    {
      id: 'first',
      title: heads.first,
      width: '104px',
      align: 'end',
      extra: true,
      cell: (event) => <RelativeTime at={event.createdAt} ago />,
      text: (event) => new Date(event.createdAt).toISOString(),
      compare: byNumber((event) => -event.createdAt),
    },
  ];
}

export function EventsPage() {
  usePageTitle(words.title);
  return <WithCluster>{(live) => <Events key={live.platformId} live={live} />}</WithCluster>;
}

function Events({ live }: { readonly live: LiveCluster }) {
  const address = useTableAddress();
  const navigate = useNavigate();
  const store = useStore(live, 'events');
  const namespace = address.get('ns');
  const only = address.get('only') === 'warnings';
  const columns = useMemo(() => eventColumns(live.platformId), [live]);
  const keep = useMemo(
    () => (event: ClusterEvent) => (!only || event.warning) && (namespace === '' || event.namespace === namespace),
    [only, namespace],
  );
  const rows = useLiveRows(store, { columns, usual: newestFirst, texts, keep, sort: address.get('sort'), filter: address.filter });
  const warnings = [...store.rows.values()].filter((event) => event.warning).length;
  const open = (event: ClusterEvent): void => {
    const to = aboutPath(live.platformId, event);
    if (to !== undefined) void navigate(to);
  };
  const actions = (event: ClusterEvent) => [
    { id: 'open', label: t.cluster.openRow, isDisabled: aboutPath(live.platformId, event) === undefined, run: () => open(event) },
    { id: 'copy', label: t.kit.copyOf(heads.message.toLowerCase()), run: () => void copyText(event.message) },
  ];
  return (
    <ListPage head={<PageHead title={words.title} sentence={store.complete ? words.sentence(warnings) : undefined} />}>
      <TableView
        id="events"
        label={words.title}
        keyOf={(event) => event.uid}
        nameOf={(event) => event.reason}
        onOpen={open}
        isLoading={!store.complete}
        tools={
          <>
            <NamespaceFilter live={live} value={namespace} onChange={(ns) => address.set({ ns })} />
            <Switch isSelected={only} onChange={(on) => address.set({ only: on ? 'warnings' : '' })}>
              {words.onlyWarnings}
            </Switch>
          </>
        }
        freshness={<Freshness feed={store.feed} />}
        note={<FeedFault live={live} feed={store.feed} />}
        empty={<EmptyState title={words.emptyTitle}>{words.empty}</EmptyState>}
        {...{ columns, rows, address, actions }}
      />
    </ListPage>
  );
}
