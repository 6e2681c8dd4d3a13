import { queryOptions } from '@tanstack/react-query';
import { clusterLoginSettings, type ClusterLoginSettings } from '#contract/cluster-login.ts';
import { api } from '#renderer/api.ts';

/** What the newest run set up; null when there was none. */
async function lastLogin(platformId: string, signal: AbortSignal): Promise<ClusterLoginSettings | null> {
  const runs = await api.runs.list({ platformId, limit: 500 }, { signal });
  const newest = runs.find(({ kind }) => kind === 'cluster-login');
  if (newest === undefined) return null;
  const { tasks } = await api.runs.get({ runId: newest.id }, { signal });
  const read = clusterLoginSettings.safeParse(tasks[0]?.input['login']);
  return read.success ? read.data : null;
}

export const lastLoginQuery = (platformId: string) =>
  queryOptions({ queryKey: ['cluster-login', platformId], queryFn: ({ signal }) => lastLogin(platformId, signal) });
