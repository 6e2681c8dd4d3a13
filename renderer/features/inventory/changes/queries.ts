import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '#renderer/api.ts';

/** How often the cluster is looked at while somebody watches. */
const lookEveryMs = 15_000;
const intentsEveryMs = 10_000;

/** What is compared: the saved inventory, or a draft at one of its states. */
export interface Compared {
  readonly platformId: string;
  readonly draft: { readonly id: string; readonly seq: number } | null;
}

export const driftKey = (platformId: string) => ['inventory', platformId, 'drift'];

export const driftQuery = ({ platformId, draft }: Compared) =>
  queryOptions({
    queryKey: [...driftKey(platformId), draft?.id ?? '', draft?.seq ?? 0],
    queryFn: ({ signal }) => api.inventory.drift.look({ platformId, ...(draft === null ? {} : { draftId: draft.id }) }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 60_000,
    refetchInterval: lookEveryMs,
    retry: false,
  });

export const intentsQuery = (platformId: string) =>
  queryOptions({
    queryKey: ['inventory', platformId, 'intents'],
    queryFn: ({ signal }) => api.inventory.drift.intents({ platformId }, { signal }),
    staleTime: 0,
    refetchInterval: intentsEveryMs,
    retry: false,
  });

export const missingQuery = ({ platformId, draft }: Compared) =>
  queryOptions({
    queryKey: ['inventory', platformId, 'missing', draft?.id ?? '', draft?.seq ?? 0],
    queryFn: ({ signal }) => api.inventory.variables.missing({ platformId, ...(draft === null ? {} : { draftId: draft.id }) }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 60_000,
  });
