// The parts of a platform's content as the document writes them: short texts where one line says it all.
import type { DocumentValue } from '#contract/inventory/document.ts';
import type { Credential, Node } from '#contract/nodes.ts';
import type { Settings } from '#contract/platforms.ts';
import { readAddress } from '#core/inventory/address-form.ts';
import { isMap, type DocumentMap } from './values.ts';

export const usualPort = 22;
/** The user that most images of Linux for servers come with. */
export const usualUser = 'ubuntu';

type Jump = NonNullable<Node['jump']>;
export const jumpForm = ({ address, port, user }: Jump): string => `${user}@${address.includes(':') ? `[${address}]` : address}:${port}`;
/** What is left out is null; nothing is checked. */
export function jumpParts(text: string): { readonly address: string; readonly port: number | null; readonly user: string | null } {
  const { address, port, user } = readAddress(text);
  return { address, port: port === null ? null : Number(port), user };
}

export function credentialForm(credential: Credential): DocumentValue {
  return credential.method === 'key-file' ? { 'key-file': credential.path } : credential.method;
}
/** Null: no way of signing in. */
export function readCredential(value: DocumentValue): Credential | null {
  if (value === 'hearth-key' || value === 'agent') return { method: value };
  const path = isMap(value) && Object.keys(value).length === 1 ? value['key-file'] : undefined;
  return typeof path === 'string' && path !== '' ? { method: 'key-file', path } : null;
}

type Taint = Node['taints'][number];
const effects: readonly Taint['effect'][] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
/** Without a value: key:Effect. */
export const taintForm = ({ key, value, effect }: Taint): string => (value === '' ? `${key}:${effect}` : `${key}=${value}:${effect}`);
export function readTaint(value: DocumentValue): Taint | null {
  const parts = typeof value === 'string' ? /^([^=:\s]+)(?:=([^:\s]*))?:(\w+)$/.exec(value) : null;
  const effect = effects.find((one) => one === parts?.[3]);
  return parts?.[1] === undefined || effect === undefined ? null : { key: parts[1], value: parts[2] ?? '', effect };
}
/** It reads back as the same. */
export function isWritable(taint: Taint): boolean {
  const read = readTaint(taintForm(taint));
  return read?.key === taint.key && read.value === taint.value && read.effect === taint.effect;
}

type Pool = Settings['ingressPool'];
export const poolForm = (pool: Pool): string | null => (pool === null ? null : `${pool.from}-${pool.to}`);
export function readPool(text: string): NonNullable<Pool> | null {
  const parts = /^\s*([^\s-]+)\s*-\s*([^\s-]+)\s*$/.exec(text);
  return parts?.[1] === undefined || parts[2] === undefined ? null : { from: parts[1], to: parts[2] };
}

export const settingsForm = (settings: Settings): DocumentMap => {
  const { domain, certificates, ingressPool, storageClass, adminUser, podCidr, serviceCidr } = settings;
  return { domain, certificates: { ...certificates }, ingressPool: poolForm(ingressPool), storageClass, adminUser, podCidr, serviceCidr };
};

/** Every field of a node that the document has, with what would go without saying. */
export function nodeForm({ address, role, user, port, credential, jump, labels, taints }: Node): DocumentMap {
  return {
    address,
    role,
    user,
    port,
    credential: credentialForm(credential),
    jump: jump === null ? null : jumpForm(jump),
    labels,
    taints: taints.map(taintForm),
  };
}

const unsaid: Readonly<Record<string, (value: DocumentValue) => boolean>> = {
  port: (value) => value === usualPort,
  credential: (value) => value === 'hearth-key',
  jump: (value) => value === null,
  labels: (value) => isMap(value) && Object.keys(value).length === 0,
  taints: (value) => Array.isArray(value) && value.length === 0,
};
/** What means the same when it is left out. */
export const isUnsaid = (field: string, value: DocumentValue): boolean => Object.hasOwn(unsaid, field) && unsaid[field]?.(value) === true;

export const shortNodeForm = (node: Node): DocumentMap =>
  Object.fromEntries(Object.entries(nodeForm(node)).filter(([field, value]) => !isUnsaid(field, value)));
