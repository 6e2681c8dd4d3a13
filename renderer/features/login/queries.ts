import { queryOptions } from '@tanstack/react-query';
import type { ClusterLoginSettings } from '#contract/cluster-login.ts';
import { api } from '#renderer/api.ts';
import { lastSetUp, loginOf, takesBackLogin } from './last-login.ts';

/** What the newest run set up that came to its end and was not taken back since; null when there is none. */
async function lastLogin(platformId: string, signal: AbortSignal): Promise<ClusterLoginSettings | null> {
  const last = lastSetUp(await api.runs.list({ platformId, limit: 500 }, { signal }));
  if (last === null) return null;
  const undos = await Promise.all(last.undos.map(({ id }) => api.runs.get({ runId: id }, { signal })));
  if (undos.some(takesBackLogin)) return null;
  return loginOf(await api.runs.get({ runId: last.setUp.id }, { signal }));
}

export const lastLoginQuery = (platformId: string) =>
  queryOptions({ queryKey: ['cluster-login', platformId], queryFn: ({ signal }) => lastLogin(platformId, signal) });
