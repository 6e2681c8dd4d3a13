// One machine of an Ansible inventory: its name, and the variables that say how it is reached.
import { isPlainName, readAddress } from './address-form.ts';
import type { Draft } from './draft.ts';

export type Variables = ReadonlyMap<string, string>;

/** Each with its old name; everything else is left aside. */
const meanings = new Map<string, keyof Draft>([
  ['ansible_host', 'address'],
  ['ansible_ssh_host', 'address'],
  ['ansible_port', 'port'],
  ['ansible_ssh_port', 'port'],
  ['ansible_user', 'user'],
  ['ansible_ssh_user', 'user'],
]);
/** Says something about how a machine is reached. */
export const isMeant = (key: string): boolean => meanings.has(key) || key === 'ansible_connection';

/** The newer name counts where both are there. */
export const meant = (variables: Variables, meaning: keyof Draft): string | null => {
  for (const [name, what] of meanings) {
    const found = what === meaning ? (variables.get(name) ?? '') : '';
    if (found !== '') return found;
  }
  return null;
};

export const unquoted = (text: string): string => text.replace(/^["']|["']$/g, '');

/** `key=value`, spaces around the sign allowed; null: it is none. */
export function readVariable(text: string): readonly [key: string, value: string] | null {
  const sign = text.indexOf('=');
  if (sign < 1) return null;
  const key = text.slice(0, sign).trim().toLowerCase();
  return /^[a-z_][a-z0-9_]*$/.test(key) ? [key, unquoted(text.slice(sign + 1).trim())] : null;
}

export function ansibleHost(called: string, variables: Variables): Draft | string {
  if (variables.get('ansible_connection') === 'local') return 'This is the computer that Ansible runs on, not a machine to add.';
  if (/[^[]\[[^\]]*:[^\]]*\]/.test(called)) return 'Ranges such as node[1:3] are not read here; write one machine on each line.';
  const inName = readAddress(called);
  const host = meant(variables, 'address');
  return {
    address: host ?? inName.address,
    port: meant(variables, 'port') ?? inName.port,
    user: meant(variables, 'user') ?? inName.user,
    name: host === null || !isPlainName(inName.address) || host === inName.address ? null : inName.address,
  };
}
