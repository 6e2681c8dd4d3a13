// An inventory as Ansible holds it: hosts, groups within groups, and who says what about a host.
import type { DocumentValue } from '#contract/inventory/document.ts';

type Variables = Map<string, DocumentValue>;

export interface Group {
  readonly name: string;
  readonly hosts: Set<string>;
  readonly children: Set<string>;
  readonly parents: Set<string>;
  readonly variables: Variables;
  /** From group_vars, which overrule the variables of every group. */
  readonly files: Variables;
  /** Set by setPriority, since it changes who has the last word. */
  priority: number;
}
export interface Host {
  readonly name: string;
  readonly variables: Variables;
  /** Groups that name it. */
  readonly groups: Set<string>;
}

export class AnsibleInventory {
  readonly groups = new Map<string, Group>();
  readonly hosts = new Map<string, Host>();
  #order: ReadonlyMap<string, number> | null = null;
  readonly #sorted = new Map<string, readonly Group[]>();

  constructor() {
    this.group('all');
    this.group('ungrouped');
  }

  /** Made where it is not there. */
  group(name: string): Group {
    const known = this.groups.get(name);
    if (known !== undefined) return known;
    const group: Group = {
      name,
      hosts: new Set(),
      children: new Set(),
      parents: new Set(),
      variables: new Map(),
      files: new Map(),
      priority: 1,
    };
    this.groups.set(name, group);
    this.#changed();
    return group;
  }

  /** Among groups of one depth the greater one has the last word. */
  setPriority(name: string, priority: number): void {
    this.group(name).priority = priority;
    this.#changed();
  }

  host(name: string): Host {
    const known = this.hosts.get(name);
    if (known !== undefined) return known;
    const host: Host = { name, variables: new Map(), groups: new Set() };
    this.hosts.set(name, host);
    return host;
  }
  join(host: string, group: string): void {
    this.group(group).hosts.add(host);
    this.host(host).groups.add(group);
  }
  leave(host: string, group: string): void {
    this.group(group).hosts.delete(host);
    this.host(host).groups.delete(group);
  }

  /** False: it would hold itself. */
  addChild(parent: string, child: string): boolean {
    if (parent === child || this.ancestors([parent]).has(child)) return false;
    this.group(parent).children.add(child);
    this.group(child).parents.add(parent);
    this.#changed();
    return true;
  }
  removeChild(parent: string, child: string): void {
    this.group(parent).children.delete(child);
    this.group(child).parents.delete(parent);
    this.#changed();
  }

  /** These groups and all that hold them. */
  ancestors(names: Iterable<string>): ReadonlySet<string> {
    const found = new Set(names);
    // A set that grows while it is walked is walked to its end.
    for (const name of found) for (const parent of this.groups.get(name)?.parents ?? []) found.add(parent);
    return found;
  }

  /** Those that a host belongs to, weakest first; `all` is not among them. */
  groupsOf(host: Host): readonly Group[] {
    const key = JSON.stringify([...host.groups].toSorted());
    const known = this.#sorted.get(key);
    if (known !== undefined) return known;
    const order = this.#depths();
    const rank = ({ name }: Group): number => order.get(name) ?? 0;
    const names = [...this.ancestors(host.groups)].filter((name) => name !== 'all');
    const groups = names.flatMap((name) => this.groups.get(name) ?? []);
    const sorted = groups.toSorted((a, b) => rank(a) - rank(b) || a.priority - b.priority || (a.name < b.name ? -1 : 1));
    this.#sorted.set(key, sorted);
    return sorted;
  }

  /** What the groups of a host say of one variable, by Ansible's precedence; undefined: nothing. */
  inherited(host: Host, variable: string): DocumentValue | undefined {
    const groups = this.groupsOf(host).toReversed();
    const all = this.group('all');
    const holds = (part: 'variables' | 'files') => groups.find((group) => group[part].has(variable));
    const file = holds('files')?.files ?? (all.files.has(variable) ? all.files : undefined);
    return (file ?? holds('variables')?.variables ?? all.variables).get(variable);
  }
  /** All that the groups of a host say, by the same precedence. */
  allInherited(host: Host): ReadonlyMap<string, DocumentValue> {
    const groups = [this.group('all'), ...this.groupsOf(host)];
    const said = new Map<string, DocumentValue>();
    for (const part of ['variables', 'files'] as const)
      for (const group of groups) for (const [name, value] of group[part]) said.set(name, value);
    return said;
  }
  /** What holds for a host in the end. */
  effective(host: Host, variable: string): DocumentValue | undefined {
    return host.variables.has(variable) ? host.variables.get(variable) : this.inherited(host, variable);
  }

  /** `ungrouped` is whoever is in no other group. */
  settle(): void {
    for (const host of this.hosts.values()) {
      const isGrouped = [...host.groups].some((group) => group !== 'all' && group !== 'ungrouped');
      if (isGrouped) this.leave(host.name, 'ungrouped');
      else this.join(host.name, 'ungrouped');
    }
    this.#sorted.clear();
  }

  #changed(): void {
    this.#order = null;
    this.#sorted.clear();
  }

  /** The longest way from `all`. A group that nobody holds hangs on it. */
  #depths(): ReadonlyMap<string, number> {
    if (this.#order !== null) return this.#order;
    const depths = new Map<string, number>([['all', 0]]);
    const waiting = new Map([...this.groups.values()].map((group) => [group.name, group.parents.size] as const));
    const ready = [...this.groups.values()].filter(({ parents }) => parents.size === 0);
    for (const group of ready) {
      const depth = Math.max(depths.get(group.name) ?? 0, group.name === 'all' ? 0 : 1);
      depths.set(group.name, depth);
      for (const child of group.children) {
        depths.set(child, Math.max(depths.get(child) ?? 0, depth + 1));
        const left = (waiting.get(child) ?? 1) - 1;
        waiting.set(child, left);
        if (left === 0) ready.push(this.group(child));
      }
    }
    this.#order = depths;
    return depths;
  }
}
