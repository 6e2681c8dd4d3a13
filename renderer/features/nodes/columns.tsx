import { Link } from 'react-router';
import type { ClusterNode } from '#contract/cluster.ts';
import { visible } from '#renderer/kit/format.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { byNumber, byText } from '#renderer/kit/table/table-model.ts';
import type { Column } from '#renderer/kit/table/table-model.ts';
import { badFirst } from '#renderer/live/order.ts';
import type { LiveCluster } from '#renderer/live/live-cluster.ts';
import { useStore } from '#renderer/live/use-live.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import { NodeUse, usageOf } from './NodeUse.tsx';

const words = t.cluster.columns;
export const usualOrder = byText<ClusterNode>((node) => node.name);
export const textsOf = (node: ClusterNode): readonly string[] => [node.name, node.address, node.reason, node.status, ...node.roles];

export const nodeColumns = (live: LiveCluster): readonly Column<ClusterNode>[] => [
  ...stateColumns(live),
  ...resourceColumns(live),
  ...machineColumns,
];

function stateColumns(live: LiveCluster): readonly Column<ClusterNode>[] {
  return [
    {
      id: 'name',
      title: words.name,
      width: 'minmax(120px, 1.2fr)',
      head: true,
      cell: (node) => (
        <Link tabIndex={-1} to={paths.nodes(live.platformId, node.name)}>
          {visible(node.name)}
        </Link>
      ),
      text: (node) => node.name,
      compare: byText((node) => node.name),
    },
    {
      id: 'status',
      title: words.status,
      width: 'minmax(110px, 0.9fr)',
      cell: (node) => (
        <StatusMark
          status={node.status}
          word={node.schedulable ? undefined : `${t.kit.status[node.status]}, ${t.cluster.nodes.cordoned}`}
        />
      ),
      text: (node) => t.kit.status[node.status],
      compare: badFirst,
    },
    {
      id: 'reason',
      title: words.reason,
      width: 'minmax(100px, 1fr)',
      from: 1120,
      cell: (node) => visible(node.reason),
      text: (node) => node.reason,
      compare: byText((node) => node.reason),
      extra: true,
    },
    {
      id: 'roles',
      title: words.roles,
      // All of "control-plane".
      width: 'minmax(116px, 0.8fr)',
      from: 620,
      cell: (node) => visible(node.roles.join(', ')),
      text: (node) => node.roles.join(', '),
      compare: byText((node) => node.roles.join()),
    },
  ];
}

function resourceColumns(live: LiveCluster): readonly Column<ClusterNode>[] {
  return [
    {
      id: 'cpu',
      title: words.cpu,
      width: 'minmax(170px, 1.3fr)',
      from: 700,
      cell: (node) => <NodeUse inCell {...{ live, node }} resource="cpu" />,
      text: (node) => usageOf(live, node, 'cpu').text,
    },
    {
      id: 'memory',
      title: words.memory,
      width: 'minmax(200px, 1.5fr)',
      from: 860,
      cell: (node) => <NodeUse inCell {...{ live, node }} resource="memory" />,
      text: (node) => usageOf(live, node, 'memory').text,
    },
    {
      id: 'gpus',
      title: words.gpus,
      width: '72px',
      align: 'end',
      from: 960,
      cell: (node) => (node.gpus === 0 ? '–' : usageOf(live, node, 'gpus').text),
      text: (node) => String(node.gpus),
      compare: byNumber((node) => node.gpus),
    },
    {
      id: 'pods',
      title: words.pods,
      width: '64px',
      align: 'end',
      from: 560,
      cell: (node) => <PodCount {...{ live, node }} />,
      text: (node) => usageOf(live, node, 'pods').text,
    },
  ];
}

const machineColumns: readonly Column<ClusterNode>[] = [
  {
    id: 'version',
    title: words.version,
    width: '96px',
    from: 1040,
    cell: (node) => visible(node.version),
    text: (node) => node.version,
    compare: byText((node) => node.version),
  },
  {
    id: 'address',
    title: words.address,
    width: '128px',
    from: 1200,
    cell: (node) => <code>{visible(node.address)}</code>,
    text: (node) => node.address,
    compare: byText((node) => node.address),
  },
  {
    id: 'os',
    title: words.os,
    width: 'minmax(120px, 1fr)',
    extra: true,
    cell: (node) => visible(node.os),
    text: (node) => node.os,
    compare: byText((node) => node.os),
  },
  {
    id: 'age',
    title: words.age,
    width: '64px',
    align: 'end',
    from: 480,
    cell: (node) => <RelativeTime at={node.createdAt} />,
    text: (node) => new Date(node.createdAt).toISOString(),
    compare: byNumber((node) => -node.createdAt),
  },
];

function PodCount({ live, node }: { readonly live: LiveCluster; readonly node: ClusterNode }) {
  useStore(live, 'pods');
  return live.podsOfNode.get(node.name).pods;
}
