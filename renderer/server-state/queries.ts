// What is asked of the engine, each with its key, so that screens share answers.
import { queryOptions } from '@tanstack/react-query';
import { api } from '#renderer/api.ts';

export const systemQuery = queryOptions({ queryKey: ['system'], queryFn: ({ signal }) => api.system.info(undefined, { signal }) });

export const platformsQuery = queryOptions({ queryKey: ['platforms'], queryFn: ({ signal }) => api.platforms.list(undefined, { signal }) });

export const platformQuery = (platformId: string) =>
  queryOptions({ queryKey: ['platforms', platformId], queryFn: ({ signal }) => api.platforms.get({ platformId }, { signal }) });

export const componentsQuery = queryOptions({
  queryKey: ['components'],
  queryFn: ({ signal }) => api.catalog.components(undefined, { signal }),
});

export const tokensQuery = queryOptions({ queryKey: ['tokens'], queryFn: ({ signal }) => api.access.listTokens(undefined, { signal }) });

export const practiceNodesQuery = queryOptions({
  queryKey: ['practice'],
  queryFn: ({ signal }) => api.practice.nodes(undefined, { signal }),
});

export const practiceKubeconfigQuery = queryOptions({
  queryKey: ['practice', 'kubeconfig'],
  queryFn: ({ signal }) => api.practice.kubeconfig(undefined, { signal }),
});

export const networksQuery = queryOptions({
  queryKey: ['discovery', 'networks'],
  queryFn: ({ signal }) => api.discovery.networks(undefined, { signal }),
});

export const knownMachinesQuery = queryOptions({
  queryKey: ['discovery', 'known'],
  queryFn: ({ signal }) => api.discovery.known({}, { signal }),
});
