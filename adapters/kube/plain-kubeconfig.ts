// A kubeconfig that another program may be given: one context, no file to read, no program to run. What a login program would hand out is fetched
// here, where what may run is decided, and put in as it is.
import type { KubeconfigChoice } from '#core/ports/kube.ts';
import { Secret } from '#core/secret.ts';
import { chosenOf, endpointOf } from './endpoint.ts';
import { execCredentials, type Credential } from './exec-credential.ts';
import { given } from './inspect.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig.ts';

const only = 'hearth';

/** In JSON, which is YAML. KUBECONFIG_INVALID, KUBECONFIG_RUNS_COMMAND, CLUSTER_REFUSED. */
export async function plainKubeconfig(yaml: string, choice: KubeconfigChoice, signal: AbortSignal): Promise<Secret> {
  const { cluster, user } = chosenOf(yaml, choice);
  // All that a connection of our own would refuse is refused to others as well.
  const { server, exec } = endpointOf(yaml, choice);
  const handedOut = exec === null ? null : await execCredentials(exec, { server: server.origin, signal }).get(signal);
  return new Secret(
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': only,
      contexts: [{ name: only, context: { cluster: only, user: only } }],
      clusters: [{ name: only, cluster: clusterOf(cluster) }],
      users: [{ name: only, user: { ...userOf(user), ...(handedOut === null ? {} : loginOf(handedOut)) } }],
    }),
  );
}

const clusterFields = ['server', 'certificate-authority-data', 'tls-server-name'] as const;
const userFields = ['client-certificate-data', 'client-key-data', 'token', 'username', 'password', 'as', 'as-uid'] as const;

const clusterOf = (cluster: ClusterEntry) => pick(cluster, clusterFields);

function userOf(user: UserEntry): Record<string, unknown> {
  const groups = user['as-groups'] ?? [];
  return { ...pick(user, userFields), ...(groups.length === 0 ? {} : { 'as-groups': groups }) };
}

function pick<K extends string>(entry: Readonly<Partial<Record<K, string | null | undefined>>>, fields: readonly K[]) {
  return Object.fromEntries(fields.filter((field) => given(entry[field])).map((field) => [field, entry[field]]));
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

function loginOf({ token, cert, key }: Credential): Record<string, string> {
  return {
    ...(token === null ? {} : { token }),
    ...(cert === null || key === null ? {} : { 'client-certificate-data': base64(cert), 'client-key-data': base64(key) }),
  };
}
