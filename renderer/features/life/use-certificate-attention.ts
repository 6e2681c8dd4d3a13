import { useQuery } from '@tanstack/react-query';
import type { Attention } from '#renderer/features/home/attention.ts';
import { useNow } from '#renderer/kit/use-now.ts';
import { platformQuery } from '#renderer/server-state/queries.ts';
import { certificateAttention } from './certificate-ends.ts';
import { certificatesQuery } from './queries.ts';

/** For Home: certificates that end within a month. */
export function useCertificateAttention(platformId: string): readonly Attention[] {
  const rows = useQuery(certificatesQuery(platformId)).data ?? [];
  const nodes = useQuery(platformQuery(platformId)).data?.nodes ?? [];
  return certificateAttention({ platformId, rows, nodes, now: useNow('slow') });
}
