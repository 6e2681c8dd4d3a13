// What is wrong between machines: names, addresses and roles that do not go together.
import { addressKey } from '#contract/address-key.ts';
import type { DocumentData, DocumentNode, DocumentPath } from '#contract/inventory/document.ts';
import { nodeName } from '#contract/nodes.ts';
import type { Issue, PlatformContent } from '#contract/platforms.ts';
import type { ClusterStage } from '#contract/topology.ts';
import { addressNumber, contains, type AddressRange } from '#core/platform/ipv4.ts';
import { nodeIssues } from '#core/platform/node-issues.ts';
import { topologyIssues } from '#core/platform/topology.ts';
import { usualPort } from '#core/inventory/document/content-form.ts';
import { entryOf } from '#core/inventory/document/values.ts';
import { ownGroups, roleGroupOf, roleGroups } from '#core/inventory/variables/groups.ts';
import { finding, removing, renaming, type Finding } from './finding.ts';
import { unknownJumps } from './jump-names.ts';
import type { NodeTraits } from './node-fields.ts';

export interface Machine {
  readonly node: DocumentNode;
  readonly traits: NodeTraits;
}

export interface Around {
  /** Ingress addresses. */
  readonly pool: AddressRange | null;
  readonly stage: ClusterStage;
}

export function machineFindings(machines: readonly Machine[], { general, groups }: DocumentData, { pool, stage }: Around): Finding[] {
  const isExisting = entryOf(general, 'distribution') === 'existing';
  return [
    ...nameFindings(machines, new Set(groups.map(({ name }) => name))),
    ...addressFindings(machines),
    ...jumpFindings(machines, pool),
    ...unknownJumps(machines),
    ...machines.flatMap(roleFindings),
    // A cluster that is there already has its own machines.
    ...(isExisting ? [] : topologyFindings(machines, stage)),
  ];
}

function nameFindings(machines: readonly Machine[], groups: ReadonlySet<string>): Finding[] {
  const names = new Set(machines.map(({ node }) => node.name));
  const lower = new Map<string, string>();
  return machines.flatMap(({ node: { name } }) => {
    const path = ['nodes', name];
    const first = lower.get(name.toLowerCase());
    if (first === undefined) lower.set(name.toLowerCase(), name);
    const found: Finding[] = [];
    if (first !== undefined)
      found.push(
        finding('name-by-case', path, {
          part: 'key',
          message: `${name} and ${first} differ in capital letters only; Kubernetes takes them for one.`,
          remedy: 'Give one of them another name.',
        }),
      );
    else if (!nodeName.safeParse(name).success) found.push(badName(name, names));
    if (groups.has(name) || ownGroups.includes(name))
      found.push(
        finding('name-of-group', path, {
          severity: 'warning',
          part: 'key',
          message: `A group is called ${name} as well; Ansible takes the two for one.`,
          remedy: 'Give the machine or the group another name.',
        }),
      );
    return found;
  });
}

function badName(name: string, names: ReadonlySet<string>): Finding {
  const path = ['nodes', name];
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const fix = nodeName.safeParse(plain).success && !names.has(plain) ? renaming(path, plain) : null;
  const shown = name.length > 80 ? `${name.slice(0, 80)}…` : name;
  const message = `${shown} cannot be the name of a machine: lower-case letters, digits and hyphens; at most 63.`;
  return finding('node-name', path, { part: 'key', message, remedy: 'Give it another name.', fix });
}

function addressFindings(machines: readonly Machine[]): Finding[] {
  const first = new Map<string, Machine>();
  return machines.flatMap((machine) => {
    const { node, traits } = machine;
    const key = addressKey(traits.address);
    const other = first.get(key);
    if (key === '') return [];
    if (other === undefined) {
      first.set(key, machine);
      return [];
    }
    const message =
      other.traits.port === traits.port
        ? `${other.node.name} already has the address ${traits.address}.`
        : `${other.node.name} has the same address on another port; nodes reach each other by address.`;
    const path = ['nodes', node.name, 'address'];
    return [finding('duplicate-address', path, { message, remedy: 'Give each machine an address of its own.', mark: other.node.name })];
  });
}

/** That a machine's own address lies in the pool is said with the other ranges. */
function jumpFindings(machines: readonly Machine[], pool: AddressRange | null): Finding[] {
  const named = new Map(machines.map(({ node, traits }) => [node.name, traits]));
  return machines.flatMap((machine) => {
    const { jump } = machine.traits;
    if (jump === null) return [];
    const path: DocumentPath = ['nodes', machine.node.name, 'jump'];
    const meant = named.get(jump.address);
    const way = { address: meant?.address ?? jump.address, port: jump.port ?? meant?.port ?? usualPort };
    if (isItself(machine, way))
      return [
        finding('jump-to-itself', path, {
          message: `${machine.node.name} is reached by way of itself.`,
          remedy: 'Name another machine as the jump host, or remove it.',
          fix: removing(path),
        }),
      ];
    const number = addressNumber(way.address);
    // A machine of the list says it at its own address.
    if (pool === null || number === null || meant !== undefined || !contains(pool, number)) return [];
    return [
      finding('jump-in-pool', path, {
        message: `The jump host ${way.address} lies inside the ingress addresses.`,
        remedy: 'Choose ingress addresses that no machine has.',
      }),
    ];
  });
}

const isItself = ({ traits }: Machine, way: { readonly address: string; readonly port: number }): boolean =>
  way.address !== '' && addressKey(way.address) === addressKey(traits.address) && way.port === traits.port;

/** Its role puts a node into one of the two groups; being in the other one as well says the opposite. */
function roleFindings({ node }: Machine): Finding[] {
  const own = roleGroupOf(node);
  return node.groups.flatMap((group, index) => {
    const path: DocumentPath = ['nodes', node.name, 'groups', index];
    if (own === null || own === group || !Object.values(roleGroups).includes(group)) return [];
    return [
      finding('role-clash', path, {
        message: `${node.name} is in ${own} by its role and stands in ${group}.`,
        remedy: 'Change its role, or take it out of the group: roles put machines into their group by themselves.',
        fix: removing(path),
      }),
    ];
  });
}

function topologyFindings(machines: readonly Machine[], stage: ClusterStage): Finding[] {
  const remedy = machines.length === 0 ? 'Write one below nodes, by its name.' : 'Change the roles or taints of the machines.';
  const distribution: PlatformContent['distribution'] = 'microk8s';
  const issues: readonly Issue[] =
    machines.length === 0
      ? nodeIssues({ nodes: [], distribution }, stage)
      : topologyIssues(
          machines.map(({ traits }) => traits),
          stage,
        );
  return issues.map(({ path, severity, message }) => {
    const [, index, ...rest] = path.split('.');
    const name = machines[Number(index)]?.node.name;
    if (name === undefined) return finding('roles', ['nodes'], { severity, part: 'key', message, remedy });
    return finding('roles', ['nodes', name, ...rest], { severity, message, remedy });
  });
}
