// Where secrets rest: encrypted in one file, under a key in the keychain or, without one, in a file of its own.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fault } from '#core/fault.ts';
import type { Log } from '#core/ports/log.ts';
import type { SecretStore } from '#core/ports/secrets.ts';
import { Secret } from '#core/secret.ts';
import { createSerial } from '#core/serial.ts';
import { privateFolder } from '#adapters/store/private-folder.ts';
import { replaceFile } from '#adapters/store/replace-file.ts';
import { findKeychain, type Keychain } from './keychain.ts';
import { keyLength, readHeader, seal, unseal, Unreadable, type Header, type Names } from './seal.ts';

export interface SecretsOptions {
  readonly dir: string;
  readonly log: Log;
  /** Told every secret that is read or stored, so that logs can leave it out. */
  readonly onSecret?: (secret: Secret) => void;
  /** Looks for the keychain; null when there is none that works. */
  readonly keychain?: () => Promise<Keychain | null>;
}

interface Vault {
  readonly path: string;
  readonly keyPath: string;
  readonly keychain: Keychain | null;
}

interface Opened {
  readonly head: Header;
  readonly key: Uint8Array;
  readonly values: Names;
}

const keyName = (head: Header) => `data-key-${head.keyId}`;

/** Throws Unreadable when it is gone for good, SECRETS_UNREADABLE when it may come back. */
async function loadKey({ path, keyPath, keychain }: Vault, head: Header): Promise<Uint8Array> {
  if (head.keyIn === 'file') {
    if (!existsSync(keyPath)) throw new Unreadable(`The file with its key, ${keyPath}, is gone.`);
    const key = readFileSync(keyPath);
    if (key.length !== keyLength) throw new Unreadable(`The file with its key, ${keyPath}, is damaged.`);
    return key;
  }
  if (keychain === null) throw fault('SECRETS_UNREADABLE', { path, reason: 'Their key lies in the keychain, which does not answer.' });
  const key = await keychain.get(keyName(head));
  if (key === null) throw new Unreadable('The keychain no longer has its key.');
  return Buffer.from(key, 'base64');
}

async function newKey({ keyPath, keychain }: Vault): Promise<Opened> {
  const key = randomBytes(keyLength);
  const keyIn = keychain === null ? 'file' : 'keychain';
  const head: Header = { hearth: 'secrets', version: 1, keyIn, keyId: randomBytes(16).toString('hex') };
  if (keychain === null) replaceFile(keyPath, key);
  else await keychain.set(keyName(head), key.toString('base64'));
  return { head, key, values: new Map() };
}

/** Null when nothing has been stored yet. */
async function read(vault: Vault): Promise<Opened | null> {
  if (!existsSync(vault.path)) return null;
  const file = readFileSync(vault.path);
  const { head } = readHeader(file);
  const key = await loadKey(vault, head);
  return { head, key, values: unseal(file, key) };
}

/** For reading: what cannot be read is a fault, and stays where it is. */
async function readOrFault(vault: Vault): Promise<Opened | null> {
  try {
    return await read(vault);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw fault('SECRETS_UNREADABLE', { path: vault.path, reason: error.message }, { cause: error });
  }
}

/** For writing: a file that can never be read again makes room, so that secrets can be entered anew. */
async function readOrBegin(vault: Vault, log: Log): Promise<Opened> {
  try {
    return (await read(vault)) ?? (await newKey(vault));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const aside = `${vault.path}.unreadable-${randomBytes(4).toString('hex')}`;
    renameSync(vault.path, aside);
    log.warn('The stored secrets cannot be read and were set aside.', { aside, why: error.message });
    return newKey(vault);
  }
}

async function keyIsInFile(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  try {
    return readHeader(readFileSync(path)).head.keyIn === 'file';
  } catch (error) {
    if (error instanceof Unreadable) return false;
    throw error;
  }
}

/** Opening reads nothing secret. `get` and `set`: SECRETS_UNREADABLE; `set` and `remove`: DATA_NOT_WRITABLE. */
export async function openSecrets({ dir, log, onSecret = () => {}, keychain }: SecretsOptions): Promise<SecretStore> {
  privateFolder(dir);
  const path = join(dir, 'secrets.enc');
  const look = keychain ?? (() => findKeychain(log));
  // A file begun without a keychain stays so: its key is where it is.
  const vault: Vault = { path, keyPath: join(dir, 'secrets.key'), keychain: (await keyIsInFile(path)) ? null : await look() };
  const serial = createSerial();
  const store = (opened: Opened, values: Names) => replaceFile(path, seal(opened.head, opened.key, values));

  return {
    where: vault.keychain === null ? 'encrypted-file' : 'keychain',
    get: (name) =>
      serial(async () => {
        const value = (await readOrFault(vault))?.values.get(name);
        if (value === undefined) return null;
        const secret = new Secret(value);
        onSecret(secret);
        return secret;
      }),
    set: (name, value) =>
      serial(async () => {
        onSecret(value);
        const opened = await readOrBegin(vault, log);
        store(opened, new Map([...opened.values, [name, value.reveal()]]));
      }),
    remove: (name) =>
      serial(async () => {
        const opened = await readOrFault(vault);
        if (opened === null || !opened.values.has(name)) return;
        store(opened, new Map([...opened.values].filter(([known]) => known !== name)));
      }),
  };
}
