// From a kubeconfig to what a connection needs, refusing whatever would run a program or read a file.
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { fault } from '#core/fault.ts';
import { commandsOf, execCommand } from './commands.ts';
import { clusterFiles, given, userFiles } from './inspect.ts';
import { invalid, parseKubeconfig, type ClusterEntry, type ExecEntry, type UserEntry } from './kubeconfig.ts';

export interface Endpoint {
  /** Without a trailing slash; may have a path, as behind Rancher. */
  readonly server: URL;
  readonly tls: SecureContextOptions & { readonly servername?: string };
  readonly headers: Readonly<Record<string, string>>;
  /** An allowed program that hands out the credential. */
  readonly exec: ExecEntry | null;
}

export interface Choice {
  readonly context?: string;
  readonly allowedCommands?: readonly string[];
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

export interface Chosen {
  readonly clusterName: string;
  readonly cluster: ClusterEntry;
  readonly user: UserEntry;
}

/** The entries of one context, once nothing in them is refused. Throws KUBECONFIG_INVALID or KUBECONFIG_RUNS_COMMAND. */
export const chosenOf = (yaml: string, choice: Choice): Chosen => {
  const file = parseKubeconfig(yaml);
  const name = choice.context ?? file.current;
  if (name === '') throw invalid('it has no current-context; choose one.', 'current-context');
  const context = file.contexts.get(name);
  if (context === undefined) throw invalid(`it has no context "${name}".`, 'context');
  const cluster = file.clusters.get(context.cluster);
  if (cluster === undefined) throw invalid(`the context "${name}" names the cluster "${context.cluster}", which is not in it.`, 'clusters');
  const user = context.user === '' ? {} : file.users.get(context.user);
  if (user === undefined) throw invalid(`the context "${name}" names the user "${context.user}", which is not in it.`, 'users');
  refuseCluster(context.cluster, cluster);
  refuseUser(context.user, user, choice.allowedCommands ?? []);
  return { clusterName: context.cluster, cluster, user };
};

/** Throws KUBECONFIG_INVALID or KUBECONFIG_RUNS_COMMAND. */
export const endpointOf = (yaml: string, choice: Choice): Endpoint => {
  const { clusterName, cluster, user } = chosenOf(yaml, choice);
  const tls = tlsOf(cluster, user);
  return { server: serverOf(clusterName, cluster), tls, headers: headersOf(user), exec: user.exec ?? null };
};

const refuseCluster = (name: string, cluster: ClusterEntry): void => {
  for (const field of clusterFiles) {
    if (given(cluster[field])) throw invalid(`clusters.${name}.${field} points at a file; paste its content as ${field}-data.`, field);
  }
  if (cluster['insecure-skip-tls-verify'] === true) {
    throw invalid(
      `clusters.${name}.insecure-skip-tls-verify switches the certificate check off; give certificate-authority-data instead.`,
      'insecure-skip-tls-verify',
    );
  }
  if (given(cluster['proxy-url'])) throw invalid(`clusters.${name}.proxy-url asks for a proxy, which Hearth does not use.`, 'proxy-url');
};

const refuseUser = (name: string, user: UserEntry, allowed: readonly string[]): void => {
  for (const field of userFiles) {
    if (given(user[field])) throw invalid(`users.${name}.${field} points at a file; paste its content instead.`, field);
  }
  const stranger = commandsOf(user).find((command) => !allowed.includes(command.hash));
  // Faults are kept, and a variable's value may be a credential; the report of `inspect` has it in full.
  const variables = stranger?.env.map((pair) => pair.slice(0, pair.indexOf('=') + 1)) ?? [];
  if (stranger !== undefined) throw fault('KUBECONFIG_RUNS_COMMAND', { command: [...variables, ...stranger.argv].join(' ') });
  if (user['auth-provider']) {
    throw invalid(
      `users.${name}.auth-provider was removed from Kubernetes; fetch a kubeconfig with a token or an exec login.`,
      'auth-provider',
    );
  }
  // Relative to a kubeconfig's folder, which a pasted one does not have.
  const program = user.exec ? execCommand(user.exec).argv[0] : undefined;
  if (program !== undefined && /^\.{0,2}[^/\\]*[/\\]/.test(program) && !/^([/\\]|[A-Za-z]:)/.test(program)) {
    throw invalid(`users.${name}.exec.command is a relative path; give the whole path.`, 'exec.command');
  }
};

const serverOf = (name: string, cluster: ClusterEntry): URL => {
  const field = `clusters.${name}.server`;
  if (!URL.canParse(cluster.server)) throw invalid(`${field} is not an address.`, 'server');
  const server = new URL(cluster.server);
  if (server.username !== '' || server.password !== '') throw invalid(`${field} holds a password; use token or username.`, 'server');
  if (server.protocol === 'https:' || (server.protocol === 'http:' && loopback.has(server.hostname))) return server;
  throw invalid(`${field} must begin with https://; otherwise the credential would travel in the clear.`, 'server');
};

const decoded = (field: string, value: string | null | undefined): Buffer | undefined => {
  if (!given(value)) return undefined;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length === 0 || !bytes.includes('-----BEGIN')) throw invalid(`${field} is not a PEM file in base64.`, field);
  return bytes;
};

const tlsOf = (cluster: ClusterEntry, user: UserEntry): Endpoint['tls'] => {
  const parts = {
    ca: decoded('certificate-authority-data', cluster['certificate-authority-data']),
    cert: decoded('client-certificate-data', user['client-certificate-data']),
    key: decoded('client-key-data', user['client-key-data']),
    servername: given(cluster['tls-server-name']) ? cluster['tls-server-name'] : undefined,
  };
  if ((parts.cert === undefined) !== (parts.key === undefined)) {
    throw invalid('of client-certificate-data and client-key-data only one is there.', 'client-key-data');
  }
  const { ca, cert, key, servername } = parts;
  const tls = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }), ...(servername && { servername }) };
  try {
    createSecureContext(tls);
  } catch (cause) {
    throw fault('KUBECONFIG_INVALID', { reason: 'its certificates or its key cannot be read, or do not belong together.' }, { cause });
  }
  return tls;
};

const headersOf = (user: UserEntry): Record<string, string> => {
  const headers: Record<string, string> = {};
  if (given(user.token)) headers['authorization'] = `Bearer ${user.token.trim()}`;
  else if (given(user.username)) {
    headers['authorization'] = `Basic ${Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64')}`;
  }
  if (given(user.as)) headers['impersonate-user'] = user.as;
  if (given(user['as-uid'])) headers['impersonate-uid'] = user['as-uid'];
  if (user['as-groups']?.length) headers['impersonate-group'] = user['as-groups'].join(',');
  const bad = Object.entries(headers).find(([, value]) => /[^\x20-\x7e]/.test(value));
  if (bad !== undefined) throw invalid(`the value for ${bad[0]} holds characters that no header may hold.`, 'users');
  return headers;
};
