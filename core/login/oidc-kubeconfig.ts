// A kubeconfig for people: the cluster as Hearth reaches it, and a login through the issuer. It holds no credential.
import { describeKubeconfig, openCluster, type KubeconfigDeps } from '#core/access/kubeconfig.ts';
import { readObject } from '#core/cluster/api-objects.ts';
import { object, text } from '#core/cluster/trim/raw.ts';
import { fault } from '#core/fault.ts';

export interface OidcKubeconfigRequest {
  readonly platformId: string;
  /** Becomes the name of the context. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly caPem?: string | undefined;
}

/** As Hearth reaches it, with the authority that every namespace is told of. Throws SECRET_MISSING, KUBECONFIG_INVALID, CLUSTER_UNREACHABLE. */
async function clusterOf(
  deps: KubeconfigDeps,
  platformId: string,
  signal: AbortSignal,
): Promise<{ readonly server: string; readonly authority: string }> {
  const { contexts, context } = await describeKubeconfig(deps, platformId);
  const server = contexts.find(({ name }) => name === context)?.server;
  if (server === undefined) throw fault('KUBECONFIG_INVALID', { reason: 'its current context names no cluster.' });
  const client = await openCluster(deps, platformId);
  try {
    const told = await readObject(client, '/api/v1/namespaces/kube-system/configmaps/kube-root-ca.crt', signal);
    return { server, authority: text(object(told?.['data'])['ca.crt']) };
  } finally {
    client.close();
  }
}

/** In double quotes, as JSON writes them: YAML reads those alike. */
const quoted = (value: string) => JSON.stringify(value);

/** Throws SECRET_MISSING when the platform has no kubeconfig, KUBECONFIG_INVALID, CLUSTER_UNREACHABLE. */
export async function oidcKubeconfig(
  deps: KubeconfigDeps,
  request: OidcKubeconfigRequest,
  signal: AbortSignal,
): Promise<{ yaml: string; fileName: string }> {
  const { platformId, name, issuer, clientId, caPem } = request;
  const { server, authority } = await clusterOf(deps, platformId, signal);
  const slug =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'cluster';
  const args = [
    'oidc-login',
    'get-token',
    `--oidc-issuer-url=${issuer}`,
    `--oidc-client-id=${clientId}`,
    '--oidc-extra-scope=profile',
    '--oidc-extra-scope=email',
    ...(caPem === undefined ? [] : [`--certificate-authority-data=${btoa(caPem)}`]),
  ];
  const yaml = [
    '# Login through OpenID Connect. It needs the plug-in kubelogin: https://github.com/int128/kubelogin',
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    `  - name: ${quoted(slug)}`,
    '    cluster:',
    `      server: ${quoted(server)}`,
    ...(authority === '' ? [] : [`      certificate-authority-data: ${btoa(authority)}`]),
    'users:',
    `  - name: ${quoted(`${slug}-oidc`)}`,
    '    user:',
    '      exec:',
    '        apiVersion: client.authentication.k8s.io/v1',
    '        command: kubectl',
    '        interactiveMode: IfAvailable',
    '        args:',
    ...args.map((arg) => `          - ${quoted(arg)}`),
    'contexts:',
    `  - name: ${quoted(slug)}`,
    '    context:',
    `      cluster: ${quoted(slug)}`,
    `      user: ${quoted(`${slug}-oidc`)}`,
    `current-context: ${quoted(slug)}`,
    '',
  ].join('\n');
  return { yaml, fileName: `${slug}-oidc.kubeconfig.yaml` };
}
