import { useQuery } from '@tanstack/react-query';
import type { Node } from '#contract/nodes.ts';
import { api } from '#renderer/api.ts';
import { cx } from '#renderer/kit/cx.ts';
import { t } from '#renderer/texts/current.ts';
import { useWizard } from '../wizard-context.ts';
import styles from './Access.module.css';

const words = t.wizard.access.install;

/** The rule as the plan itself says it, so that what is shown is what is written. */
export function SudoRule({ nodes, faint }: { readonly nodes: readonly Node[]; readonly faint: boolean }) {
  const { platformId, state } = useWizard();
  const nodeIds = nodes.map((node) => node.id);
  const { data } = useQuery({
    queryKey: ['access-plan', platformId, state.revision, nodeIds],
    queryFn: ({ signal }) => api.runs.plan({ platformId, kind: 'access', nodeIds, passwordlessSudo: true }, { signal }),
  });
  const lines = (data?.tasks ?? []).filter((task) => task.step.includes('sudo')).flatMap((task) => task.changes);
  if (lines.length === 0) return null;
  return (
    <figure className={cx(styles.rule, faint && styles.pale)}>
      <figcaption>{words.ruleTarget}</figcaption>
      {[...new Set(lines)].map((line) => (
        <code key={line}>{line}</code>
      ))}
    </figure>
  );
}
