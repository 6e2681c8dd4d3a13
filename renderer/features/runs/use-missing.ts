// Machines that were left out of the cluster: in the inventory, but not among its nodes.
import { useQuery } from '@tanstack/react-query';
import type { LiveCluster } from '#renderer/live/live-cluster.ts';
import { useStore } from '#renderer/live/use-live.ts';
import { platformQuery } from '#renderer/server-state/queries.ts';
import { useAllRuns } from './all-runs.ts';
import { isActive } from './run-model.ts';

/** Their names; none while a run is under way, in which they may yet join. */
export function useMissing(live: LiveCluster): readonly string[] {
  const inventory = useQuery(platformQuery(live.platformId)).data?.nodes ?? [];
  const nodes = useStore(live, 'nodes');
  const { runs } = useAllRuns();
  if (!nodes.complete || runs.some((run) => run.platformId === live.platformId && isActive(run.state))) return [];
  const joined = new Set([...nodes.rows.values()].map((node) => node.name));
  return inventory.map((node) => node.name).filter((name) => !joined.has(name));
}
