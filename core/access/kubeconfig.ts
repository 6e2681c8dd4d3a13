// How a platform's cluster is reached: a kubeconfig fetched by a run, or one that a person gave.
import type { KubeconfigReport } from '#contract/cluster.ts';
import { objectOf } from '#core/cluster/trim/raw.ts';
import { fault } from '#core/fault.ts';
import type { Kube, KubeClient, KubeconfigChoice } from '#core/ports/kube.ts';
import { kubeconfigChoiceName, kubeconfigName, type SecretStore } from '#core/ports/secrets.ts';
import type { PlatformStore } from '#core/ports/store.ts';
import { Secret } from '#core/secret.ts';
import { versionOf } from './cluster-access.ts';

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
  // A proxy, or a web server of another kind, answers as well.
  if ((await versionOf(client, signal)) === '')
    throw fault('CLUSTER_UNREACHABLE', { server: client.server, reason: 'What answers there is no Kubernetes API.' });
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

type Kept = Pick<KubeconfigDeps, 'secrets' | 'hash'>;

async function choiceFor({ secrets, hash }: Kept, platformId: string, yaml: string): Promise<KubeconfigChoice> {
  const kept = await secrets.get(kubeconfigChoiceName(platformId));
  if (kept === null) return {};
  const chosen = objectOf(kept.reveal());
  return isChoice(chosen) && chosen.of === hash(yaml) ? { context: chosen.context, allowedCommands: chosen.allowedCommands } : {};
}

function isChoice(value: object): value is Choice {
  const { of, context, allowedCommands }: Partial<Choice> = value;
  return typeof of === 'string' && typeof context === 'string' && Array.isArray(allowedCommands);
}

export interface KeptKubeconfig {
  readonly kubeconfig: Secret;
  readonly choice: KubeconfigChoice;
}

/** The kubeconfig of a platform with what was chosen for it. SECRET_MISSING when it has none yet. */
export async function readKubeconfig(deps: Kept, platformId: string): Promise<KeptKubeconfig> {
  const kubeconfig = await deps.secrets.get(kubeconfigName(platformId));
  if (kubeconfig === null) throw fault('SECRET_MISSING', { name: kubeconfigName(platformId) });
  return { kubeconfig, choice: await choiceFor(deps, platformId, kubeconfig.reveal()) };
}

/** SECRET_MISSING when the platform has no kubeconfig yet. */
export async function openCluster(deps: Kept & Pick<KubeconfigDeps, 'kube'>, platformId: string): Promise<KubeClient> {
  const { kubeconfig, choice } = await readKubeconfig(deps, platformId);
  return deps.kube.connect(kubeconfig, choice);
}

/** What the kept kubeconfig holds, without its credentials. SECRET_MISSING. */
export async function describeKubeconfig(deps: KubeconfigDeps, platformId: string): Promise<KubeconfigReport & { context: string }> {
  const { kubeconfig, choice } = await readKubeconfig(deps, platformId);
  const report = deps.kube.inspect(kubeconfig.reveal());
  const allowed = new Set(choice.allowedCommands);
  return {
    ...report,
    commands: report.commands.map((command) => ({ ...command, allowed: allowed.has(command.hash) })),
    context: choice.context ?? report.contexts.find(({ current }) => current)?.name ?? '',
  };
}

/** Turns to another context of the kept kubeconfig; as with a new one, only once its cluster has answered. */
export async function chooseContext(
  deps: KubeconfigDeps,
  { platformId, ...choice }: Omit<ImportRequest, 'yaml'>,
  signal: AbortSignal,
): Promise<{ server: string }> {
  const { kubeconfig } = await readKubeconfig(deps, platformId);
  return importKubeconfig(deps, { platformId, yaml: kubeconfig.reveal(), ...choice }, signal);
}
