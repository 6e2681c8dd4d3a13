import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { PracticeFault, PracticeNode } from '#contract/system.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { CopyButton } from '#renderer/kit/CopyButton.tsx';
import { Switch } from '#renderer/kit/Choices.tsx';
import { Drawer } from '#renderer/kit/Drawer.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { practiceKubeconfigQuery, practiceNodesQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { practiceFaults } from '#renderer/texts/practice.ts';
import { panels } from './panels.ts';
import styles from './PracticePanel.module.css';
import { useEscape } from './shortcuts.ts';

interface Change {
  readonly name: string;
  readonly fault: PracticeFault;
  readonly on: boolean;
}

/** The simulated machines and the faults that can be switched on. */
export function PracticePanel() {
  // Faults may have been switched through another door.
  const { data, error, refetch } = useQuery({ ...practiceNodesQuery, refetchOnMount: 'always' });
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (ask: Change) => api.practice.setFault(ask),
    // What is being read now is older than this change and must not come in after it.
    onMutate: () => client.cancelQueries({ queryKey: practiceNodesQuery.queryKey }),
    onSuccess: (node) =>
      client.setQueryData(practiceNodesQuery.queryKey, (held) => held?.map((one) => (one.name === node.name ? node : one))),
  });
  const close = useCallback(() => panels.show(null), []);
  useEscape(close, true);
  return (
    <Drawer title={t.frame.practice.title} onClose={close} takesFocus>
      <p className={styles.intro}>{t.frame.practice.intro}</p>
      {error !== null && <FaultCard fault={toFault(error)} onAction={() => void refetch()} />}
      {change.error !== null && <FaultCard fault={toFault(change.error)} onDismiss={change.reset} />}
      {data === undefined && error === null && <Skeleton />}
      <ExistingCluster />
      {data?.map((node) => (
        <Machine key={node.name} node={node} onChange={(fault, on) => change.mutate({ name: node.name, fault, on })} />
      ))}
    </Drawer>
  );
}

/** For the wizard's way to a cluster that is there already. */
function ExistingCluster() {
  const { data } = useQuery(practiceKubeconfigQuery);
  const words = t.frame.practice.existing;
  if (data === undefined) return null;
  return (
    <section aria-label={words.title} className={styles.machine}>
      <h3>{words.title}</h3>
      <p className={styles.intro}>{words.intro}</p>
      <div>
        <CopyButton text={data.yaml} what={words.kubeconfig} words={words.copy} />
      </div>
    </section>
  );
}

function Machine({ node, onChange }: { readonly node: PracticeNode; readonly onChange: (fault: PracticeFault, on: boolean) => void }) {
  return (
    <section aria-label={node.name} className={styles.machine}>
      <h3>
        {node.name} <code className={styles.address}>{node.address}</code>
      </h3>
      <p className={styles.intro}>
        {node.title}
        {node.faults.length > 0 && <strong> · {t.frame.practice.faultsOn(node.faults.length)}</strong>}
      </p>
      {practiceFaults.map(({ fault, title, hint }) => (
        <Switch key={fault} isSelected={node.faults.includes(fault)} onChange={(on) => onChange(fault, on)} hint={hint}>
          {title}
        </Switch>
      ))}
    </section>
  );
}
