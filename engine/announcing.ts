import { kubeconfigName, type SecretStore } from '#core/ports/secrets.ts';

const prefix = kubeconfigName('');

/** Tells when the kubeconfig of a platform has changed. */
export function announcing(secrets: SecretStore, changed: (platformId: string) => void): SecretStore {
  const tell = (name: string) => {
    const platformId = name.slice(prefix.length);
    if (name.startsWith(prefix) && !platformId.includes('/')) changed(platformId);
  };
  return {
    where: secrets.where,
    get: (name) => secrets.get(name),
    async set(name, value) {
      await secrets.set(name, value);
      tell(name);
    },
    async remove(name) {
      await secrets.remove(name);
      tell(name);
    },
  };
}
