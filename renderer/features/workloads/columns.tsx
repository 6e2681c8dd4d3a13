import { Link } from 'react-router';
import type { Pod, Workload } from '#contract/cluster.ts';
import { formatBytes, formatCpu, visible } from '#renderer/kit/format.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { byNumber, byText } from '#renderer/kit/table/table-model.ts';
import type { Column } from '#renderer/kit/table/table-model.ts';
import { badFirst } from '#renderer/live/order.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import { listOf } from './kinds.ts';
import type { WorkloadKind } from './kinds.ts';

const words = t.cluster.columns;

export interface Named {
  readonly namespace: string;
  readonly name: string;
}
export const openOf = (row: Named): string => `${row.namespace}/${row.name}`;

function nameThen<R extends Named>(a: R, b: R): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.namespace < b.namespace ? -1 : a.namespace > b.namespace ? 1 : 0;
}
export const usualPods = (a: Pod, b: Pod): number => nameThen(a, b);
export const usualWorkloads = (a: Workload, b: Workload): number => nameThen(a, b);
export const podTexts = (pod: Pod): readonly string[] => [
  pod.name,
  pod.namespace,
  pod.node,
  pod.phase,
  pod.reason,
  pod.ip,
  pod.owner?.name ?? '',
];
export const workloadTexts = (row: Workload): readonly string[] => [row.name, row.namespace, row.reason, ...row.images];

const nameColumn = <R extends Named>(to: (row: R) => string): Column<R> => ({
  id: 'name',
  title: words.name,
  width: 'minmax(160px, 2fr)',
  head: true,
  cell: (row) => (
    <Link tabIndex={-1} to={to(row)}>
      {visible(row.name)}
    </Link>
  ),
  text: (row) => row.name,
  compare: byText((row) => row.name),
});

const namespaceColumn = <R extends Named>(): Column<R> => ({
  id: 'namespace',
  title: words.namespace,
  width: 'minmax(96px, 0.9fr)',
  from: 560,
  cell: (row) => visible(row.namespace),
  text: (row) => row.namespace,
  compare: byText((row) => row.namespace),
});

const ageColumn = <R extends { readonly createdAt: number }>(): Column<R> => ({
  id: 'age',
  title: words.age,
  width: '64px',
  align: 'end',
  from: 420,
  cell: (row) => <RelativeTime at={row.createdAt} />,
  text: (row) => new Date(row.createdAt).toISOString(),
  compare: byNumber((row) => -row.createdAt),
});

/** What Kubernetes itself says, with what it means in the five words of the product. */
const podWord = (pod: Pod): string => visible(pod.reason !== '' && pod.reason !== pod.phase ? `${pod.phase}: ${pod.reason}` : pod.phase);

