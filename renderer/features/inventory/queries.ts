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

export const effectiveQuery = ({ platformId, draftId, seq }: DraftAt, node: string) =>
  queryOptions({
    queryKey: ['inventory', platformId, 'effective', draftId, node, seq],
    queryFn: ({ signal }) => api.inventory.drafts.effective({ platformId, draftId, node }, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });

export const differencesQuery = ({ platformId, draftId, seq }: DraftAt) =>
  queryOptions({
    queryKey: ['inventory', platformId, 'differences', draftId, seq],
    queryFn: ({ signal }) =>
      api.inventory.versions.compare({ platformId, from: { kind: 'saved' }, to: { kind: 'draft', draftId } }, { signal }),
    gcTime: 0,
  });
