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
export const sudoName = (platformId: string, nodeId: string) => `sudo/${platformId}/${nodeId}`;
