// The cluster's API from outside, with the kubeconfig that Hearth keeps.
import { openCluster } from '#core/access/kubeconfig.ts';
import type { KubeClient } from '#core/ports/kube.ts';
import type { StepContext } from '#core/runs/step.ts';

/** Opens a client for the time of `act`. Throws SECRET_MISSING when no kubeconfig is kept. */
export async function withCluster<T>(context: StepContext, act: (client: KubeClient) => Promise<T>): Promise<T> {
  const client = await openCluster(context.ports, context.platform.id);
  try {
    return await act(client);
  } finally {
    client.close();
  }
}
