// Secrets as this window knows them: where the draft refers to them, and how a value gets out of the text.
import { secretName } from '#contract/inventory/secrets.ts';
import type { InventorySecret } from '#contract/inventory/secrets.ts';
import type { DocumentData, DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import { isMap } from '../model/document-data.ts';
import { tagOf } from '../model/value-text.ts';

export interface SecretUse {
  readonly name: string;
  readonly path: DocumentPath;
  /** Such as "github_token of gpu". */
  readonly what: string;
}

function inValue(value: DocumentValue, path: DocumentPath): Omit<SecretUse, 'what'>[] {
  const tag = tagOf(value);
  if (tag !== null) return tag.tag === '!secret' ? [{ name: tag.text, path }] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => inValue(item, [...path, index]));
  return isMap(value) ? Object.entries(value).flatMap(([key, item]) => inValue(item, [...path, key])) : [];
}

type Values = Readonly<Record<string, DocumentValue>>;
const inValues = (values: Values, at: DocumentPath, of: string): SecretUse[] =>
  Object.entries(values).flatMap(([key, value]) =>
    inValue(value, [...at, key]).map(({ name, path }) => ({ name, path, what: `${key}${of}` })),
  );

/** Where a document names secrets. */
export function secretUses({ general, variables, groups, nodes }: DocumentData): readonly SecretUse[] {
  const inEntries = (top: string, entries: DocumentData['nodes']): SecretUse[] =>
    entries.flatMap(({ name, variables: own, fields }) => [
      ...inValues(own, [top, name, 'variables'], ` of ${name}`),
      ...inValues(fields, [top, name], ` of ${name}`),
    ]);
  return [
    ...inValues(general, [], ''),
    ...inValues(variables, ['variables'], ''),
    ...inEntries('groups', groups),
    ...inEntries('nodes', nodes),
  ];
}

export interface SecretRow extends Pick<InventorySecret, 'name' | 'set' | 'changedAt' | 'reapply'> {
  readonly uses: readonly SecretUse[];
}

/** What is kept, and what the draft names beyond that. */
export function secretRows(secrets: readonly InventorySecret[], data: DocumentData): readonly SecretRow[] {
  const uses = Map.groupBy(secretUses(data), ({ name }) => name);
  const known = new Map(secrets.map((secret) => [secret.name, secret]));
  const named = [...uses.keys()].filter((name) => secretName.safeParse(name).success);
  const rows = [...new Set([...known.keys(), ...named])].toSorted().map((name): SecretRow => {
    const { set = false, changedAt = null, reapply = [] } = known.get(name) ?? {};
    return { name, set, changedAt, reapply, uses: uses.get(name) ?? [] };
  });
  // One that is neither kept nor named in the draft any more is nobody's matter.
  return rows.filter(({ set, uses: at }) => set || at.length > 0);
}

/** As text, if it is one that can be kept. */
export const clearText = (value: DocumentValue): string | null =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;

/** After the nearest key; with a number behind it where that name is taken. */
export function nameFor(path: DocumentPath, taken: ReadonlySet<string>): string {
  const key = path.findLast((part) => typeof part === 'string') ?? '';
  const made = key
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .slice(0, 58)
    .replaceAll(/^[_-]+|[_-]+$/g, '');
  const stem = made === '' ? 'secret' : made;
  let name = stem;
  for (let count = 2; taken.has(name); count += 1) name = `${stem}-${count}`;
  return name;
}

export type Strength = 'short' | 'weak' | 'fair' | 'strong';
const shortest = 12;
const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/] as const;
const sizes = [26, 26, 10, 32] as const;

/** By its length, its kinds of characters, and how much of it only repeats or counts on. A guess on the low side. */
export function strengthOf(passphrase: string): Strength {
  if (passphrase.length < shortest) return 'short';
  const signs = Array.from(passphrase);
  const fresh = signs.filter((sign, index) => {
    const step = (sign.codePointAt(0) ?? 0) - (signs[index - 1]?.codePointAt(0) ?? 0);
    return index === 0 || Math.abs(step) > 1;
  });
  const isPeriodic = /^(.{1,8})\1+.{0,8}$/s.test(passphrase);
  const pool = kinds.reduce((sum, kind, index) => sum + (kind.test(passphrase) ? (sizes[index] ?? 0) : 0), 0);
  // Letters of words follow each other.
  const perSign = Math.min(Math.log2(pool), /\s|-/.test(passphrase) ? 2.2 : 4);
  const bits = (isPeriodic ? Math.min(8, fresh.length) : Math.min(fresh.length, new Set(signs).size * 2)) * perSign;
  if (bits < 45) return 'weak';
  return bits < 70 ? 'fair' : 'strong';
}
