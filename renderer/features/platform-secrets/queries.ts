import { queryOptions } from '@tanstack/react-query';
import type { PlatformSecret } from '#contract/platform-secrets.ts';
import { api } from '#renderer/api.ts';
import { queryClient } from '#renderer/server-state/query-client.ts';

export const platformSecretsQuery = (platformId: string) =>
  queryOptions({
    queryKey: ['platform-secrets', platformId],
    queryFn: ({ signal }) => api.platformSecrets.list({ platformId }, { signal }),
  });

/** What a change answered takes its place in the list at once. */
export function placeSecret(platformId: string, secret: PlatformSecret): void {
  queryClient.setQueryData(platformSecretsQuery(platformId).queryKey, (held) =>
    held?.map((one) => (one.kind === secret.kind ? secret : one)),
  );
}
