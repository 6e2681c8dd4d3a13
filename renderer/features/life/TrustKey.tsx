import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FaultView } from '#contract/faults/entry.ts';
import type { Node, SeenKey } from '#contract/nodes.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import styles from '#renderer/features/wizard/access/Access.module.css';
import { Button } from '#renderer/kit/Button.tsx';
import { Checkbox } from '#renderer/kit/Choices.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { StatusMark, StatusShape } from '#renderer/kit/StatusMark.tsx';
import { queryClient } from '#renderer/server-state/query-client.ts';
import { platformQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';

const words = t.life.trust;

export interface HostKeyLook {
  readonly seen: SeenKey | null;
  readonly fault: FaultView | null;
  readonly again: () => void;
  readonly trust: (fingerprint: string) => void;
  readonly isPending: boolean;
}

/** Which key the machine shows now; nothing secret is sent for that. */
export function useHostKey(platformId: string, nodeId: string): HostKeyLook {
  const { data, error, refetch } = useQuery({
    queryKey: ['host-key', platformId, nodeId],
    queryFn: ({ signal }) => api.nodes.readHostKey({ platformId, nodeId }, { signal }),
    staleTime: 0,
    retry: false,
  });
  const trust = useMutation({
    mutationFn: (fingerprint: string) => api.nodes.trustHostKey({ platformId, nodeId, fingerprint }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: platformQuery(platformId).queryKey });
      await refetch();
    },
  });
  const failure = trust.error ?? error;
  return {
    seen: data ?? null,
    fault: failure === null ? null : toFault(failure),
    again: () => void refetch(),
    trust: trust.mutate,
    isPending: trust.isPending,
  };
}

/** Silent while the machine shows the key that is trusted; else both fingerprints, and a deliberate word. */
export function TrustKey({ node, hostKey }: { readonly node: Node; readonly hostKey: HostKeyLook }) {
  const [sure, setSure] = useState(false);
  const { seen, fault, again, trust, isPending } = hostKey;
  const name = visible(node.name);
  if (fault !== null) return <FaultCard fault={fault} onAction={again} />;
  if (seen === null) return <StatusMark status="working" word={words.reading} />;
  if (seen.state === 'trusted') return null;
  return (
    <section role="alert" className={styles.stop}>
      <StatusShape status="failed" size={18} />
      <div className={styles.stopWords}>
        <h3>{words.title(name)}</h3>
        <p>{words.why}</p>
        <dl className={styles.prints}>
          <dt>{words.before}</dt>
          <dd>
            <code>{visible(seen.trusted ?? '–')}</code>
          </dd>
          <dt>{words.now}</dt>
          <dd>
            <code>{visible(seen.fingerprint)}</code>
          </dd>
        </dl>
        <Checkbox isSelected={sure} onChange={setSure}>
          {words.confirm(name)}
        </Checkbox>
        <div>
          <Button look="danger" isDisabled={!sure} isPending={isPending} onPress={() => trust(seen.fingerprint)}>
            {words.action(name)}
          </Button>
        </div>
      </div>
    </section>
  );
}
