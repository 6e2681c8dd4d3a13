// Secrets that end with the engine: those of the practice lab, and passwords given for this session.
import type { SecretStore, SessionSecrets } from '#core/ports/secrets.ts';
import type { Secret } from '#core/secret.ts';

export function memorySecrets(): SecretStore {
  const values = new Map<string, Secret>();
  return {
    where: 'memory',
    get: async (name) => values.get(name) ?? null,
    set: async (name, value) => {
      values.set(name, value);
    },
    remove: async (name) => {
      values.delete(name);
    },
  };
}

/** `onSecret` is told every secret, so that logs can leave it out. */
export function sessionSecrets(onSecret: (secret: Secret) => void = () => {}): SessionSecrets {
  const values = new Map<string, Secret>();
  return {
    get: (name) => values.get(name) ?? null,
    set(name, value) {
      onSecret(value);
      values.set(name, value);
    },
    remove(name) {
      values.delete(name);
    },
  };
}
