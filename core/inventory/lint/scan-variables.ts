// What is wrong with the variables of one scope, each for itself, and what rules about the whole document need of them.
import type { DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import { variableName, type Variable } from '#contract/inventory/variables.ts';
import type { DocumentMap } from '#core/inventory/document/values.ts';
import { groupPriority, type Dictionary } from '#core/inventory/variables/dictionary.ts';
import { isTemplate, referencesIn, type Reference } from '#core/inventory/variables/references.ts';
import { misfitOf, oldBoolean } from '#core/inventory/variables/value-type.ts';
import { finding, renaming, setting, type Finding } from './finding.ts';
import type { Scanned, Slip } from './likely-variables.ts';
import { reservedFor } from './reserved-names.ts';
import { secretsIn, type NamedSecret } from './secrets-in.ts';
import { unknownTags } from './tags.ts';
import { brokenTemplates } from './templates.ts';

export type Scope = 'global' | 'group' | 'node';
export interface PlacedReference extends Reference {
  /** The variable that it stands in. */
  readonly from: string;
  readonly path: DocumentPath;
  readonly text: string;
}
export interface Scan extends Scanned {
  readonly findings: readonly Finding[];
  readonly references: readonly PlacedReference[];
  readonly secrets: readonly NamedSecret[];
}
export interface Variables {
  readonly values: DocumentMap;
  readonly scope: Scope;
  /** Of the map of variables. */
  readonly path: DocumentPath;
}

interface One {
  readonly name: string;
  readonly value: DocumentValue;
  readonly path: DocumentPath;
}
/** A scan of the same scope before; what stayed the same is not looked at again. */
interface Memory {
  readonly value: DocumentValue;
  readonly scan: Scan;
}

export type Scanner = (variables: Variables) => Scan;

/** `remember`: for a scope that is read anew as a whole whenever one of its many variables changes. */
export function variableScanner(dictionary: Dictionary): Scanner {
  return ({ values, scope, path }) => {
    const scans = Object.entries(values).map(([name, value]) =>
      scanOne({ name, value, path: [...path, name] }, scope, { dictionary, values }),
    );
    return joined([caseTwins(values, path), ...scans], values);
  };
}

export function rememberingScanner(dictionary: Dictionary): Scanner {
  let before = new Map<string, Memory>();
  return ({ values, scope, path }) => {
    const now = new Map<string, Memory>();
    for (const [name, value] of Object.entries(values)) {
      const known = before.get(name);
      const same = known !== undefined && known.value === value && typeof value !== 'object';
      now.set(name, same ? known : { value, scan: scanOne({ name, value, path: [...path, name] }, scope, { dictionary, values }) });
    }
    before = now;
    return joined([caseTwins(values, path), ...[...now.values()].map(({ scan }) => scan)], values);
  };
}

function joined(scans: readonly Scan[], values: DocumentMap): Scan {
  const some = scans.filter((scan) => scan !== silent);
  const slips = some.flatMap((scan) => scan.slips);
  return {
    findings: some.flatMap(({ findings }) => findings),
    references: some.flatMap(({ references }) => references),
    secrets: some.flatMap(({ secrets }) => secrets),
    templates: some.flatMap(({ templates }) => templates),
    slips,
    taken: new Set(slips.filter(({ likely }) => Object.hasOwn(values, likely))),
  };
}

const silent: Scan = { findings: [], references: [], secrets: [], templates: [], slips: [], taken: new Set() };

/** Ansible takes them for two variables; people, for one. */
function caseTwins(values: DocumentMap, path: DocumentPath): Scan {
  const lower = new Map<string, string>();
  const findings = Object.keys(values).flatMap((name) => {
    const first = lower.get(name.toLowerCase());
    if (first === undefined) {
      lower.set(name.toLowerCase(), name);
      return [];
    }
    const message = `${name} and ${first} differ in capital letters only, and are two variables.`;
    return [finding('name-by-case', [...path, name], { severity: 'warning', part: 'key', message, remedy: 'Keep one of them.' })];
  });
  return findings.length === 0 ? silent : { ...silent, findings };
}

interface Around {
  readonly dictionary: Dictionary;
  readonly values: DocumentMap;
}

function scanOne(one: One, scope: Scope, { dictionary, values }: Around): Scan {
  const known = dictionary.find(one.name);
  const secrets = secretsIn(one, known);
  const findings = [
    ...nameFindings(one, known, values),
    ...(known === undefined ? [] : [...scopeFindings(one, known, scope), ...typeFindings(one, known)]),
    ...secrets.findings,
    ...unknownTags(one),
    ...brokenTemplates(one),
  ];
  const texts = textsIn(one.value, one.path);
  const references = texts.flatMap(({ text, path }) =>
    referencesIn(text).map(({ name, optional }) => ({ name, optional, from: one.name, path, text })),
  );
  const slips = slipsOf(one, dictionary);
  if (findings.length + texts.length + secrets.named.length + slips.length === 0) return silent;
  const templates = texts.map(({ text }) => text);
  return { findings, references, secrets: secrets.named, templates, slips, taken: silent.taken };
}

function textsIn(value: DocumentValue, path: DocumentPath, left = 20): readonly { text: string; path: DocumentPath }[] {
  if (typeof value === 'string') return isTemplate(value) ? [{ text: value, path }] : [];
  if (typeof value !== 'object' || value === null || left === 0) return [];
  const entries: [string | number, DocumentValue][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, item]) => textsIn(item, [...path, key], left - 1));
}

