// The groups of an Ansible inventory: a variable of a group holds for all machines in it, the nearest group first.
import { ansibleHost, isMeant, meant, type Variables } from './ansible-host.ts';
import type { Draft, Reading } from './draft.ts';

interface Group {
  readonly parents: Set<string>;
  readonly variables: Map<string, string>;
}
interface Resolved {
  readonly depth: number;
  readonly variables: Variables;
}
interface Host {
  readonly line: number;
  readonly text: string;
  readonly groups: Set<string>;
  readonly variables: Map<string, string>;
}
export interface HostLine {
  readonly name: string;
  readonly line: number;
  readonly text: string;
  readonly variables: Variables;
}
export interface DraftLine {
  readonly line: number;
  readonly text: string;
  readonly draft: Draft;
}

/** Groups within groups, deeper than anybody keeps them. */
const deepest = 40;
const nothing: Resolved = { depth: 0, variables: new Map() };

export class AnsibleGroups {
  readonly #groups = new Map<string, Group>();
  readonly #hosts = new Map<string, Host>();
  readonly #drafts: (DraftLine & { readonly group: string })[] = [];
  readonly #resolved = new Map<string, Resolved>();

  /** A machine may stand in many groups; it is one machine all the same, found where it was named first. */
  addHost(group: string, { name, line, text, variables }: HostLine): void {
    const host = this.#hosts.get(name) ?? { line, text, groups: new Set<string>(), variables: new Map<string, string>() };
    host.groups.add(group);
    for (const [key, value] of variables) if (isMeant(key)) host.variables.set(key, value);
    this.#hosts.set(name, host);
  }
  /** Written in another form than Ansible's own. */
  addDraft(group: string, line: DraftLine): void {
    this.#drafts.push({ ...line, group });
  }
  addChild(parent: string, child: string): void {
    this.#group(child).parents.add(parent);
  }
  addVariable(group: string, key: string, value: string): void {
    if (isMeant(key)) this.#group(group).variables.set(key, value);
  }

  readings(): readonly Reading[] {
    const hosts = [...this.#hosts].map(([name, { line, text, groups, variables }]) => {
      return { line, text, read: ansibleHost(name, joined([this.#inherited([...groups]), variables])) };
    });
    const drafts = this.#drafts.map(({ group, line, text, draft }) => {
      const variables = this.#inherited([group]);
      return { line, text, read: { ...draft, port: draft.port ?? meant(variables, 'port'), user: draft.user ?? meant(variables, 'user') } };
    });
    return [...hosts, ...drafts];
  }

  /** What the groups say, the nearest last. */
  #inherited(groups: readonly string[]): Variables {
    const inherited = groups.map((group) => this.#variablesOf(group, 0)).toSorted((a, b) => a.depth - b.depth);
    return joined([this.#own('all'), ...inherited.map((one) => one.variables)]);
  }

  #group(name: string): Group {
    const group = this.#groups.get(name) ?? { parents: new Set<string>(), variables: new Map<string, string>() };
    this.#groups.set(name, group);
    return group;
  }
  #own(name: string): Variables {
    return this.#groups.get(name)?.variables ?? new Map();
  }

  /** Those of the groups around it, overruled by its own. */
  #variablesOf(name: string, steps: number): Resolved {
    const known = this.#resolved.get(name);
    if (known !== undefined) return known;
    if (steps > deepest) return nothing;
    // Groups that hold each other in a circle meet this.
    this.#resolved.set(name, nothing);
    const parents = [...(this.#groups.get(name)?.parents ?? [])].map((parent) => this.#variablesOf(parent, steps + 1));
    const around = parents.toSorted((a, b) => a.depth - b.depth).map((parent) => parent.variables);
    const resolved = {
      depth: Math.max(0, ...parents.map((parent) => parent.depth + 1)),
      variables: joined([...around, this.#own(name)]),
    };
    this.#resolved.set(name, resolved);
    return resolved;
  }
}

/** Later ones overrule earlier ones. */
function joined(all: readonly Variables[]): Variables {
  const together = new Map<string, string>();
  for (const variables of all) for (const [key, value] of variables) together.set(key, value);
  return together;
}
