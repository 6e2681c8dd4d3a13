// Secrets that stand in a value: named as they should be, or in plain text. A finding never repeats what it found.
import { secretName } from '#contract/inventory/secrets.ts';
import type { DocumentPath } from '#contract/inventory/document.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { isTemplate } from '#core/inventory/variables/references.ts';
import { secretIn } from '#core/inventory/variables/tagged.ts';
import { finding, type Finding } from './finding.ts';
import { leavesOf, type Leaf } from './leaves.ts';
import { isSecretBy, secretForm } from './secret-forms.ts';

export interface NamedSecret {
  readonly name: string;
  readonly path: DocumentPath;
}
export interface SecretsFound {
  readonly findings: readonly Finding[];
  readonly named: readonly NamedSecret[];
}

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
  const leaves = leavesOf(leaf);
  const named = leaves.flatMap(({ value, path }) => {
    const name = secretIn(value);
    return typeof name === 'string' && secretName.safeParse(name).success ? [{ name, path }] : [];
  });
  const findings = leaves.flatMap((one) => (secretIn(one.value) === null ? clearSecret(one, known) : malformedName(one)));
  return { findings, named };
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
