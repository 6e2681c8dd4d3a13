import type { Secret } from '#core/secret.ts';

/** Where secrets rest: the OS keychain, or a file encrypted under a key only its owner can read. */
export interface SecretStore {
  readonly where: 'keychain' | 'encrypted-file' | 'memory';
  get(name: string): Promise<Secret | null>;
  set(name: string, value: Secret): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Passwords of this session: in memory only, gone when the engine ends. */
export interface SessionSecrets {
  get(name: string): Secret | null;
  set(name: string, value: Secret): void;
  remove(name: string): void;
}

export const kubeconfigName = (platformId: string) => `kubeconfig/${platformId}`;
/** Which context and commands a person chose for it. */
export const kubeconfigChoiceName = (platformId: string) => `${kubeconfigName(platformId)}/choice`;
/** Of a service that the platform uses, or the password of its first user. */
export const platformSecretName = (platformId: string, kind: string) => `platform-secret/${platformId}/${kind}`;
/** What is known of it beside its value: where it belongs and what its service said. */
export const platformSecretNoteName = (platformId: string, kind: string) => `${platformSecretName(platformId, kind)}/note`;
/** Since when each secret of a platform has its value. */
export const platformSecretTimesName = (platformId: string) => `platform-secret-times/${platformId}`;
/** For which domain, and when, the staging servers of Let's Encrypt have issued a certificate. */
export const stagingIssuedName = (platformId: string) => `staging-issued/${platformId}`;
/** For the git repository that is the inventory's second home. */
export const homeTokenName = (platformId: string) => `inventory-home/${platformId}/token`;
export const sudoName = (platformId: string, nodeId: string) => `sudo/${platformId}/${nodeId}`;
