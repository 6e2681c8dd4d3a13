import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { DocumentRef } from '#contract/inventory/versions.ts';
import type { Platform } from '#contract/platforms.ts';
import { api } from '#renderer/api.ts';
import { queryClient } from '#renderer/server-state/query-client.ts';
import { platformQuery, platformsQuery } from '#renderer/server-state/queries.ts';

const pageSize = 100;

/** Page by page, newest first; each new version makes another question. */
export const versionsQuery = (platformId: string, savedRevision: number) =>
  infiniteQueryOptions({
    queryKey: ['inventory', platformId, 'versions', savedRevision],
    queryFn: ({ pageParam, signal }) =>
      api.inventory.versions.list({ platformId, limit: pageSize, ...(pageParam === 0 ? {} : { before: pageParam }) }, { signal }),
    initialPageParam: 0,
    getNextPageParam: ({ versions, more }) => (more ? versions.at(-1)?.revision : undefined),
    placeholderData: keepPreviousData,
  });

export const versionQuery = (platformId: string, revision: number) =>
  queryOptions({
    queryKey: ['inventory', platformId, 'version', revision],
    queryFn: ({ signal }) => api.inventory.versions.read({ platformId, revision }, { signal }),
    staleTime: Infinity,
    gcTime: 30_000,
  });

/** For a version that no page holds yet: the one before it, or null. */
export const versionBeforeQuery = (platformId: string, revision: number) =>
  queryOptions({
    queryKey: ['inventory', platformId, 'version before', revision],
    queryFn: async ({ signal }) => {
      const { versions } = await api.inventory.versions.list({ platformId, before: revision, limit: 1 }, { signal });
      return versions[0] ?? null;
    },
    staleTime: Infinity,
  });

export interface CompareWish {
  readonly platformId: string;
  readonly from: DocumentRef;
  readonly to: DocumentRef;
  /** What makes the answer another one: the draft's change, the newest version, the last look at the second home. */
  readonly state: readonly (string | number | null)[];
}

export const compareQuery = ({ platformId, from, to, state }: CompareWish) =>
  queryOptions({
    queryKey: ['inventory', platformId, 'compare', from, to, ...state],
    queryFn: ({ signal }) => api.inventory.versions.compare({ platformId, from, to }, { signal }),
    gcTime: 30_000,
  });

export const draftsQuery = (platformId: string) =>
  queryOptions({
    queryKey: ['inventory', platformId, 'drafts'],
    queryFn: ({ signal }) => api.inventory.drafts.list({ platformId }, { signal }),
    staleTime: 0,
  });

export const renewDrafts = (platformId: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: draftsQuery(platformId).queryKey });

/** A version was saved past the draft: what is shown of the platform follows. */
export function placePlatform(platform: Platform): void {
  queryClient.setQueryData(platformQuery(platform.id).queryKey, platform);
  void queryClient.invalidateQueries({ queryKey: platformsQuery.queryKey, exact: true });
}
