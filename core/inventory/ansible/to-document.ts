// An Ansible inventory as data of the document. What a host is told stays what it is told, whatever moves.
import type { DocumentData, DocumentGroup, DocumentNode, DocumentValue } from '#contract/inventory/document.ts';
import { settings } from '#contract/platforms.ts';
import { sameValue } from '#core/inventory/document/values.ts';
import type { Dictionary } from '#core/inventory/variables/dictionary.ts';
import { ownGroups, roleGroups } from '#core/inventory/variables/groups.ts';
import { connectionFields } from './connection.ts';
import { ansibleName, hostNameOf, inventoryOf, restingHosts, restKey, type RestingHost } from './from-document.ts';
import type { AnsibleInventory, Host } from './model.ts';
import { createNamer } from './node-names.ts';
import { createRoleReader } from './roles.ts';
import { TooMuch } from './yaml-values.ts';

export interface Converted {
  readonly data: DocumentData;
  readonly notes: readonly string[];
}
type Variables = Map<string, DocumentValue>;

/** Throws TooMuch. */
export function toDocument(inventory: AnsibleInventory, dictionary: Pick<Dictionary, 'find'>): Converted {
  const notes: string[] = [];
  const groups = [...inventory.groups.values()].filter(({ name }) => name !== 'all' && name !== 'ungrouped').map(groupOf(inventory));
  const all = inventory.group('all');
  const variables = Object.fromEntries([...all.variables, ...all.files]);
  const [nodes, rest] = hostsOf(inventory, notes);
  if (nodes.some(({ fields }) => fields['role'] === undefined))
    notes.push(`The machines have no roles, since ${ownGroups.join(', ')} mean something else in this inventory. Give each its role.`);
  const general: DocumentData['general'] = { hearth: 1 };
  const found = settingsOf(variables, dictionary);
  if (Object.keys(found).length > 0) general['settings'] = found;
  Object.assign(general, restValue(rest));
  const isImplied = nodes.some(({ fields }) => fields['role'] !== undefined);
  const data: DocumentData = { general, variables, groups: isImplied ? groups.map(withoutImplied) : groups, nodes };
  return { data: pinned(inventory, data, notes), notes };
}

/** The groups of roles are inside their parent without being written there. */
const withoutImplied = (group: DocumentGroup): DocumentGroup =>
  group.name === ownGroups[0] ? { ...group, groups: group.groups.filter((child) => !Object.values(roleGroups).includes(child)) } : group;

const groupOf =
  (inventory: AnsibleInventory) =>
  ({ name, children, variables, files, priority }: ReturnType<AnsibleInventory['group']>): DocumentGroup => {
    // A file for all overrules what a group says in the inventory itself.
    const heard = [...variables].filter(([key]) => !inventory.group('all').files.has(key));
    const own = new Map([...heard, ...files]);
    if (priority === 1) own.delete('ansible_group_priority');
    else own.set('ansible_group_priority', priority);
    return { name, groups: [...children], variables: Object.fromEntries(own), fields: {} };
  };

function hostsOf(inventory: AnsibleInventory, notes: string[]): readonly [nodes: DocumentNode[], rest: RestingHost[]] {
  const roleOf = createRoleReader(inventory);
  const nameFor = createNamer(inventory.hosts.keys());
  const [nodes, rest]: [DocumentNode[], RestingHost[]] = [[], []];
  for (const host of inventory.hosts.values()) {
    const groups = [...host.groups].filter((group) => group !== 'all' && group !== 'ungrouped');
    const found = roleOf(host);
    if (found.kind === 'rest') {
      notes.push(`${host.name} is kept for Ansible and becomes no machine, since ${found.reason}.`);
      rest.push({ name: host.name, groups, variables: Object.fromEntries(host.variables) });
      continue;
    }
    const name = nameFor(host.name);
    if (name !== host.name) notes.push(`${host.name} is called ${name} here; its name is kept in ${ansibleName}.`);
    const { role } = found;
    const fields = { ...fieldsOf(inventory, host), ...(role !== null && { role }) };
    const variables = variablesOf(host, fields);
    if (name !== host.name) variables.set(ansibleName, host.name);
    const others = role === null ? groups : groups.filter((group) => group !== roleGroups[role]);
    nodes.push({ name, fields, groups: others, variables: Object.fromEntries(variables) });
  }
  return [nodes, rest];
}

const restValue = (hosts: readonly RestingHost[]): Record<string, DocumentValue> =>
  hosts.length === 0 ? {} : { [restKey]: { hosts: Object.fromEntries(hosts.map((host) => [host.name, restingValue(host)])) } };
const restingValue = ({ groups, variables }: RestingHost): DocumentValue => ({
  ...(groups.length > 0 && { groups: [...groups] }),
  ...(Object.keys(variables).length > 0 && { variables: { ...variables } }),
});

