// The document as an Ansible inventory: what an export writes, and what an import is compared with.
import type { DocumentData, DocumentGroup, DocumentNode, DocumentValue } from '#contract/inventory/document.ts';
import { entryOf, isMap } from '#core/inventory/document/values.ts';
import { ownGroups, roleGroupOf } from '#core/inventory/variables/groups.ts';
import { connectionFields } from './connection.ts';
import { AnsibleInventory, type Host } from './model.ts';

/** A variable of a node: what Ansible calls it, where that cannot be its name here. */
export const ansibleName = 'inventory_hostname';
/** The key at the top under which hosts rest that are no machines of the cluster. */
export const restKey = 'ansible';

const priorityName = 'ansible_group_priority';

export const hostNameOf = (node: DocumentNode): string => {
  const name = entryOf(node.variables, ansibleName);
  return typeof name === 'string' && name !== '' ? name : node.name;
};

/** Groups within groups that would go round in a circle are left out. */
export function inventoryOf(data: DocumentData): AnsibleInventory {
  const inventory = new AnsibleInventory();
  const [parent = '', ...roles] = ownGroups;
  if (data.nodes.some((node) => roleGroupOf(node) !== null)) for (const role of roles) inventory.addChild(parent, role);
  setAll(inventory.group('all').variables, data.variables);
  for (const group of data.groups) addGroup(inventory, group);
  for (const group of data.groups) for (const child of group.groups) inventory.addChild(group.name, child);
  for (const node of data.nodes) {
    const host = inventory.host(hostNameOf(node));
    const role = roleGroupOf(node);
    for (const group of role === null ? node.groups : [role, ...node.groups]) inventory.join(host.name, group);
    setAll(host.variables, node.variables);
    host.variables.delete(ansibleName);
    addConnection(inventory, host, node);
    addWay(host, node, { inventory, data });
  }
  for (const { name, groups, variables } of restingHosts(data)) {
    const host = inventory.host(name);
    for (const group of groups) inventory.join(name, group);
    setAll(host.variables, variables);
  }
  inventory.settle();
  return inventory;
}

function addGroup(inventory: AnsibleInventory, { name, variables }: DocumentGroup): void {
  const group = inventory.group(name);
  setAll(group.variables, variables);
  const priority = group.variables.get(priorityName);
  if (typeof priority === 'number') inventory.setPriority(name, priority);
}

const setAll = (into: Map<string, DocumentValue>, variables: Readonly<Record<string, DocumentValue>>): void => {
  for (const [name, value] of Object.entries(variables)) into.set(name, value);
};

/** A field is written as a variable unless variables say the same, or the name of the host does. */
function addConnection(inventory: AnsibleInventory, host: Host, node: DocumentNode): void {
  for (const { field, names, read } of connectionFields) {
    const wanted = read(entryOf(node.fields, field) ?? null);
    if (wanted === null) continue;
    const said = names.map((name) => inventory.effective(host, name)).find((value) => value !== undefined);
    const spoken = said === undefined ? unsaid(field, host) : read(said);
    if (spoken !== wanted) host.variables.set(names[0], wanted);
  }
}
const unsaid = (field: string, host: Host): string | null => (field === 'address' ? host.name : null);

/** The way there: a jump host, a key. Variables that say so already stay. */
function addWay(host: Host, { fields }: DocumentNode, { inventory, data }: { inventory: AnsibleInventory; data: DocumentData }): void {
  const [jump, credential] = [entryOf(fields, 'jump'), entryOf(fields, 'credential')];
  const way = typeof jump === 'string' ? jumpOf(jump, data) : null;
  const says = (name: string): boolean => inventory.effective(host, name) !== undefined;
  if (way !== null && !says('ansible_ssh_common_args')) host.variables.set('ansible_ssh_common_args', `-o ProxyJump=${way}`);
  const key = isMap(credential) ? entryOf(credential, 'key-file') : undefined;
  if (typeof key === 'string' && !says('ansible_ssh_private_key_file')) host.variables.set('ansible_ssh_private_key_file', key);
}

/** USER@ADDRESS:PORT, or the name of another node. Null: neither, so that nothing else gets into ssh's arguments. */
function jumpOf(jump: string, { nodes }: DocumentData): string | null {
  const node = nodes.find(({ name }) => name === jump);
  if (node === undefined) return /^[a-z_][a-z0-9_-]*@(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?$/.test(jump) ? jump : null;
  const [address, user, port] = connectionFields.map(({ field, read }) => read(entryOf(node.fields, field) ?? null));
  if (typeof address !== 'string') return null;
  return `${user === null ? '' : `${user}@`}${address.includes(':') ? `[${address}]` : address}:${port ?? 22}`;
}

export interface RestingHost {
  readonly name: string;
  readonly groups: readonly string[];
  readonly variables: Readonly<Record<string, DocumentValue>>;
}

/** Hosts that the document keeps for Ansible only. */
export function restingHosts({ general }: DocumentData): readonly RestingHost[] {
  const rest = entryOf(general, restKey);
  const hosts = isMap(rest) ? entryOf(rest, 'hosts') : undefined;
  if (!isMap(hosts)) return [];
  return Object.entries(hosts).map(([name, host]) => {
    const [groups, variables] = isMap(host) ? [entryOf(host, 'groups'), entryOf(host, 'variables')] : [];
    const names = Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [];
    return { name, groups: names, variables: isMap(variables) ? variables : {} };
  });
}
