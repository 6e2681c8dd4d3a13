// The cluster's API from outside, with the kubeconfig that Hearth keeps.
import { object, text, type Raw } from '#core/cluster/trim/raw.ts';
import { fault } from '#core/fault.ts';
import type { KubeAnswer, KubeClient } from '#core/ports/kube.ts';
import { kubeconfigName } from '#core/ports/secrets.ts';
import type { StepContext } from '#core/runs/step.ts';

/** Opens a client for the time of `act`. Throws SECRET_MISSING when no kubeconfig is kept. */
export async function withCluster<T>(context: StepContext, act: (client: KubeClient) => Promise<T>): Promise<T> {
  const name = kubeconfigName(context.platform.id);
  const kubeconfig = await context.ports.secrets.get(name);
  if (kubeconfig === null) throw fault('SECRET_MISSING', { name });
  const client = context.ports.kube.connect(kubeconfig);
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
  if (answer.status >= 200 && answer.status < 300) return object(answer.body);
  const reason = reasonOf(answer);
  if (answer.status === 401 || answer.status === 403) throw fault('CLUSTER_REFUSED', { server: client.server, reason });
  throw fault('CLUSTER_UNREACHABLE', { server: client.server, reason });
}

const reasonOf = ({ status, body }: KubeAnswer) => text(object(body)['message']) || `It answers with status ${status}.`;