/** From whoever says it: the host, its groups, or for the address its name. */
function fieldsOf(inventory: AnsibleInventory, host: Host): Record<string, string | number> {
  const found = connectionFields.flatMap(({ field, names, read }) => {
    const said = names.map((name) => inventory.effective(host, name)).find((value) => value !== undefined);
    const value = said === undefined ? (field === 'address' ? read(host.name) : null) : read(said);
    return value === null ? [] : [[field, value] as const];
  });
  return Object.fromEntries(found);
}

/** Without what a field says in the same words. */
function variablesOf(host: Host, fields: Readonly<Record<string, string | number>>): Variables {
  const variables = new Map(host.variables);
  variables.delete(ansibleName);
  for (const { field, names } of connectionFields) {
    const [name, older] = names;
    // What the host's name or the older variable says too would not be written again.
    const isImplied = (field === 'address' && fields[field] === host.name) || variables.has(older);
    if (fields[field] !== undefined && variables.get(name) === fields[field] && !isImplied) variables.delete(name);
  }
  return variables;
}

/** Those that the dictionary knows as settings, where they fit. The variables stay as well. */
function settingsOf(
  variables: Readonly<Record<string, DocumentValue>>,
  dictionary: Pick<Dictionary, 'find'>,
): Record<string, DocumentValue> {
  const found = Object.entries(variables).flatMap(([name, value]): [string, DocumentValue][] => {
    const setting = dictionary.find(name)?.setting?.replace(/^settings\./, '') ?? '';
    if (typeof value !== 'string' || !isPlainSetting(setting)) return [];
    return settings.shape[setting].safeParse(value).success ? [[setting, value]] : [];
  });
  return Object.fromEntries(found);
}
const plainSettings = ['domain', 'adminUser', 'storageClass', 'podCidr', 'serviceCidr'] as const;
const isPlainSetting = (name: string): name is (typeof plainSettings)[number] => plainSettings.some((plain) => plain === name);

/**
 * Files of group_vars overrule all groups of the inventory itself, roles add groups and depth, and nobody is ungrouped any more:
 * where a host would be told something else by that, it is told by itself what it was told before.
 */
function pinned(inventory: AnsibleInventory, data: DocumentData, notes: string[]): DocumentData {
  const pinsOf = createPinner(inventory, inventoryOf(data));
  const pinsFor = (name: string): Record<string, DocumentValue> => {
    const pins = pinsOf(inventory.host(name));
    if (pins.length > 0)
      notes.push(`${name} is given ${pins.map(([variable]) => variable).join(', ')} by itself, since its groups have another order here.`);
    return Object.fromEntries(pins);
  };
  const withPins = <T extends { readonly variables: Readonly<Record<string, DocumentValue>> }>(one: T, name: string) =>
    Object.assign({}, one, { variables: { ...one.variables, ...pinsFor(name) } });
  const nodes = data.nodes.map((node) => withPins(node, hostNameOf(node)));
  const rest = restingHosts(data).map((host) => withPins(host, host.name));
  return { ...data, nodes, general: { ...data.general, ...restValue(rest) } };
}

type Pins = readonly (readonly [variable: string, value: DocumentValue])[];

/** A few seconds; far more than the inventories that people have ask for. */
const mostLooks = 5_000_000;

/** Hosts of the same groups are told the same. */
function createPinner(before: AnsibleInventory, after: AnsibleInventory): (host: Host) => Pins {
  const known = new Map<string, Pins>();
  const shared = sharedVariables(before);
  let looks = 0;
  const changedFor = (host: Host, there: Host): Pins => {
    const [was, is] = [before.allInherited(host), after.allInherited(there)];
    looks += was.size + is.size + shared.length;
    if (looks > mostLooks) throw new TooMuch('Too many groups say something about the same variables.');
    return shared.flatMap((name) => {
      const [told, now] = [was.get(name), is.get(name)];
      return told === undefined || (now !== undefined && sameValue(told, now)) ? [] : [[name, told] as const];
    });
  };
  return (host) => {
    const there = after.host(host.name);
    const key = JSON.stringify([[...host.groups], [...there.groups]]);
    const changed = known.get(key) ?? changedFor(host, there);
    known.set(key, changed);
    return changed.filter(([name]) => !host.variables.has(name) && !there.variables.has(name));
  };
}

/** Variables of more than one group, or of the ungrouped: only they can change. */
function sharedVariables({ groups }: AnsibleInventory): readonly string[] {
  const times = new Map<string, number>();
  for (const { name, variables, files } of groups.values())
    for (const key of new Set([...variables.keys(), ...files.keys()]))
      times.set(key, (times.get(key) ?? 0) + (name === 'ungrouped' ? 2 : 1));
  return [...times].filter(([, count]) => count > 1).map(([name]) => name);
}