function nameFindings({ name, path }: One, known: Variable | undefined, values: DocumentMap): Finding[] {
  if (!variableName.safeParse(name).success) {
    const plain = name.replaceAll(/[^a-zA-Z0-9_]/g, '_');
    const free = variableName.safeParse(plain).success && !Object.hasOwn(values, plain);
    const message = `${shown(name)} cannot be a variable: letters, digits and underscores, not beginning with a digit.`;
    return [
      finding('variable-name', path, { part: 'key', message, remedy: 'Give it another name.', fix: free ? renaming(path, plain) : null }),
    ];
  }
  const reserved = known === undefined ? reservedFor(name) : null;
  if (reserved !== null)
    return [
      finding('reserved-name', path, {
        severity: 'warning',
        part: 'key',
        message: `The variable is called ${name}, which ${reserved}.`,
        remedy: 'Give it another name.',
      }),
    ];
  if (known === undefined || known.name === name || Object.hasOwn(values, known.name)) return [];
  return [
    finding('variable-alias', path, {
      severity: 'hint',
      part: 'key',
      message: `${name} is another name of ${known.name}.`,
      remedy: `It counts as ${known.name}; rename it where you want one name only.`,
      fix: renaming(path, known.name),
    }),
  ];
}

const shown = (name: string) => (name.length > 60 ? `${name.slice(0, 60)}…` : name);

function slipsOf({ name, path }: One, dictionary: Dictionary): readonly Slip[] {
  if (dictionary.find(name) !== undefined || reservedFor(name) !== null || !variableName.safeParse(name).success) return [];
  const likely = dictionary.likely(name);
  return likely === '' ? [] : [{ name, likely, path }];
}

const scopeWords = { platform: 'the whole platform', group: 'groups', node: 'machines' } as const;
const rank = { global: 0, group: 1, node: 2 } as const;
const widest = { platform: 0, group: 1, node: 2 } as const;
function scopeFindings({ name, path }: One, known: Variable, scope: Scope): Finding[] {
  if (rank[scope] <= widest[known.scope] && !(known.name === groupPriority && scope === 'global')) return [];
  return [
    finding('variable-scope', path, {
      severity: 'warning',
      part: 'key',
      message: `${name} holds for ${scopeWords[known.scope]}; what a ${scope === 'node' ? 'machine' : 'group'} says about it is not read.`,
      remedy: known.scope === 'platform' ? 'Move it to the variables at the top.' : 'Move it to the variables of a group.',
    }),
  ];
}

function typeFindings({ value, path }: One, known: Variable): Finding[] {
  const misfit = misfitOf(value, known);
  if (misfit === null) return [];
  const at = [...path, ...misfit.path];
  const word = known.type === 'boolean' ? oldBoolean(value) : null;
  const choice = known.choices?.find((one) => typeof value === 'string' && one.toLowerCase() === value.trim().toLowerCase());
  const fixed = word ?? choice;
  return [
    finding('variable-type', at, {
      severity: 'warning',
      message: `${known.name} should be ${misfit.wanted} here.`,
      remedy: known.description,
      fix: fixed === undefined ? null : setting(at, fixed),
    }),
  ];
}
