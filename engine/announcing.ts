// Tells what has changed in a store, once it has.
import { kubeconfigName, platformSecretName, type SecretStore } from '#core/ports/secrets.ts';
import type { NewDocument, PlatformStore } from '#core/ports/store.ts';

const kubeconfigPrefix = kubeconfigName('');
const secretPrefix = platformSecretName('', '').slice(0, -1);

export interface SecretListener {
  /** The kubeconfig of a platform. */
  readonly kubeconfig: (platformId: string) => void;
  /** A secret that its inventory may name. */
  readonly platformSecret: (platformId: string) => void;
}

export function announcing(secrets: SecretStore, listener: SecretListener): SecretStore {
  const tell = (name: string) => {
    const platformId = name.slice(kubeconfigPrefix.length);
    if (name.startsWith(kubeconfigPrefix) && !platformId.includes('/')) listener.kubeconfig(platformId);
    if (name.startsWith(secretPrefix)) listener.platformSecret(name.slice(secretPrefix.length).split('/')[0] ?? '');
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

/** Of revisions that were stored, and platforms that were removed. */
export const announcingPlatforms = (
  platforms: PlatformStore,
  changed: (platformId: string, saved?: NewDocument) => void,
): PlatformStore => ({
  ...platforms,
  async update(platform, expectedRevision, document) {
    const stored = await platforms.update(platform, expectedRevision, document);
    if (stored) changed(platform.id, document);
    return stored;
  },
  async remove(platformId) {
    const removed = await platforms.remove(platformId);
    if (removed) changed(platformId);
    return removed;
  },
});
