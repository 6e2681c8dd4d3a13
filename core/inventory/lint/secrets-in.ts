// Secrets that stand in a value: named as they should be, or in plain text. A finding never repeats what it found.
import { secretName } from '#contract/inventory/secrets.ts';
import type { DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { isTemplate } from '#core/inventory/variables/references.ts';
import { secretIn, tagOf } from '#core/inventory/variables/tagged.ts';
import { finding, type Finding } from './finding.ts';
import { isSecretBy, secretForm } from './secret-forms.ts';

export interface NamedSecret {
  readonly name: string;
  readonly path: DocumentPath;
}
interface Leaf {
  readonly value: DocumentValue;
  readonly path: DocumentPath;
  /** The nearest key above it. */
  readonly name: string;
}
export interface SecretsFound {
  readonly findings: readonly Finding[];
  readonly named: readonly NamedSecret[];
}

/** Deeper than anything that people write. */
const deepest = 40;
const none: SecretsFound = { findings: [], named: [] };

/** `known`: what the dictionary says about the variable that holds the value. */
export function secretsIn(leaf: Leaf, known: Variable | undefined): SecretsFound {
  const { value } = leaf;
  // Most values are short and plain.
  if (typeof value === 'number' || typeof value === 'boolean' || value === null)
    return known?.sensitive === true ? secretsAmong(leaf, known) : none;
  return secretsAmong(leaf, known);
}

function secretsAmong(leaf: Leaf, known: Variable | undefined): SecretsFound {
  const leaves = leavesOf(leaf, deepest);
  const named = leaves.flatMap(({ value, path }) => {
    const name = secretIn(value);
    return typeof name === 'string' && secretName.safeParse(name).success ? [{ name, path }] : [];
  });
  const findings = leaves.flatMap((one) => (secretIn(one.value) === null ? clearSecret(one, known) : malformedName(one)));
  return { findings, named };
}

/** Tagged values are leaves too. */
function leavesOf(leaf: Leaf, left: number): readonly Leaf[] {
  const { value, path, name } = leaf;
  if (left === 0 || typeof value !== 'object' || value === null || tagOf(value) !== null) return [leaf];
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf({ value: item, path: [...path, index], name }, left - 1));
  return Object.entries(value).flatMap(([key, item]) => leavesOf({ value: item, path: [...path, key], name: key }, left - 1));
}

function malformedName({ value, path }: Leaf): Finding[] {
  const name = secretIn(value);
  if (typeof name === 'string' && secretName.safeParse(name).success) return [];
  return [
    finding('secret-name', path, {
      message: 'Behind !secret, the name of a secret is expected: small letters, digits, hyphens and underscores; at most 63.',
      remedy: 'Write a name such as !secret github, and keep the value under that name.',
    }),
  ];
}

function clearSecret({ value, path, name }: Leaf, known: Variable | undefined): Finding[] {
  const isPlain = typeof value === 'string' || typeof value === 'number';
  if (!isPlain || value === '' || isTemplate(String(value))) return [];
  const what = wordsFor({ text: String(value), name }, known);
  if (what === null) return [];
  return [
    finding('secret-in-clear', path, {
      severity: what.sure ? 'error' : 'warning',
      message: `${what.words} stands here in plain text; every version and every export would hold it.`,
      remedy: `Keep the value as a secret and write !secret with its name here, such as !secret ${secretNameFor(name)}.`,
    }),
  ];
}

function wordsFor({ text, name }: { text: string; name: string }, known: Variable | undefined): { words: string; sure: boolean } | null {
  const form = secretForm(text);
  if (form !== '') return { words: `What looks like ${form}`, sure: true };
  if (known?.sensitive === true) return { words: known.title, sure: true };
  return known === undefined && isSecretBy(name, text) ? { words: 'What looks like a secret', sure: false } : null;
}

const secretNameFor = (name: string): string => {
  const made = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .replaceAll(/^[_-]+|[_-]+$/g, '')
    .slice(0, 60);
  return secretName.safeParse(made).success ? made : 'token';
};
