import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Merge } from '#contract/inventory/versions.ts';
import { api } from '#renderer/api.ts';

export interface MergeWish {
  readonly platformId: string;
  readonly draftId: string;
  readonly source: Merge['source'];
  /** Each change of either side makes another merge. */
  readonly seq: number;
  readonly state: number | null;
}

export const mergeQuery = ({ platformId, draftId, source, seq, state }: MergeWish) =>
  queryOptions({
    queryKey: ['inventory', platformId, 'merge', draftId, source, seq, state],
    queryFn: ({ signal }) => api.inventory.versions.merge({ platformId, draftId, source }, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
