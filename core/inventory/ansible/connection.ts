// How a machine is reached: fields of a node here, variables there. Only what is plain becomes a field.
import { hostAddress, portNumber, userName } from '#contract/nodes.ts';
import type { DocumentValue } from '#contract/inventory/document.ts';

export interface ConnectionField {
  readonly field: 'address' | 'user' | 'port';
  /** The newer name counts where both are there. */
  readonly names: readonly [newer: string, older: string];
  /** Null: it cannot stand in the field. */
  readonly read: (value: DocumentValue) => string | number | null;
}

const whole = (value: DocumentValue): number => (typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN);

export const connectionFields: readonly ConnectionField[] = [
  {
    field: 'address',
    names: ['ansible_host', 'ansible_ssh_host'],
    read: (value) => (typeof value === 'string' && hostAddress.safeParse(value).success ? value : null),
  },
  {
    field: 'user',
    names: ['ansible_user', 'ansible_ssh_user'],
    read: (value) => (typeof value === 'string' && userName.safeParse(value).success ? value : null),
  },
  {
    field: 'port',
    names: ['ansible_port', 'ansible_ssh_port'],
    read: (value) => portNumber.safeParse(typeof value === 'number' ? value : whole(value)).data ?? null,
  },
];
