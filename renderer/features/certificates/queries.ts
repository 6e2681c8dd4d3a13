import { queryOptions } from '@tanstack/react-query';
import { api } from '#renderer/api.ts';

export const authorityQuery = (platformId: string) =>
  queryOptions({
    queryKey: ['authority', platformId],
    queryFn: ({ signal }) => api.authority.state({ platformId }, { signal }),
    retry: false,
  });
