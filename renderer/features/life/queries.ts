// What the dialogs ask of the engine.
import { keepPreviousData, queryOptions, skipToken } from '@tanstack/react-query';
import type { RunWish } from '#contract/runs.ts';
import { api } from '#renderer/api.ts';

/** Certificates last for months, and looking costs a login to each control node. */
const certificatesAgeMs = 6 * 3_600_000;

export const certificatesQuery = (platformId: string) =>
  queryOptions({
    queryKey: ['certificates', platformId],
    queryFn: ({ signal }) => api.nodes.certificates({ platformId }, { signal }),
    staleTime: certificatesAgeMs,
    gcTime: certificatesAgeMs,
    retry: false,
  });

export const departureQuery = (platformId: string, nodeId: string) =>
  queryOptions({
    queryKey: ['departure', platformId, nodeId],
    queryFn: ({ signal }) => api.nodes.departure({ platformId, nodeId }, { signal }),
    staleTime: 0,
    retry: false,
  });

/** Null: not asked for yet. */
export const lifePlanQuery = (wish: RunWish | null) =>
  queryOptions({
    queryKey: ['plan', wish?.platformId ?? '', wish],
    queryFn: wish === null ? skipToken : ({ signal }) => api.runs.plan(wish, { signal }),
    staleTime: 0,
    retry: false,
    // While a name is typed each letter asks anew; what is on the screen stays until then.
    ...(wish === null ? {} : { placeholderData: keepPreviousData }),
  });
