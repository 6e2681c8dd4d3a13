// What is in the cluster: as it is now where it answers, else as it was seen last.
import type { ClusterNode, LiveKind, RowOf } from '#contract/cluster.ts';
import type { ComponentFile } from '#contract/component-file.ts';
import type { Drift } from '#contract/inventory/drift.ts';
import type { LiveCache } from '#core/cluster/live-cache.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { LastSeenStore, Seen, SeenNode, SeenWorkload } from '#core/ports/last-seen.ts';
import { kubeconfigName, type SecretStore } from '#core/ports/secrets.ts';

export interface SeenDeps {
  readonly live: Pick<LiveCache, 'list'>;
  readonly lastSeen: LastSeenStore;
  readonly secrets: Pick<SecretStore, 'get'>;
  readonly clock: Clock;
  readonly components: readonly ComponentFile[];
}

export interface Look {
  readonly state: Drift['live']['state'];
  readonly seen: Seen | null;
}

/** A person waits for the answer; a cluster that is there says so sooner. */
const patienceMs = 5000;

/** Asks the shared copy, which is kept for a while by whoever looked last; machines are not asked. */
export async function lookAt(deps: SeenDeps, platformId: string): Promise<Look> {
  const found = await clusterNow(deps, platformId);
  if (found !== null) {
    await deps.lastSeen.set(platformId, found.seen);
    return found;
  }
  const seen = await deps.lastSeen.get(platformId);
  return { state: seen === null ? 'never' : 'before', seen };
}

async function clusterNow(deps: SeenDeps, platformId: string): Promise<{ state: 'now' | 'before'; seen: Seen } | null> {
  if ((await deps.secrets.get(kubeconfigName(platformId))) === null) return null;
  const lists = await within(deps.clock, patienceMs, Promise.all(kinds.map((kind) => deps.live.list(platformId, kind, Infinity))));
  if (lists === null || !lists.every(({ complete }) => complete)) return null;
  const live = lists.every(({ feed }) => feed.state === 'live');
  const heard = lists.map(({ feed }) => feed.heardAt ?? 0);
  const rows = lists.map((list) => list.rows);
  const nodes = rows.flatMap((one) => (one.kind === 'nodes' ? one.upserted.map(seenNode) : []));
  const workloads = rows.flatMap((one) => (isWorkload(one) ? one.upserted : []));
  const awaited = new Set(deps.components.flatMap((component) => readyOf(component).map(workloadKey)));
  return {
    state: live ? 'now' : 'before',
    seen: {
      at: live ? deps.clock.now() : Math.min(...heard),
      nodes,
      workloads: workloads
        .map(({ kind, namespace, name }): SeenWorkload => ({ kind, namespace, name }))
        .filter((one) => awaited.has(workloadKey(one))),
    },
  };
}

const kinds = ['nodes', 'deployments', 'statefulsets', 'daemonsets'] as const satisfies readonly LiveKind[];
type WorkloadRows = { readonly kind: 'deployments' | 'statefulsets' | 'daemonsets'; readonly upserted: readonly RowOf['deployments'][] };
const isWorkload = (rows: { readonly kind: LiveKind; readonly upserted: readonly unknown[] }): rows is WorkloadRows =>
  rows.kind === 'deployments' || rows.kind === 'statefulsets' || rows.kind === 'daemonsets';

export const workloadKey = ({ kind, namespace, name }: SeenWorkload): string => `${kind}/${namespace}/${name}`;
/** What a component is known by. */
export const readyOf = ({ ready, release }: Pick<ComponentFile, 'ready' | 'release'>): readonly SeenWorkload[] =>
  ready.map(({ kind, name, namespace }) => ({ kind, name, namespace: namespace ?? release.namespace }));

function roleOf(roles: readonly string[]): SeenNode['role'] {
  if (roles.includes('control-plane') || roles.includes('master')) return 'control';
  return roles.includes('worker') ? 'worker' : null;
}
const seenNode = ({ name, roles, version, address, labels, taints }: ClusterNode): SeenNode => ({
  name,
  role: roleOf(roles),
  version,
  address,
  labels,
  taints,
});

async function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T | null> {
  const over = new AbortController();
  const late = clock.sleep(ms, over.signal).then(
    () => null,
    () => null,
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}
