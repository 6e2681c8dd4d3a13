import { createHash } from 'node:crypto';
import type { ExecEntry, UserEntry } from './kubeconfig.ts';

interface WantedCommand {
  readonly argv: readonly string[];
  /** NAME=VALUE */
  readonly env: readonly string[];
  /** SHA-256 over the arguments and the environment it asks for: allowing one does not allow another. */
  readonly hash: string;
}

const hashOf = (argv: readonly string[], env: readonly (readonly [string, string])[]): string =>
  createHash('sha256').update(JSON.stringify({ argv, env })).digest('hex');

export const execCommand = (exec: ExecEntry): WantedCommand => {
  const argv = [exec.command, ...(exec.args ?? [])];
  const env = (exec.env ?? []).map((entry) => [entry.name, entry.value] as const);
  return { argv, env: env.map(([name, value]) => `${name}=${value}`), hash: hashOf(argv, env) };
};

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Programs this user's login wants to run: an exec plugin, or the command of an old auth-provider. */
export const commandsOf = (user: UserEntry): readonly WantedCommand[] => {
  const wanted: WantedCommand[] = [];
  if (user.exec) wanted.push(execCommand(user.exec));
  const config = user['auth-provider']?.config ?? {};
  const path = asText(config['cmd-path']);
  if (path !== '') {
    const argv = [
      path,
      ...asText(config['cmd-args'])
        .split(' ')
        .filter((part) => part !== ''),
    ];
    wanted.push({ argv, env: [], hash: hashOf(argv, []) });
  }
  return wanted;
};
