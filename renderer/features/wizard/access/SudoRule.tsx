import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import type { Node } from '#contract/nodes.ts';
import { api } from '#renderer/api.ts';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import { rulesOf } from '../model/sudo-rules.ts';
import { useWizard } from '../wizard-context.ts';
import styles from './Access.module.css';

const words = t.wizard.access.install;

/** The rule as the plan itself says it, so that what is shown is what is written. */
export function SudoRule({ nodes }: { readonly nodes: readonly Node[] }) {
  const { platformId, state } = useWizard();
  const nodeIds = nodes.map((node) => node.id);
  const { data } = useQuery({
    queryKey: ['access-plan', platformId, state.revision, nodeIds],
    queryFn: ({ signal }) => api.runs.plan({ platformId, kind: 'access', nodeIds, passwordlessSudo: true }, { signal }),
  });
  const rules = rulesOf(data?.tasks ?? [], nodes);
  if (rules.length === 0) return null;
  return (
    <figure className={styles.rule}>
      {rules.map(({ rule, machines }) => (
        <Fragment key={rule}>
          <figcaption>{words.ruleOn(machines.join(', '))}</figcaption>
          <code>{visible(rule)}</code>
        </Fragment>
      ))}
    </figure>
  );
}
