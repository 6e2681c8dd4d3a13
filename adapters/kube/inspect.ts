import type { KubeconfigReport } from '#contract/cluster.ts';
import { commandsOf } from './commands.ts';
import { parseKubeconfig, type ClusterEntry, type UserEntry } from './kubeconfig.ts';

/** Fields that name a file; what they point at lies on another computer or is none of a stranger's business. */
export const clusterFiles = ['certificate-authority'] as const;
export const userFiles = ['client-certificate', 'client-key', 'tokenFile', 'token-file'] as const;

export const given = (value: string | null | undefined): value is string => typeof value === 'string' && value !== '';

const clusterWarnings = (name: string, cluster: ClusterEntry): string[] => {
  const warnings: string[] = clusterFiles
    .filter((field) => given(cluster[field]))
    .map((field) => `clusters.${name}.${field} points at the file ${cluster[field]}; it is not read. Paste it as ${field}-data.`);
  if (cluster['insecure-skip-tls-verify'] === true) {
    warnings.push(`clusters.${name}.insecure-skip-tls-verify switches the certificate check off; Hearth refuses that.`);
  }
  if (given(cluster['proxy-url'])) warnings.push(`clusters.${name}.proxy-url asks for a proxy; Hearth does not use it.`);
  if (!/^https:/i.test(cluster.server)) warnings.push(`clusters.${name}.server is not https; everything would travel in the clear.`);
  return warnings;
};

const userWarnings = (name: string, user: UserEntry): string[] => {
  const warnings: string[] = userFiles
    .filter((field) => given(user[field]))
    .map((field) => `users.${name}.${field} points at the file ${user[field]}; it is not read. Paste its content instead.`);
  const provider = user['auth-provider'];
  if (provider) warnings.push(`users.${name}.auth-provider "${provider.name}" was removed from Kubernetes; Hearth does not use it.`);
  return warnings;
};

/** Says what the file holds, wants to run and points at. Throws KUBECONFIG_INVALID. */
export const inspect = (yaml: string): KubeconfigReport => {
  const file = parseKubeconfig(yaml);
  return {
    contexts: [...file.contexts].map(([name, context]) => ({
      name,
      server: file.clusters.get(context.cluster)?.server ?? '',
      user: context.user,
      current: name === file.current,
    })),
    commands: [...file.users].flatMap(([user, entry]) =>
      commandsOf(entry).map(({ argv, env, hash }) => ({ user, argv: [...argv], env: [...env], hash, allowed: false })),
    ),
    warnings: [
      ...[...file.clusters].flatMap(([name, cluster]) => clusterWarnings(name, cluster)),
      ...[...file.users].flatMap(([name, user]) => userWarnings(name, user)),
    ],
  };
};
