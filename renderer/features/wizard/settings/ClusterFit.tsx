import type { ClusterNode } from '#contract/cluster.ts';
import { formatBytes } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import type { Amounts } from '../model/components-fit.ts';
import { useWizard } from '../wizard-context.ts';
import styles from './Settings.module.css';

const words = t.wizard.cluster.existing;
const { cpu } = t.wizard.settings;

const sum = (nodes: readonly ClusterNode[], of: (node: ClusterNode) => number) => nodes.reduce((all, node) => all + of(node), 0);

/** What is asked for, beside what the nodes of an existing cluster offer. How much of it is used is not known here. */
export function ClusterFit({ wanted }: { readonly wanted: Amounts }) {
  const { found } = useWizard();
  const access = found.cluster.access;
  const asked = { cpu: cpu(wanted.cpuMilli), memory: formatBytes(wanted.memoryBytes) };
  const nodes = access?.nodes ?? [];
  const cannot = access?.rights.some(({ id, state }) => id === 'releases' && state === 'limited') ?? false;
  const all = { cpuAll: cpu(sum(nodes, (node) => node.cpuMilli)), memoryAll: formatBytes(sum(nodes, (node) => node.memoryBytes)) };
  return (
    <div className={styles.sum}>
      <p role="status">{nodes.length === 0 ? words.offersUnknown(asked) : words.offers({ ...asked, ...all })}</p>
      {cannot && <p className={styles.wrong}>{words.cannotInstall}</p>}
    </div>
  );
}
