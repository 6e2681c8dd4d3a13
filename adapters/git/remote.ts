// Where a repository is, and how git is to get there.
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { errorCode } from '#adapters/error-code.ts';
import { fault } from '#core/fault.ts';
import type { GitPlace } from '#core/ports/git.ts';
import { refused } from './complaint.ts';

export interface Transport {
  readonly protocol: 'https' | 'http' | 'ssh' | 'file';
  /** Of a repository on this computer. */
  readonly folder: string | null;
}

export function transportOf(remote: string): Transport {
  const scheme = /^([a-z]+):\/\//.exec(remote)?.[1];
  if (scheme === 'https' || scheme === 'http' || scheme === 'ssh') return { protocol: scheme, folder: null };
  if (scheme === 'file') return { protocol: 'file', folder: fileURLToPath(remote) };
  return remote.startsWith('/') ? { protocol: 'file', folder: remote } : { protocol: 'ssh', folder: null };
}

/** No folder, or an empty one: a repository can be made there. HOME_REFUSED; HOME_UNREACHABLE where one was before. */
export async function isVacant(place: GitPlace, { folder }: Transport): Promise<boolean> {
  if (folder === null) return false;
  const names = await namesIn(place, folder);
  if (names.length > 0) return false;
  if (place.held) throw fault('HOME_UNREACHABLE', { home: place.remote, reason: gone });
  return true;
}

/** A disk that is not attached leaves an empty folder, or none. */
const gone =
  'The repository that was there is gone. Its disk may not be attached, or its folder was moved. To begin a new one there, forget this home and set it again.';

async function namesIn(place: GitPlace, folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return [];
    throw refused(place, `The folder cannot be opened (${code}).`);
  }
}

/** A repository on this computer is served by a git that runs nothing of what lies in it. */
const quiet = '-c core.hooksPath=/dev/null -c core.fsmonitor=false -c core.alternateRefsCommand=true -c receive.autogc=false';
export const fetchArgs = ({ folder }: Transport): string[] => (folder === null ? [] : [`--upload-pack=git ${quiet} upload-pack`]);
export const pushArgs = ({ folder }: Transport): string[] => (folder === null ? [] : [`--receive-pack=git ${quiet} receive-pack`]);

/** Null: the token must not travel there in the clear. */
export function credentialsFor({ remote, user, token }: GitPlace, askpass: string): Readonly<Record<string, string>> | null {
  const { protocol } = transportOf(remote);
  const none = { GIT_ASKPASS: askpass, GIT_ALLOW_PROTOCOL: protocol };
  if (token === null || protocol === 'ssh' || protocol === 'file') return none;
  const { host, hostname } = new URL(remote);
  if (protocol === 'http' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) return null;
  return {
    ...none,
    HEARTH_HOME_USER: user === '' ? 'git' : user,
    HEARTH_HOME_TOKEN: token.reveal(),
    HEARTH_HOME_SCHEME: protocol,
    HEARTH_HOME_HOST: host,
  };
}

/** Answers only for the host that the token belongs to: a server may send git elsewhere. */
export const askpassScript = `#!/bin/sh
case $1 in
  "Username for '$HEARTH_HOME_SCHEME://$HEARTH_HOME_HOST': ") printf '%s\\n' "$HEARTH_HOME_USER" ;;
  "Password for '$HEARTH_HOME_SCHEME://"*"@$HEARTH_HOME_HOST': ") printf '%s\\n' "$HEARTH_HOME_TOKEN" ;;
  *) exit 1 ;;
esac
`;
