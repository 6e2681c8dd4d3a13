// Which value a variable has on a node, and all that was overruled on the way there. The order is Ansible's.
import type { DocumentData, DocumentGroup, DocumentNode, DocumentValue } from '#contract/inventory/document.ts';
import type { EffectiveValue, ValueSource } from '#contract/inventory/drafts.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { groupPriority, type Dictionary } from './dictionary.ts';
import { groupGraph, type GroupGraph } from './groups.ts';
import { entryOf, type DocumentMap } from '#core/inventory/document/values.ts';
import { resolved } from './references.ts';
import { nodeSetting, platformSetting } from './settings.ts';

export interface VariableView {
  readonly data: DocumentData;
  readonly dictionary: Dictionary;
}

interface Index {
  readonly nodes: ReadonlyMap<string, DocumentNode>;
  readonly groups: GroupGraph;
}
/** A document's data never changes; a changed document has other data. */
const indexes = new WeakMap<DocumentData, Index>();
function indexOf(data: DocumentData): Index {
  const known = indexes.get(data);
  if (known !== undefined) return known;
  const made = { nodes: new Map(data.nodes.map((node) => [node.name, node])), groups: groupGraph(data) };
  indexes.set(data, made);
  return made;
}

/** Of one variable, or of all that have a value there, by name. A node that is not in the document has none. */
export function effectiveValues(view: VariableView, nodeName: string, variable?: string): EffectiveValue[] {
  const index = indexOf(view.data);
  const node = index.nodes.get(nodeName);
  if (node === undefined) return [];
  const values = new Resolution(view, node, index.groups.around(node));
  const names = variable === undefined ? values.names() : [view.dictionary.find(variable)?.name ?? variable];
  return names.flatMap((name) => values.of(name) ?? []);
}

/** What holds for the platform as a whole. */
export const platformValue = (view: VariableView, variable: string): EffectiveValue | null =>
  new Resolution(view, null, []).of(view.dictionary.find(variable)?.name ?? variable);

/** References from one to the next; longer chains are nobody's wish. */
const furthest = 50;

/** One map of variables that has its say. */
interface Voice {
  readonly scope: 'global' | 'group' | 'node';
  readonly name: string | null;
  readonly values: DocumentMap;
  readonly path: readonly string[];
}

class Resolution {
  readonly #view: VariableView;
  readonly #node: DocumentNode | null;
  /** Weakest first. */
  readonly #voices: readonly Voice[];
  /** Null while it is being worked out: a reference that leads back to it stays as it is written. */
  readonly #known = new Map<string, EffectiveValue | null>();
  readonly #plainly = new Map<string, DocumentValue | undefined>();
  #steps = 0;

  constructor(view: VariableView, node: DocumentNode | null, groups: readonly DocumentGroup[]) {
    this.#view = view;
    this.#node = node;
    this.#voices = [
      { scope: 'global', name: null, values: view.data.variables, path: ['variables'] },
      ...groups.map(({ name, variables }): Voice => ({ scope: 'group', name, values: variables, path: ['groups', name, 'variables'] })),
    ];
  }

  names(): readonly string[] {
    const { dictionary } = this.#view;
    const names = new Set(dictionary.all.filter((one) => one.default !== undefined || one.setting !== undefined).map(({ name }) => name));
    for (const { values } of this.#voices) for (const name of Object.keys(values)) names.add(dictionary.find(name)?.name ?? name);
    for (const name of Object.keys(this.#node?.variables ?? {})) names.add(dictionary.find(name)?.name ?? name);
    return [...names].toSorted();
  }

  of(name: string): EffectiveValue | null {
    const before = this.#known.get(name);
    if (before !== undefined || name === groupPriority) return before ?? null;
    this.#known.set(name, null);
    const variable = this.#view.dictionary.find(name);
    const sources = this.#sources(name, variable);
    const last = sources.at(-1);
    const found = last === undefined ? null : { variable: name, value: last.value, sources, sensitive: variable?.sensitive ?? false };
    this.#known.set(name, found);
    return found;
  }

  #sources(name: string, variable: Variable | undefined): ValueSource[] {
    const sources: ValueSource[] = [];
    if (variable?.default !== undefined)
      sources.push({ scope: 'default', name: null, value: resolved(variable.default, (other) => this.#plain(other)), path: null });
    const setting = variable === undefined ? null : platformSetting(this.#view.data, variable.setting);
    if (setting !== null) sources.push({ scope: setting.path === null ? 'default' : 'settings', name: null, ...setting });
    for (const voice of this.#voices) addSaid(sources, voice, [name, variable]);
    const node = this.#node;
    if (node === null) return sources;
    const field = variable === undefined ? null : nodeSetting(node, variable.setting);
    if (field !== null) sources.push({ scope: 'node', name: node.name, ...field });
    addSaid(sources, { scope: 'node', name: node.name, values: node.variables, path: ['nodes', node.name, 'variables'] }, [name, variable]);
    return sources;
  }

  /** What a default sees where it names another variable: its value, with its own references followed. */
  #plain(typed: string): DocumentValue | undefined {
    const name = this.#view.dictionary.find(typed)?.name ?? typed;
    if (this.#plainly.has(name)) return this.#plainly.get(name);
    if (this.#steps >= furthest) return undefined;
    this.#plainly.set(name, undefined);
    this.#steps += 1;
    const found = this.of(name);
    const value = found === null ? undefined : resolved(found.value, (other) => this.#plain(other));
    this.#steps -= 1;
    this.#plainly.set(name, value);
    return value;
  }
}

function addSaid(
  sources: ValueSource[],
  { scope, name, values, path }: Voice,
  [wanted, variable]: readonly [string, Variable | undefined],
): void {
  const key = Object.hasOwn(values, wanted) ? wanted : variable?.aliases.find((alias) => Object.hasOwn(values, alias));
  if (key !== undefined) sources.push({ scope, name, value: entryOf(values, key) ?? null, path: [...path, key] });
}
