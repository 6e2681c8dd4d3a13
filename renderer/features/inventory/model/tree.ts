// The inventory as a tree: all, groups in groups, nodes; each with its variables. Only what is unfolded becomes rows.
import type { DocumentData, DocumentGroup, DocumentNode, DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import { showValue } from './value-text.ts';

export type Scope =
  | { readonly kind: 'all' }
  /** `isRole`: it is there because nodes have roles, written or not. */
  | { readonly kind: 'group'; readonly name: string; readonly isRole: boolean }
  | { readonly kind: 'node'; readonly name: string };

interface Standing {
  /** Of this place in the tree; a node has one in each of its groups. */
  readonly id: string;
  readonly level: number;
  readonly scope: Scope;
}
export interface ScopeRow extends Standing {
  readonly kind: 'scope';
  readonly isOpen: boolean;
  readonly hasChildren: boolean;
  readonly variables: number;
  readonly nodes: number;
}
export interface VariableRow extends Standing {
  readonly kind: 'variable';
  readonly variable: string;
  readonly value: DocumentValue;
}
export type TreeRow = ScopeRow | VariableRow;

const roleGroups: Readonly<Record<string, readonly string[]>> = {
  k8s: ['k8s_control_plane', 'k8s_workers'],
  k8s_control_plane: [],
  k8s_workers: [],
};
const roleGroupOf: Readonly<Record<string, string>> = { control: 'k8s_control_plane', worker: 'k8s_workers' };

export const scopePath = (scope: Scope): DocumentPath =>
  scope.kind === 'all' ? [] : [scope.kind === 'group' ? 'groups' : 'nodes', scope.name];
export const variablePath = (scope: Scope, variable: string): DocumentPath => [...scopePath(scope), 'variables', variable];
export const rowPath = (row: TreeRow): DocumentPath =>
  row.kind === 'scope' ? scopePath(row.scope) : variablePath(row.scope, row.variable);

export const rootId = 'all';

/** The id that a row has once a group or node has a new name: its own, or one that it stands in. */
export const idAfterRename = (id: string, { kind, name }: Scope & { readonly name: string }, to: string): string =>
  id
    .split('/')
    .map((part) => (part === `${kind}:${name}` ? `${kind}:${to}` : part))
    .join('/');

interface Found {
  readonly scope: Scope;
  readonly variables: Readonly<Record<string, DocumentValue>>;
  readonly children: () => readonly Found[];
  readonly nodes: number;
}

function groupsOf(data: DocumentData): ReadonlyMap<string, DocumentGroup> {
  const all = new Map(data.groups.map((group) => [group.name, group]));
  const named = data.nodes.flatMap((node) => node.groups);
  for (const name of [...Object.keys(roleGroups), ...named]) {
    if (!all.has(name)) all.set(name, { name, groups: [], variables: {}, fields: {} });
  }
  return all;
}

function membersOf(nodes: readonly DocumentNode[]): ReadonlyMap<string, readonly DocumentNode[]> {
  const members = new Map<string, DocumentNode[]>();
  for (const node of nodes) {
    const role = node.fields['role'];
    const roleGroup = typeof role === 'string' ? roleGroupOf[role] : undefined;
    for (const name of new Set([...node.groups, ...(roleGroup === undefined ? [] : [roleGroup])])) {
      const held = members.get(name);
      if (held === undefined) members.set(name, [node]);
      else held.push(node);
    }
  }
  return members;
}

/** Those that no other group holds; where groups hold each other, the first of them, so that none is out of sight. */
function topGroups(groups: ReadonlyMap<string, DocumentGroup>, childrenOf: (group: DocumentGroup) => readonly string[]): readonly string[] {
  const inside = new Set([...groups.values()].flatMap((group) => childrenOf(group).filter((child) => child !== group.name)));
  const reached = new Set<string>();
  const reach = (name: string): void => {
    const group = groups.get(name);
    if (group === undefined || reached.has(name)) return;
    reached.add(name);
    childrenOf(group).forEach(reach);
  };
  const top = [...groups.keys()].filter((name) => !inside.has(name));
  top.forEach(reach);
  for (const name of groups.keys()) {
    if (reached.has(name)) continue;
    top.push(name);
    reach(name);
  }
  return top;
}

function found(data: DocumentData): Found {
  const groups = groupsOf(data);
  const members = membersOf(data.nodes);
  const childrenOf = (group: DocumentGroup): readonly string[] => [...new Set([...(roleGroups[group.name] ?? []), ...group.groups])];
  const ofNode = (node: DocumentNode): Found => ({
    scope: { kind: 'node', name: node.name },
    variables: node.variables,
    children: () => [],
    nodes: 0,
  });
  const ofGroup = (name: string, above: ReadonlySet<string>): readonly Found[] => {
    const group = groups.get(name);
    // A group that holds itself is said by an issue; here it ends.
    if (group === undefined || above.has(name)) return [];
    const path = new Set([...above, name]);
    const own = members.get(name) ?? [];
    return [
      {
        scope: { kind: 'group', name, isRole: Object.hasOwn(roleGroups, name) },
        variables: group.variables,
        children: () => [...childrenOf(group).flatMap((child) => ofGroup(child, path)), ...own.map(ofNode)],
        nodes: own.length,
      },
    ];
  };
  const top = topGroups(groups, childrenOf);
  const isMember = new Set([...members.values()].flat());
  const loose = data.nodes.filter((node) => !isMember.has(node));
  return {
    scope: { kind: 'all' },
    variables: data.variables,
    children: () => [...top.flatMap((name) => ofGroup(name, new Set())), ...loose.map(ofNode)],
    nodes: data.nodes.length,
  };
}

const nameOf = (scope: Scope): string => (scope.kind === 'all' ? rootId : scope.name);

interface Place {
  readonly id: string;
  readonly level: number;
}
interface Wanted {
  /** Ids of what is unfolded. */
  readonly open: ReadonlySet<string> | 'all';
  /** In lower case; '' for no filter. */
  readonly filter: string;
}

function belowOf(item: Found, place: Place, wanted: Wanted): TreeRow[] {
  const { id, level } = place;
  const { scope } = item;
  const fits = (text: string): boolean => text.toLowerCase().includes(wanted.filter);
  const isAll = fits(nameOf(scope));
  const variables = Object.entries(item.variables)
    .filter(([variable, value]) => isAll || fits(variable) || fits(showValue(value)))
    .map(([variable, value]): TreeRow => ({ kind: 'variable', id: `${id}/v:${variable}`, level: level + 1, scope, variable, value }));
  const children = item
    .children()
    .flatMap((child) => rowsOf(child, { id: `${id}/${child.scope.kind}:${nameOf(child.scope)}`, level: level + 1 }, wanted));
  return [...variables, ...children];
}

function rowsOf(item: Found, place: Place, wanted: Wanted): TreeRow[] {
  const { scope } = item;
  const isNamed = nameOf(scope).toLowerCase().includes(wanted.filter);
  const isUnfolded = wanted.open === 'all' || wanted.open.has(place.id);
  const below = isUnfolded || wanted.filter !== '' ? belowOf(item, place, wanted) : [];
  if (!isNamed && below.length === 0) return [];
  // What the filter found inside is unfolded for it.
  const isOpen = isUnfolded || (!isNamed && below.length > 0);
  const count = Object.keys(item.variables).length;
  const row: ScopeRow = {
    kind: 'scope',
    ...place,
    scope,
    isOpen,
    hasChildren: count > 0 || scope.kind === 'all' || (scope.kind === 'group' && item.children().length > 0),
    variables: count,
    nodes: item.nodes,
  };
  return isOpen ? [row, ...below] : [row];
}

export const treeRows = (data: DocumentData, wanted: Wanted): readonly TreeRow[] =>
  rowsOf(found(data), { id: rootId, level: 1 }, { open: wanted.open, filter: wanted.filter.trim().toLowerCase() });

/** Where the cursor was put. */
export interface TreeSpot {
  readonly id: string;
  readonly index: number;
}

/** Its row; where that was folded away, what it was folded into; where it is gone, what took its place. */
export function spotIn(rows: readonly TreeRow[], { id, index }: TreeSpot): number {
  const at = rows.findIndex((row) => row.id === id);
  if (at >= 0) return at;
  const above = rows.findLastIndex((row) => id.startsWith(`${row.id}/`));
  const holder = rows[above];
  const isFolded = holder?.kind === 'scope' && !holder.isOpen && holder.hasChildren;
  return isFolded ? above : Math.max(0, Math.min(index, rows.length - 1));
}

export type TreeIntent =
  | { readonly act: 'move'; readonly to: number }
  | { readonly act: 'fold' | 'unfold' | 'edit' | 'remove' | 'rename' | 'menu' };

const treeActs: Readonly<Record<string, TreeIntent>> = {
  Enter: { act: 'edit' },
  F2: { act: 'rename' },
  Delete: { act: 'remove' },
  ContextMenu: { act: 'menu' },
  m: { act: 'menu' },
};

const treeMoves: Readonly<Record<string, (at: number, page: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at, page) => at + page,
  PageUp: (at, page) => at - page,
  Home: () => 0,
  End: () => Infinity,
};

export interface TreePlace {
  readonly at: number;
  /** Rows of a page. */
  readonly page: number;
}

/** As in any tree: right unfolds, then leads in; left folds, then leads out. */
export function treeKey(key: string, { at, page }: TreePlace, rows: readonly TreeRow[]): TreeIntent | null {
  const row = rows[at];
  if (row === undefined) return null;
  const to = (index: number): TreeIntent => ({ act: 'move', to: Math.max(0, Math.min(rows.length - 1, index)) });
  const move = treeMoves[key];
  if (move !== undefined) return to(move(at, page));
  if (key === 'ArrowLeft') {
    if (row.kind === 'scope' && row.isOpen) return { act: 'fold' };
    const parent = rows.findLastIndex((one, index) => index < at && one.level < row.level);
    return parent < 0 ? null : to(parent);
  }
  if (key !== 'ArrowRight') return treeActs[key] ?? null;
  if (row.kind === 'variable' || !row.hasChildren) return null;
  return row.isOpen ? to(at + 1) : { act: 'unfold' };
}
