// References between variables: to nothing, and in circles.
import type { DocumentData, DocumentValue } from '#contract/inventory/document.ts';
import { entryOf, type DocumentMap } from '#core/inventory/document/values.ts';
import type { Dictionary } from '#core/inventory/variables/dictionary.ts';
import { groupGraph } from '#core/inventory/variables/groups.ts';
import { referencesIn } from '#core/inventory/variables/references.ts';
import { platformSetting } from '#core/inventory/variables/settings.ts';
import { slipFinder } from '#core/inventory/variables/slips.ts';
import { finding, type Finding } from './finding.ts';
import { isAnsiblesOwn } from './reserved-names.ts';
import type { PlacedReference } from './scan-variables.ts';

interface Said {
  readonly data: DocumentData;
  readonly dictionary: Dictionary;
  readonly references: readonly PlacedReference[];
}

export function referenceFindings(said: Said): Finding[] {
  return said.references.length === 0 ? [] : [...danglingReferences(said), ...circularReferences(said)];
}

/** A name counts as said wherever it is said: which machine it is for, Ansible knows at the run. */
function danglingReferences({ data, dictionary, references }: Said): Finding[] {
  let everywhere: ReadonlySet<string> | null = null;
  const stands = (name: string): boolean => {
    if (Object.hasOwn(data.variables, name)) return true;
    everywhere ??= new Set([...data.groups, ...data.nodes].flatMap(({ variables }) => Object.keys(variables)));
    return everywhere.has(name);
  };
  const known = new Map<string, boolean>();
  const isSaid = (name: string): boolean => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const variable = dictionary.find(name);
    const names = variable === undefined ? [name] : [variable.name, ...variable.aliases];
    const found =
      isAnsiblesOwn(name) ||
      variable?.default !== undefined ||
      variable?.setting?.startsWith('node.') === true ||
      platformSetting(data, variable?.setting) !== null ||
      names.some(stands);
    known.set(name, found);
    return found;
  };
  const likelyFor = likelyIn(data.variables);
  return references
    .filter(({ name, optional }) => !optional && !isSaid(name))
    .map(({ name, path, text }) => {
      const likely = dictionary.find(name) === undefined ? likelyFor(name) : '';
      const fix =
        likely === ''
          ? null
          : { title: `Refer to ${likely}`, changes: [{ kind: 'set' as const, path, value: renamed(text, name, likely) }] };
      return finding('reference-unknown', path, {
        severity: 'warning',
        mark: name,
        message: `{{ ${name} }} stands for nothing: no such variable has a value.${likely === '' ? '' : ` Did you mean ${likely}?`}`,
        remedy: `Give ${name} a value, or name another variable.`,
        fix,
      });
    });
}

/** So many unknown names are each looked for among all others; more of them are no slips. */
const suggestedAtMost = 20;
/** A map of variables never changes: what was looked for in it once need not be again. */
const finders = new WeakMap<DocumentMap, (name: string) => string>();

function likelyIn(variables: DocumentMap): (name: string) => string {
  const find = finders.get(variables) ?? remembered(slipFinder(Object.keys(variables).filter((one) => one.length > 3)));
  finders.set(variables, find);
  const asked = new Set<string>();
  return (name) => {
    if (!asked.has(name) && asked.size >= suggestedAtMost) return '';
    asked.add(name);
    return find(name);
  };
}

function remembered(find: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const found = known.get(name) ?? find(name);
    known.set(name, found);
    return found;
  };
}

const renamed = (text: string, from: string, to: string) => text.replaceAll(new RegExp(`(\\{\\{-?\\s*)${from}\\b`, 'g'), `$1${to}`);

