import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '#renderer/api.ts';

export const dictionaryQuery = queryOptions({
  queryKey: ['inventory', 'dictionary'],
  queryFn: ({ signal }) => api.inventory.variables.dictionary(undefined, { signal }),
  staleTime: Infinity,
});

export const inventorySecretsQuery = (platformId: string) =>
  queryOptions({
    queryKey: ['inventory', platformId, 'secrets'],
    queryFn: ({ signal }) => api.inventory.secrets.list({ platformId }, { signal }),
  });

export const savedTextQuery = (platformId: string) =>
  queryOptions({
    queryKey: ['inventory', platformId, 'saved'],
    queryFn: ({ signal }) => api.inventory.versions.read({ platformId }, { signal }),
  });

export interface DraftAt {
  readonly platformId: string;
  readonly draftId: string;
  /** Each change of the draft makes another question. */
  readonly seq: number;
}

/** Of one variable, or of all. */
export const effectiveQuery = ({ platformId, draftId, seq }: DraftAt, node: string, variable?: string) =>
  queryOptions({
    queryKey: ['inventory', platformId, 'effective', draftId, node, seq, variable],
    queryFn: ({ signal }) => api.inventory.drafts.effective({ platformId, draftId, node, variable }, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
