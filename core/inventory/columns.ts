import type { Draft } from './draft.ts';

/** What people call the columns of a list of machines. */
export const columns = new Map<string, keyof Draft>([
  ['address', 'address'],
  ['ip', 'address'],
  ['host', 'address'],
  ['name', 'name'],
  ['hostname', 'name'],
  ['node', 'name'],
  ['port', 'port'],
  ['user', 'user'],
  ['username', 'user'],
]);
