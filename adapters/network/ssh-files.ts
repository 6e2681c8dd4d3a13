// The person's own SSH files as a list of machines: read, never written, and nothing in them is run.
import { readFile } from 'node:fs/promises';
import { aliasNames, resolveAlias } from '#adapters/ssh/alias.ts';
import { fingerprintOf, readKnownHosts } from '#adapters/ssh/known-hosts.ts';
import { errorCode } from '#adapters/error-code.ts';
import type { Log } from '#core/ports/log.ts';
import type { SshFiles } from '#core/ports/network.ts';

export interface SshPaths {
  readonly knownHosts: readonly string[];
  readonly config: string;
}

/** A file that is missing or may not be read holds nothing for us; the next connection says so where it matters. */
const unlessUnreadable = <T>(work: Promise<T>, otherwise: T): Promise<T> =>
  work.catch((error: unknown) => {
    if (errorCode(error) === '') throw error;
    return otherwise;
  });

function aliasesIn(text: string, { path, log }: { readonly path: string; readonly log: Log }): SshFiles['aliases'] {
  try {
    return aliasNames(text).flatMap((name) => {
      const alias = resolveAlias(text, name);
      return alias === null ? [] : [{ name, address: alias.address, port: alias.port, user: alias.user, jump: alias.jump }];
    });
  } catch (error) {
    log.warn('The SSH configuration cannot be read; its names are not offered', { path, cause: String(error) });
    return [];
  }
}

export async function readSshFiles(paths: SshPaths, log: Log): Promise<SshFiles> {
  const lines = await unlessUnreadable(readKnownHosts(paths.knownHosts), []);
  const hosts = lines
    .filter((line) => line.marker === 'none')
    .map(({ hosts, type, blob }) => ({ hosts, algorithm: type, fingerprint: fingerprintOf(Buffer.from(blob, 'base64')) }));
  const text = await unlessUnreadable(readFile(paths.config, 'utf8'), '');
  return { hosts, aliases: aliasesIn(text, { path: paths.config, log }) };
}
