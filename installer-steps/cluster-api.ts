// The cluster's API from outside, with the kubeconfig that Hearth keeps.
import { openCluster } from '#core/access/kubeconfig.ts';
import { object, text, type Raw } from '#core/cluster/trim/raw.ts';
import { fault } from '#core/fault.ts';
import type { KubeAnswer, KubeClient } from '#core/ports/kube.ts';
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

/** A GET whose 404 is null. Throws CLUSTER_REFUSED, CLUSTER_UNREACHABLE. */
export async function read(client: KubeClient, path: string, signal: AbortSignal): Promise<Raw | null> {
  const answer = await client.request({ method: 'GET', path, signal });
  if (answer.status === 404) return null;
  requireAnswer(client, answer);
  return object(answer.body);
}

/** Throws CLUSTER_REFUSED, CLUSTER_UNREACHABLE for anything but a success. */
export function requireAnswer({ server }: KubeClient, answer: KubeAnswer): void {
  if (answer.status >= 200 && answer.status < 300) return;
  const reason = reasonOf(answer);
  if (answer.status === 401 || answer.status === 403) throw fault('CLUSTER_REFUSED', { server, reason });
  throw fault('CLUSTER_UNREACHABLE', { server, reason });
}

export const reasonOf = ({ status, body }: KubeAnswer) => text(object(body)['message']) || `It answers with status ${status}.`;
