import { queryOptions } from '@tanstack/react-query';
import type { HomeState } from '#contract/inventory/home.ts';
import { api } from '#renderer/api.ts';
import { queryClient } from '#renderer/server-state/query-client.ts';

/** The engine notices a change of the file by itself; this is how often the window asks whether it did. */
const everyMs = 3_000;

export const homeQuery = (platformId: string) =>
  queryOptions({
    queryKey: ['inventory', platformId, 'home'],
    queryFn: ({ signal }) => api.inventory.homes.get({ platformId }, { signal }),
    refetchInterval: everyMs,
  });

export function placeHome(platformId: string, home: HomeState | null): void {
  queryClient.setQueryData(homeQuery(platformId).queryKey, home);
}

export const renewHome = (platformId: string): Promise<void> => queryClient.invalidateQueries({ queryKey: homeQuery(platformId).queryKey });
