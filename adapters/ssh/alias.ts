// The person's ~/.ssh/config: what one of its names stands for. Nothing in it is run.
import { readFile } from 'node:fs/promises';
import { SSHConfig } from 'ssh-config';
import { errorCode } from '#adapters/error-code.ts';
import type { Log } from '#core/ports/log.ts';
import { expandHome } from './login.ts';

export interface Alias {
  readonly address: string;
  readonly port: number | null;
  readonly user: string | null;
  readonly jump: { readonly address: string; readonly port: number; readonly user: string | null } | null;
  readonly keyFile: string | null;
}

const one = (value: string | string[] | undefined): string | null => (Array.isArray(value) ? (value[0] ?? null) : (value ?? null));

const portOf = (text: string | null | undefined): number | null => {
  const port = Number(text ?? '');
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : null;
};

/** [user@]host[:port], the first of several hops; "none" and ssh:// forms are not taken. */
function parseJump(text: string | null): Alias['jump'] {
  const match = /^(?:([^@\s,]+)@)?(\[[^\]\s]+\]|[^:@\s,/]+)(?::(\d+))?$/.exec(text ?? '');
  const address = match?.[2]?.replace(/^\[|\]$/g, '');
  if (address === undefined || address === 'none') return null;
  return { address, port: portOf(match?.[3]) ?? 22, user: match?.[1] ?? null };
}

/** The names that Host lines give; patterns are none. */
export function aliasNames(configText: string): readonly string[] {
  const names = SSHConfig.parse(configText).flatMap((line) => {
    if (!('param' in line) || line.param.toLowerCase() !== 'host') return [];
    return Array.isArray(line.value) ? line.value.map((part) => part.val) : [line.value];
  });
  return [...new Set(names)].filter((name) => name !== '' && !/[*?!]/.test(name));
}

/** What `alias` stands for in this text; null when no Host line names it (patterns alone do not make an alias). */
export function resolveAlias(configText: string, alias: string): Alias | null {
  // With CanonicalDomains the library would start nslookup and wait for it.
  const config = SSHConfig.parse(configText.replace(/^\s*canonicaldomains\b.*$/gim, ''));
  const named = config.find((line) => {
    if (!('param' in line) || line.param.toLowerCase() !== 'host') return false;
    const names = Array.isArray(line.value) ? line.value.map((part) => part.val) : [line.value];
    return names.some((name) => name.toLowerCase() === alias.toLowerCase());
  });
  if (named === undefined) return null;
  // A Match exec would run a command of the file; it is passed over.
  const found = config.compute(alias, { ignoreCase: true, matchExec: false });
  const keyFile = one(found['identityfile']);
  return {
    address: (one(found['hostname']) ?? alias).replaceAll('%h', alias),
    port: portOf(one(found['port'])),
    user: one(found['user']),
    jump: parseJump(one(found['proxyjump'])),
    keyFile: keyFile === null ? null : expandHome(keyFile),
  };
}

/** Reads the file anew each time, as people edit it; a name that is no alias stands for itself. */
export function aliasReader(path: string, log: Log): (name: string) => Promise<string> {
  return async (name) => {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (errorCode(error) === '') throw error;
      return '';
    });
    if (text === '') return name;
    try {
      return resolveAlias(text, name)?.address ?? name;
    } catch (error) {
      log.warn('The SSH configuration cannot be read; its names are not used', { path, cause: String(error) });
      return name;
    }
  };
}
