import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { KubeconfigReport } from '#contract/cluster.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Facts } from '#renderer/kit/Facts.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { t } from '#renderer/texts/current.ts';
import styles from './ClusterAccess.module.css';
import { connectionQuery, forgetConnection } from './connection-query.ts';
import { ContextAnswers } from './ContextAnswers.tsx';
import { answerOf, useContextChoice } from './use-kubeconfig-form.ts';

const words = t.wizard.cluster.connect;

interface ConnectionProps {
  readonly platformId: string;
  readonly onReplace: () => void;
  /** Another context is used now. */
  readonly onChanged: (server: string) => void;
  /** Another context is chosen on the screen than the one that is used, or no longer. */
  readonly onUnused?: (isUnused: boolean) => void;
}

/** The kubeconfig that is used: its context, the way to another one, and to another file. */
export function Connection(props: ConnectionProps) {
  const { data, error, refetch } = useQuery(connectionQuery(props.platformId));
  return (
    <>
      {error !== null && <FaultCard fault={toFault(error)} onAction={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={3} />}
      {data !== undefined && <Known key={data.context} kept={data} {...props} />}
      <div>
        <Button onPress={props.onReplace}>{words.replace}</Button>
      </div>
    </>
  );
}

function Known({
  kept,
  platformId,
  onChanged,
  onUnused,
}: ConnectionProps & { readonly kept: KubeconfigReport & { readonly context: string } }) {
  const choice = useContextChoice(kept, kept.context);
  const change = useMutation({
    mutationFn: (answer: ReturnType<typeof answerOf>) => api.cluster.chooseContext({ platformId, ...answer }),
    async onSuccess({ server }) {
      await forgetConnection(platformId);
      onChanged(server);
    },
  });
  const used = kept.contexts.find(({ name }) => name === kept.context);
  const isOther = choice !== null && choice.context !== null && choice.context.name !== kept.context;
  useEffect(() => onUnused?.(isOther), [onUnused, isOther]);
  if (choice === null) return null;
  return (
    <>
      <Facts
        facts={[
          { name: words.server, value: <code>{visible(used?.server ?? '')}</code> },
          { name: words.contextNow, value: kept.contexts.length > 1 ? '' : visible(kept.context) },
        ]}
      />
      {kept.contexts.length > 1 && (
        <section className={styles.form} aria-label={words.other}>
          <ContextAnswers choice={choice} used={kept.context} />
          {change.error !== null && <FaultCard fault={toFault(change.error)} onAction={() => change.mutate(answerOf(choice))} />}
          {isOther && (
            <div>
              <Button
                look="primary"
                isDisabled={choice.blocker !== null}
                isPending={change.isPending}
                onPress={() => change.mutate(answerOf(choice))}
              >
                {words.chooseContext}
              </Button>
            </div>
          )}
        </section>
      )}
    </>
  );
}