/** Only what holds on one machine can go in a circle there; most documents have no candidates and are done at once. */
function circularReferences({ data, references }: Said): Finding[] {
  const candidates = circleCandidates(references);
  if (candidates.size === 0) return [];
  const graph = groupGraph(data);
  const found = new Map<string, Finding>();
  const look = (scopes: readonly Scope[]) => {
    for (const { path, names } of circlesIn(candidates, scopes))
      found.set(JSON.stringify(path), {
        ...finding('reference-circle', path, {
          message: `This leads back to itself: ${names.join(' → ')}.`,
          remedy: 'Give one of them a value that names none of the others.',
        }),
      });
  };
  const platform: Scope = { values: data.variables, path: ['variables'] };
  look([platform]);
  for (const node of data.nodes) {
    const around = graph.around(node).map((group): Scope => ({ values: group.variables, path: ['groups', group.name, 'variables'] }));
    look([platform, ...around, { values: node.variables, path: ['nodes', node.name, 'variables'] }]);
    // Enough to see what is wrong; the rest comes when these are gone.
    if (found.size >= 50) break;
  }
  return [...found.values()];
}

/** Names that refer to something that refers to something …, without end, over all scopes together. */
function circleCandidates(references: readonly PlacedReference[]): ReadonlySet<string> {
  const holders = new Set(references.map(({ from }) => from));
  const named = new Map<string, Set<string>>();
  for (const { from, name } of references) if (holders.has(name)) named.set(from, (named.get(from) ?? new Set()).add(name));
  return new Set(endless(named).keys());
}

/** What is left when names that lead nowhere are taken away, and then those that led to them only. */
function endless(named: Map<string, ReadonlySet<string>>): Map<string, ReadonlySet<string>> {
  const holders = new Map<string, string[]>();
  const left = new Map<string, number>();
  for (const [from, names] of named) {
    const living = [...names].filter((name) => named.has(name));
    left.set(from, living.length);
    for (const name of living) {
      const known = holders.get(name);
      if (known === undefined) holders.set(name, [from]);
      else known.push(from);
    }
  }
  const ends = [...left].filter(([, count]) => count === 0).map(([name]) => name);
  // The list grows while it is walked.
  for (const name of ends) {
    named.delete(name);
    for (const holder of holders.get(name) ?? []) {
      const count = (left.get(holder) ?? 1) - 1;
      left.set(holder, count);
      if (count === 0) ends.push(holder);
    }
  }
  return named;
}

interface Scope {
  readonly values: DocumentMap;
  readonly path: readonly string[];
}
interface Circle {
  readonly path: (string | number)[];
  readonly names: readonly string[];
}

/** `scopes`: weakest first; of each name, only the strongest word counts. */
function circlesIn(candidates: ReadonlySet<string>, scopes: readonly Scope[]): readonly Circle[] {
  const left = endless(new Map([...candidates].map((name) => [name, namedBy(name, scopes)])));
  const circles: Circle[] = [];
  while (left.size > 0) {
    const circle = walked(left);
    const [first = ''] = circle;
    circles.push({ path: [...(strongest(first, scopes)?.path ?? []), first], names: [...circle, first] });
    for (const name of circle) left.delete(name);
    endless(left);
  }
  return circles;
}

/** From anywhere on until a name comes again: every name that is left leads to another one that is left. */
function walked(left: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const trail = new Set<string>();
  let name = left.keys().next().value ?? '';
  while (!trail.has(name)) {
    trail.add(name);
    name = [...(left.get(name) ?? [])].find((one) => left.has(one)) ?? name;
  }
  const all = [...trail];
  return all.slice(all.indexOf(name));
}

const strongest = (name: string, scopes: readonly Scope[]): Scope | null =>
  scopes.findLast(({ values }) => Object.hasOwn(values, name)) ?? null;

function namedBy(name: string, scopes: readonly Scope[]): ReadonlySet<string> {
  const scope = strongest(name, scopes);
  const value: DocumentValue = scope === null ? null : (entryOf(scope.values, name) ?? null);
  return new Set(referencesIn(JSON.stringify(value)).map((reference) => reference.name));
}
