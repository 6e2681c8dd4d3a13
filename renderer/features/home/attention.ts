// What needs somebody, worst first: nodes, workloads, runs.
import type { Status } from '#contract/base.ts';
import type { ClusterNode, Workload } from '#contract/cluster.ts';
import type { RunSummary } from '#contract/runs.ts';
import { badFirst, isBad } from '#renderer/live/order.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import type { WorkloadKind } from '#renderer/features/workloads/kinds.ts';

export interface Attention {
  readonly key: string;
  readonly status: Status;
  readonly title: string;
  readonly text: string;
  readonly to: string;
}

export interface AttentionFacts {
  readonly platformId: string;
  readonly nodes: readonly ClusterNode[];
  readonly workloads: readonly { readonly kind: WorkloadKind; readonly row: Workload }[];
  /** Named in the inventory, but not in the cluster. */
  readonly missing: readonly string[];
  /** Newest first. */
  readonly runs: readonly RunSummary[];
}

/** Only the newest run counts: an old failure that was run again since is over. */
function runAttention(runs: readonly RunSummary[]): readonly Attention[] {
  const last = runs[0];
  if (last === undefined || (last.state !== 'failed' && last.state !== 'interrupted')) return [];
  const status = last.state === 'failed' ? 'failed' : 'attention';
  return [{ key: last.id, status, title: last.title, text: last.headline, to: paths.run(last.id) }];
}

export function attentionOf(facts: AttentionFacts): readonly Attention[] {
  const { platformId } = facts;
  const nodes = facts.nodes.filter(isBad).map((node) => ({
    key: node.uid,
    status: node.status,
    title: node.name,
    // A node that works and is closed: the way to open it is where this leads.
    text: node.status === 'attention' && !node.schedulable ? `${node.reason} ${t.home.openAgain}` : node.reason,
    to: paths.nodes(platformId, node.name),
  }));
  const workloads = facts.workloads
    .filter(({ row }) => isBad(row))
    .map(({ kind, row }) => ({
      key: row.uid,
      status: row.status,
      title: row.name,
      text: row.reason === '' ? t.cluster.of(String(row.ready), String(row.desired)) : row.reason,
      to: paths.workloads(platformId, kind, `${row.namespace}/${row.name}`),
    }));
  const missing = facts.missing.map((name) => ({
    key: `missing/${name}`,
    status: 'attention' as const,
    title: name,
    text: t.home.notJoined,
    to: paths.setup(platformId),
  }));
  return [...runAttention(facts.runs), ...nodes, ...missing, ...workloads].sort(badFirst);
}
