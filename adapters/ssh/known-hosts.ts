// The person's known_hosts files: read at each connection, never written.
import { createHash, createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { errorCode } from '#adapters/error-code.ts';
import { parseKnownHosts, type HashHost, type KnownHost, type ShownKey } from '#core/access/host-keys.ts';

export const hashHost: HashHost = (salt, host) => createHmac('sha1', Buffer.from(salt, 'base64')).update(host).digest('base64');

/** As `ssh-keygen -lf` prints it. */
export const fingerprintOf = (blob: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;

/** The key a server presented, from its wire form. */
export function shownKey(blob: Buffer): ShownKey {
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
  return { type: blob.toString('latin1', 4, 4 + length), blob: blob.toString('base64'), fingerprint: fingerprintOf(blob) };
}

/** A missing file is an empty one. One that cannot be read is an error: it may hold a revoked key. */
export async function readKnownHosts(paths: readonly string[]): Promise<readonly KnownHost[]> {
  const texts = await Promise.all(
    paths.map((path) =>
      readFile(path, 'utf8').catch((error: unknown) => {
        if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return '';
        throw error;
      }),
    ),
  );
  return texts.flatMap((text) => parseKnownHosts(text));
}
