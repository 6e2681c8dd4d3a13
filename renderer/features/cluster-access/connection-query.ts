import { queryOptions } from '@tanstack/react-query';
import { api } from '#renderer/api.ts';
import { platformsQuery } from '#renderer/server-state/queries.ts';
import { queryClient } from '#renderer/server-state/query-client.ts';

/** What the kept kubeconfig of a platform holds; nothing of it is a credential. */
export const connectionQuery = (platformId: string) =>
  queryOptions({
    queryKey: ['kubeconfig', platformId],
    queryFn: ({ signal }) => api.cluster.readKubeconfig({ platformId }, { signal }),
    staleTime: 0,
  });

/** After it was replaced or another context was chosen; resolves when the window knows of it. */
export async function forgetConnection(platformId: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['kubeconfig', platformId] }),
    queryClient.invalidateQueries({ queryKey: platformsQuery.queryKey, exact: true }),
  ]);
}
