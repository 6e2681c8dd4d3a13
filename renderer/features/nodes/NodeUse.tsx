import type { ClusterNode } from '#contract/cluster.ts';
import { formatBytesOf, formatCpu, short } from '#renderer/kit/format.ts';
import { Meter } from '#renderer/kit/Meter.tsx';
import type { LiveCluster } from '#renderer/live/live-cluster.ts';
import { useStore } from '#renderer/live/use-live.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './nodes.module.css';

export type Resource = 'cpu' | 'memory' | 'gpus' | 'pods';

interface Use {
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

/** What the pods of a node have requested, of what it can give. */
export function usageOf(live: LiveCluster, node: ClusterNode, resource: Resource): Use {
  const sums = live.podsOfNode.get(node.name);
  const of = t.cluster.of;
  switch (resource) {
    case 'cpu': {
      const cores = short(sums.cpuMilli / 1000);
      return {
        used: sums.cpuMilli,
        whole: node.cpuMilli,
        text: of(cores, formatCpu(node.cpuMilli)),
        bare: of(cores, short(node.cpuMilli / 1000)),
      };
    }
    case 'memory': {
      const text = formatBytesOf(sums.memoryBytes, node.memoryBytes);
      return { used: sums.memoryBytes, whole: node.memoryBytes, text, bare: text };
    }
    case 'gpus': {
      const text = of(short(sums.gpus), short(node.gpus));
      return { used: sums.gpus, whole: node.gpus, text, bare: text };
    }
    case 'pods': {
      const text = of(short(sums.pods), short(node.podLimit));
      return { used: sums.pods, whole: node.podLimit, text, bare: text };
    }
  }
}

export interface NodeUseProps {
  readonly live: LiveCluster;
  readonly node: ClusterNode;
  readonly resource: Resource;
  /** In a table the head of the column already names it. */
  readonly inCell?: boolean | undefined;
}

export function NodeUse({ live, node, resource, inCell = false }: NodeUseProps) {
  useStore(live, 'pods');
  const use = usageOf(live, node, resource);
  const calm = resource === 'gpus';
  if (!inCell) return <Meter calm={calm} label={names[resource]} value={use.used} max={use.whole} text={use.text} />;
  return (
    <span className={styles.use}>
      <Meter labelHidden label={`${names[resource]}, ${node.name}`} value={use.used} max={use.whole} text={use.text} />
      <span className={styles.useText}>{use.bare}</span>
    </span>
  );
}
