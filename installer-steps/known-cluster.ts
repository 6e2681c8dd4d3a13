// Who is in the platform's own cluster, by the kubeconfig that Hearth keeps of it: not by a machine that may be somebody else's.
import { trimNode } from '#core/cluster/trim/node.ts';
import { isFault } from '#core/fault.ts';
import type { ClusterMember } from '#core/platform/membership.ts';
import { kubeconfigName } from '#core/ports/secrets.ts';
import type { StepContext } from '#core/runs/step.ts';
import { withCluster } from './cluster-api.ts';
import { listNodes } from './life/cluster-nodes.ts';

/** Nobody where no kubeconfig is kept, or its cluster does not answer. */
export async function knownCluster(context: StepContext): Promise<readonly ClusterMember[]> {
  if ((await context.ports.secrets.get(kubeconfigName(context.platform.id))) === null) return [];
  try {
    const nodes = await withCluster(context, (client) => listNodes(client, context.signal));
    return nodes.map((node) => trimNode(node)).map(({ name, address }) => ({ name, address }));
  } catch (error) {
    if (!isFault(error)) throw error;
    return [];
  }
}
