import type { ClusterNode } from '#contract/cluster.ts';
import { formatBytesOf, formatCpu, short } from '#renderer/kit/format.ts';
import { Meter } from '#renderer/kit/Meter.tsx';
import type { LiveCluster, PodSums } from '#renderer/live/live-cluster.ts';
import { useStore } from '#renderer/live/use-live.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './nodes.module.css';

export type Resource = 'cpu' | 'memory' | 'gpus' | 'pods';

interface Usage {
  readonly used: number;
  readonly whole: number;
  readonly text: string;
  /** Without the unit that the head of a column says already. */
  readonly bare: string;
}

const names: Readonly<Record<Resource, string>> = {
  cpu: t.cluster.nodes.cpu,
  memory: t.cluster.nodes.memory,
  gpus: t.cluster.nodes.gpus,
  pods: t.cluster.nodes.pods,
};

const same = (used: number, whole: number, text: string): Usage => ({ used, whole, text, bare: text });

const usages: Readonly<Record<Resource, (sums: PodSums, node: ClusterNode) => Usage>> = {
  cpu: (sums, node) => ({
    used: sums.cpuMilli,
    whole: node.cpuMilli,
    text: t.cluster.of(short(sums.cpuMilli / 1000), formatCpu(node.cpuMilli)),
    bare: t.cluster.of(short(sums.cpuMilli / 1000), short(node.cpuMilli / 1000)),
  }),
  memory: (sums, node) => same(sums.memoryBytes, node.memoryBytes, formatBytesOf(sums.memoryBytes, node.memoryBytes)),
  gpus: (sums, node) => same(sums.gpus, node.gpus, t.cluster.of(short(sums.gpus), short(node.gpus))),
  pods: (sums, node) => same(sums.pods, node.podLimit, t.cluster.of(short(sums.pods), short(node.podLimit))),
};

/** What the pods of a node have requested, of what it can give. */
export const usageOf = (live: LiveCluster, node: ClusterNode, resource: Resource): Usage =>
  usages[resource](live.podsOfNode.get(node.name), node);

export interface NodeUseProps {
  readonly live: LiveCluster;
  readonly node: ClusterNode;
  readonly resource: Resource;
  /** In a table the head of the column already names it. */
  readonly inCell?: boolean | undefined;
}

export function NodeUse({ live, node, resource, inCell = false }: NodeUseProps) {
  useStore(live, 'pods');
  const usage = usageOf(live, node, resource);
  const calm = resource === 'gpus';
  if (!inCell) return <Meter calm={calm} label={names[resource]} value={usage.used} max={usage.whole} text={usage.text} />;
  return (
    <span className={styles.usage}>
      <Meter labelHidden label={`${names[resource]}, ${node.name}`} value={usage.used} max={usage.whole} text={usage.text} />
      <span className={styles.usageText}>{usage.bare}</span>
    </span>
  );
}
