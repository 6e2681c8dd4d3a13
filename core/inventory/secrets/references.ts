// Where an inventory names secrets: `!secret NAME`, anywhere in it.
import type { DocumentData, DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import { secretOf } from '#core/catalog/values.ts';

export interface SecretReference {
  readonly name: string;
  readonly path: DocumentPath;
  /** Such as "variable github_token of group gpu". */
  readonly what: string;
}

type Values = Readonly<Record<string, DocumentValue>>;

export function secretReferences({ general, variables, groups, nodes }: DocumentData): SecretReference[] {
  return [
    ...inMap(general, [], (key) => key),
    ...inMap(variables, ['variables'], (key) => `variable ${key}`),
    ...groups.flatMap(({ name, variables: own, fields }) => [
      ...inMap(own, ['groups', name, 'variables'], (key) => `variable ${key} of group ${name}`),
      ...inMap(fields, ['groups', name], (key) => `${key} of group ${name}`),
    ]),
    ...nodes.flatMap(({ name, variables: own, fields }) => [
      ...inMap(own, ['nodes', name, 'variables'], (key) => `variable ${key} of ${name}`),
      ...inMap(fields, ['nodes', name], (key) => `${key} of ${name}`),
    ]),
  ];
}

const inMap = (values: Values, at: DocumentPath, whatOf: (key: string) => string): SecretReference[] =>
  Object.entries(values).flatMap(([key, value]) =>
    inValue(value, [...at, key]).map(({ name, path }) => ({ name, path, what: whatOf(key) })),
  );

function inValue(value: DocumentValue, path: DocumentPath): Omit<SecretReference, 'what'>[] {
  const name = secretOf(value);
  if (name !== null) return [{ name, path }];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => inValue(item, [...path, index]));
  return Object.entries(value).flatMap(([key, item]) => inValue(item, [...path, key]));
}
