import { queryClient } from '#renderer/server-state/query-client.ts';

/** Whatever was told about the inventory of a platform: one change of it may change all of it. */
export const askAnew = (platformId: string): Promise<void> => queryClient.invalidateQueries({ queryKey: ['inventory', platformId] });
