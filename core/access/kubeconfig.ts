// How a platform's cluster is reached: a kubeconfig fetched by a run, or one that a person gave.
import { fault } from '#core/fault.ts';
import type { Kube, KubeClient } from '#core/ports/kube.ts';
import { kubeconfigChoiceName, kubeconfigName, type SecretStore } from '#core/ports/secrets.ts';
import type { PlatformStore } from '#core/ports/store.ts';
import { Secret } from '#core/secret.ts';

export interface KubeconfigDeps {
  readonly kube: Kube;
  readonly secrets: SecretStore;
  readonly platforms: Pick<PlatformStore, 'get'>;
  /** SHA-256, hex. */
  readonly hash: (value: string) => string;
}

export interface ImportRequest {
  readonly platformId: string;
  readonly yaml: string;
  readonly context: string;
  /** Hashes from the report of `inspect`. */
  readonly allowedCommands: readonly string[];
}

/** What a person chose for one very file; a file that a run fetched later is taken as it is. */
interface Choice {
  /** Hash of that file. */
  readonly of: string;
  readonly context: string;
  readonly allowedCommands: readonly string[];
}

/** CLUSTER_UNREACHABLE and CLUSTER_REFUSED say that it is of no use. */
async function assertAnswers(client: KubeClient, signal: AbortSignal): Promise<void> {
  const { status } = await client.request({ method: 'GET', path: '/version', signal });
  if (status === 401 || status === 403)
    throw fault('CLUSTER_REFUSED', { server: client.server, reason: `It answered with status ${status}.` });
}

/** Keeps the kubeconfig once the cluster has answered to it; before that nothing is stored. */
export async function importKubeconfig(deps: KubeconfigDeps, request: ImportRequest, signal: AbortSignal): Promise<{ server: string }> {
  const { platformId, yaml, context, allowedCommands } = request;
  if ((await deps.platforms.get(platformId)) === null) throw fault('NOT_FOUND', { thing: 'platform', id: platformId });
  const kubeconfig = new Secret(yaml);
  const client = deps.kube.connect(kubeconfig, { context, allowedCommands });
  try {
    await assertAnswers(client, signal);
  } finally {
    client.close();
  }
  const chosen: Choice = { of: deps.hash(yaml), context, allowedCommands };
  await deps.secrets.set(kubeconfigChoiceName(platformId), new Secret(JSON.stringify(chosen)));
  await deps.secrets.set(kubeconfigName(platformId), kubeconfig);
  return { server: client.server };
}

async function choiceFor(deps: KubeconfigDeps, platformId: string, yaml: string) {
  const kept = await deps.secrets.get(kubeconfigChoiceName(platformId));
  if (kept === null) return {};
  const chosen: unknown = JSON.parse(kept.reveal());
  return isChoice(chosen) && chosen.of === deps.hash(yaml) ? { context: chosen.context, allowedCommands: chosen.allowedCommands } : {};
}

function isChoice(value: unknown): value is Choice {
  if (typeof value !== 'object' || value === null) return false;
  const { of, context, allowedCommands }: Partial<Choice> = value;
  return typeof of === 'string' && typeof context === 'string' && Array.isArray(allowedCommands);
}

/** SECRET_MISSING when the platform has no kubeconfig yet. */
export async function openCluster(deps: KubeconfigDeps, platformId: string): Promise<KubeClient> {
  const kubeconfig = await deps.secrets.get(kubeconfigName(platformId));
  if (kubeconfig === null) throw fault('SECRET_MISSING', { name: kubeconfigName(platformId) });
  return deps.kube.connect(kubeconfig, await choiceFor(deps, platformId, kubeconfig.reveal()));
}
