// Hearth's own key pair. Made on first use; the private half stays in its file, readable by its owner only.
import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { errorCode } from '#adapters/error-code.ts';
import type { HearthKey } from '#core/ports/hosts.ts';
import { Secret } from '#core/secret.ts';
import { fault } from '#core/fault.ts';
import { fingerprintOf } from './known-hosts.ts';

export interface OwnKey extends HearthKey {
  /** For this adapter only. */
  privateKey(): Promise<Secret>;
}

const comment = () => `hearth@${hostname().replace(/[^A-Za-z0-9.-]/g, '')}`;

/** A new pair in OpenSSH's format. ssh2 makes one in some 360 that neither it nor OpenSSH can read, so each is read back first. */
export function newPrivateKey(): string {
  for (;;) {
    const { private: text } = ssh2.utils.generateKeyPairSync('ed25519', { comment: comment() });
    if (!(ssh2.utils.parseKey(text) instanceof Error)) return text;
  }
}

/** Written aside and linked into place, so that two engines at once end with the same key and none is ever half-written. */
async function make(path: string): Promise<string> {
  const text = newPrivateKey();
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(aside, text, { mode: 0o600, flag: 'wx', flush: true });
  try {
    await link(aside, path);
    return text;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    return await readFile(path, 'utf8');
  } finally {
    await unlink(aside);
  }
}

async function load(folder: string): Promise<{ readonly text: string; readonly path: string }> {
  const path = join(folder, 'hearth_ed25519');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const text = await readFile(path, 'utf8');
    await chmod(path, 0o600);
    return { text, path };
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return { text: await make(path), path };
  }
}

/** The pair in `dir`/keys; a damaged file is KEY_UNREADABLE and is never replaced by itself. */
export function openHearthKey(dir: string): OwnKey {
  let pending: Promise<{ readonly secret: Secret; readonly publicKey: string; readonly fingerprint: string }> | null = null;
  const read = async () => {
    const { text, path } = await load(join(dir, 'keys'));
    const key = ssh2.utils.parseKey(text);
    if (key instanceof Error || !key.isPrivateKey())
      throw fault('KEY_UNREADABLE', { path, reason: 'The file is damaged.' }, { cause: key });
    const blob = key.getPublicSSH();
    return {
      secret: new Secret(text),
      publicKey: `${key.type} ${blob.toString('base64')} ${key.comment}`.trim(),
      fingerprint: fingerprintOf(blob),
    };
  };
  const pair = () => {
    pending ??= read().catch((error: unknown) => {
      pending = null;
      throw error;
    });
    return pending;
  };
  return {
    publicKey: async () => {
      const { publicKey, fingerprint } = await pair();
      return { publicKey, fingerprint };
    },
    privateKey: async () => (await pair()).secret,
  };
}