export function podColumns(platformId: string): readonly Column<Pod>[] {
  return [
    nameColumn((pod) => paths.workloads(platformId, 'pods', openOf(pod))),
    namespaceColumn(),
    {
      id: 'status',
      title: words.status,
      width: 'minmax(130px, 1fr)',
      cell: (pod) => <StatusMark status={pod.status} word={podWord(pod)} />,
      text: (pod) => podWord(pod),
      compare: badFirst,
    },
    {
      id: 'ready',
      title: words.ready,
      width: '64px',
      align: 'end',
      from: 620,
      cell: (pod) => `${pod.ready}/${pod.containers}`,
      text: (pod) => `${pod.ready}/${pod.containers}`,
      compare: byNumber((pod) => pod.ready - pod.containers),
    },
    {
      id: 'restarts',
      title: words.restarts,
      width: '80px',
      align: 'end',
      from: 700,
      cell: (pod) => pod.restarts,
      text: (pod) => String(pod.restarts),
      compare: byNumber((pod) => pod.restarts),
    },
    {
      id: 'node',
      title: words.node,
      width: 'minmax(96px, 0.9fr)',
      from: 800,
      cell: (pod) =>
        pod.node === '' ? (
          '–'
        ) : (
          <Link tabIndex={-1} to={paths.nodes(platformId, pod.node)}>
            {visible(pod.node)}
          </Link>
        ),
      text: (pod) => pod.node,
      compare: byText((pod) => pod.node),
    },
    {
      id: 'owner',
      title: words.owner,
      width: 'minmax(100px, 1fr)',
      from: 1000,
      cell: (pod) => <Owner platformId={platformId} pod={pod} />,
      text: (pod) => pod.owner?.name ?? '',
      compare: byText((pod) => pod.owner?.name ?? ''),
    },
    {
      id: 'cpu',
      title: t.cluster.nodes.cpu,
      width: '72px',
      align: 'end',
      from: 1100,
      cell: (pod) => (pod.cpuMilli === 0 ? '–' : formatCpu(pod.cpuMilli)),
      text: (pod) => String(pod.cpuMilli),
      compare: byNumber((pod) => pod.cpuMilli),
    },
    {
      id: 'memory',
      title: t.cluster.nodes.memory,
      width: '84px',
      align: 'end',
      from: 1100,
      cell: (pod) => (pod.memoryBytes === 0 ? '–' : formatBytes(pod.memoryBytes)),
      text: (pod) => String(pod.memoryBytes),
      compare: byNumber((pod) => pod.memoryBytes),
    },
    {
      id: 'gpus',
      title: words.gpus,
      width: '64px',
      align: 'end',
      extra: true,
      cell: (pod) => pod.gpus,
      text: (pod) => String(pod.gpus),
      compare: byNumber((pod) => pod.gpus),
    },
    {
      id: 'ip',
      title: words.ip,
      width: '112px',
      extra: true,
      cell: (pod) => <code>{visible(pod.ip)}</code>,
      text: (pod) => pod.ip,
      compare: byText((pod) => pod.ip),
    },
    ageColumn(),
  ];
}

export function Owner({ platformId, pod }: { readonly platformId: string; readonly pod: Pod }) {
  if (pod.owner === null) return '–';
  const list = listOf(pod.owner.kind);
  const name = visible(pod.owner.name);
  if (list === undefined) return name;
  return (
    <Link tabIndex={-1} to={paths.workloads(platformId, list, `${pod.namespace}/${pod.owner.name}`)}>
      {name}
    </Link>
  );
}

const shortImage = (image: string): string => image.slice(image.lastIndexOf('/') + 1).replace(/@sha256:.*/u, '');

export function workloadColumns(platformId: string, kind: WorkloadKind): readonly Column<Workload>[] {
  return [
    nameColumn((row) => paths.workloads(platformId, kind, openOf(row))),
    namespaceColumn(),
    {
      id: 'status',
      title: words.status,
      width: 'minmax(110px, 0.7fr)',
      cell: (row) => <StatusMark status={row.status} />,
      text: (row) => t.kit.status[row.status],
      compare: badFirst,
    },
    {
      id: 'ready',
      title: words.ready,
      width: '72px',
      align: 'end',
      cell: (row) => `${row.ready}/${row.desired}`,
      text: (row) => `${row.ready}/${row.desired}`,
      compare: byNumber((row) => row.ready - row.desired),
    },
    {
      id: 'reason',
      title: words.reason,
      width: 'minmax(120px, 1.4fr)',
      from: 760,
      cell: (row) => visible(row.reason),
      text: (row) => row.reason,
      compare: byText((row) => row.reason),
    },
    {
      id: 'images',
      title: words.images,
      width: 'minmax(140px, 1.4fr)',
      from: 900,
      cell: (row) => <span title={row.images.join('\n')}>{visible(row.images.map(shortImage).join(', '))}</span>,
      text: (row) => row.images.join(' '),
      compare: byText((row) => row.images.join()),
    },
    ageColumn(),
  ];
}
