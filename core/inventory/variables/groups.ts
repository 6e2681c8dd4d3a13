// Which groups a node is in, and in which order they have their say: exactly as Ansible sorts them.
import type { DocumentData, DocumentGroup, DocumentNode } from '#contract/inventory/document.ts';
import { groupPriority } from './dictionary.ts';
import { entryOf } from '#core/inventory/document/values.ts';

export const allGroup = 'all';
export const ungrouped = 'ungrouped';
/** These exist without being written; the roles of the nodes fill them. */
export const roleGroups: Readonly<Record<string, string>> = { control: 'k8s_control_plane', worker: 'k8s_workers' };
const roleParent = 'k8s';
export const ownGroups: readonly string[] = [roleParent, ...Object.values(roleGroups)];

export interface GroupGraph {
  /** The groups that hold it directly, without "all". */
  parentsOf(group: string): ReadonlySet<string>;
  /** The node's groups and all around them that say something, weakest first. */
  around(node: DocumentNode): readonly DocumentGroup[];
  /** Those whose members include themselves, by way of others. */
  readonly circular: ReadonlySet<string>;
}

/** Null: no role that Hearth knows. */
export const roleGroupOf = (node: DocumentNode): string | null => {
  const role = entryOf(node.fields, 'role');
  return typeof role === 'string' && Object.hasOwn(roleGroups, role) ? (roleGroups[role] ?? null) : null;
};

const none: ReadonlySet<string> = new Set();

export function groupGraph({ groups }: Pick<DocumentData, 'groups'>): GroupGraph {
  const written = new Map(groups.map((group) => [group.name, group]));
  const parents = new Map<string, Set<string>>(Object.values(roleGroups).map((name) => [name, new Set([roleParent])]));
  for (const group of groups) {
    if (group.name === allGroup) continue;
    for (const child of group.groups) parents.set(child, (parents.get(child) ?? new Set()).add(group.name));
  }
  const { depths, circular } = depthsOf(parents);
  const rank = (group: DocumentGroup) => ({ group, depth: depths.get(group.name) ?? 1, priority: priorityOf(group) });

  return {
    parentsOf: (group) => parents.get(group) ?? none,
    circular,
    around(node) {
      const role = roleGroupOf(node);
      const names = upwards(role === null ? node.groups : [role, ...node.groups], parents);
      if (names.size === 0) names.add(ungrouped);
      const found = [...names].flatMap((name) => written.get(name) ?? []);
      const everybody = written.get(allGroup);
      const sorted = found
        .filter(({ name }) => name !== allGroup)
        .map(rank)
        .toSorted((a, b) => a.depth - b.depth || a.priority - b.priority || (a.group.name < b.group.name ? -1 : 1));
      return [...(everybody === undefined ? [] : [everybody]), ...sorted.map(({ group }) => group)];
    },
  };
}

function upwards(names: readonly string[], parents: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const seen = new Set(names);
  // A set can grow while it is walked.
  for (const name of seen) for (const parent of parents.get(name) ?? none) seen.add(parent);
  return seen;
}

/** The longest way down from "all", where groups that nothing holds are at 1. What goes round in a circle has no depth. */
function depthsOf(parents: ReadonlyMap<string, ReadonlySet<string>>) {
  const children = new Map<string, string[]>();
  const waiting = new Map<string, number>();
  for (const [child, above] of parents) {
    waiting.set(child, above.size);
    for (const parent of above) {
      const known = children.get(parent);
      if (known === undefined) children.set(parent, [child]);
      else known.push(child);
    }
  }
  const depths = new Map<string, number>();
  const ready = [...children.keys()].filter((name) => !waiting.has(name));
  // The list grows while it is walked.
  for (const name of ready) {
    const depth = depths.get(name) ?? 1;
    depths.set(name, depth);
    for (const child of children.get(name) ?? []) {
      depths.set(child, Math.max(depth + 1, depths.get(child) ?? 0));
      const left = (waiting.get(child) ?? 1) - 1;
      waiting.set(child, left);
      if (left === 0) ready.push(child);
    }
  }
  const stuck = [...waiting].filter(([, left]) => left > 0).map(([name]) => name);
  return { depths, circular: circularAmong(stuck, { parents, children }) };
}

/** Of those that a circle keeps from having a depth: the ones in it, without what only lies below it. */
function circularAmong(
  stuck: readonly string[],
  { parents, children }: Readonly<Record<'parents' | 'children', ReadonlyMap<string, Iterable<string>>>>,
): ReadonlySet<string> {
  const left = new Set(stuck);
  const living = new Map(stuck.map((name) => [name, [...(children.get(name) ?? [])].filter((child) => left.has(child)).length]));
  const ends = stuck.filter((name) => living.get(name) === 0);
  // The list grows while it is walked.
  for (const name of ends) {
    left.delete(name);
    for (const parent of parents.get(name) ?? []) {
      const count = (living.get(parent) ?? 0) - 1;
      living.set(parent, count);
      if (count === 0) ends.push(parent);
    }
  }
  return left;
}

function priorityOf(group: DocumentGroup): number {
  const value = entryOf(group.variables, groupPriority);
  const number = typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' ? Math.trunc(number) : 1;
}
