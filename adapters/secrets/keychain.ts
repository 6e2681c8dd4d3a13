// The keychain of the operating system. It holds one key per data folder; the secrets themselves lie encrypted beside
// the database, because a kubeconfig is larger than what Windows lets a keychain entry be (2,560 bytes).
import { randomBytes } from 'node:crypto';
import type { Log } from '#core/ports/log.ts';

export interface Keychain {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}

const service = 'hearth';
/** A keychain that asks the person for a password may take a while; one that hangs must not hold up the start. */
const probeMs = 5000;

async function systemKeychain(): Promise<Keychain> {
  const { AsyncEntry } = await import('@napi-rs/keyring');
  // The kernel's keyring, the other store of Linux, forgets at a restart.
  const entry = (name: string) => new AsyncEntry(service, name, { linux: { store: 'secret-service' } });
  return {
    get: async (name) => (await entry(name).getPassword()) ?? null,
    set: (name, value) => entry(name).setPassword(value),
    remove: async (name) => {
      await entry(name).deletePassword();
    },
  };
}

async function roundTrip(keychain: Keychain): Promise<boolean> {
  const name = `probe-${randomBytes(6).toString('hex')}`;
  const value = randomBytes(16).toString('hex');
  await keychain.set(name, value);
  const found = await keychain.get(name);
  await keychain.remove(name);
  return found === value;
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${probeMs / 1000} s`)), probeMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Null when there is none, or none that keeps what it is given. */
export async function findKeychain(log: Log, open: () => Promise<Keychain> = systemKeychain): Promise<Keychain | null> {
  try {
    const keychain = await inTime(open());
    if (await inTime(roundTrip(keychain))) return keychain;
    log.info('The keychain of this computer does not keep what it is given.');
  } catch (error) {
    log.info('No keychain can be used on this computer.', { why: error instanceof Error ? error.message : String(error) });
  }
  return null;
}
