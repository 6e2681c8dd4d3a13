// Nodes and groups as data, and what is wrong with their shape.
import type { DocumentGroup, DocumentNode, DocumentValue } from '#contract/inventory/document.ts';
import type { YamlMistake, YamlPair, YamlSyntax } from '#core/ports/yaml.ts';
import { firstOfEach, valueOf, type DocumentMap } from './values.ts';

export interface Shaped<T> {
  readonly value: T;
  readonly mistakes: readonly YamlMistake[];
}

interface Entry {
  readonly name: string;
  readonly fields: Record<string, DocumentValue>;
  readonly groups: string[];
  readonly variables: Record<string, DocumentValue>;
}

export const shapedNode = (pair: YamlPair): Shaped<DocumentNode> => shapedEntry(pair);
export const shapedGroup = (pair: YamlPair): Shaped<DocumentGroup> => shapedEntry(pair);

/** The pairs of a map; nothing at all is an empty one. */
export function pairsOf(pair: YamlPair): Shaped<readonly YamlPair[]> {
  const { key, keyFrom, keyTo, value } = pair;
  if (value === null || (value.kind === 'scalar' && value.value === null && value.tag === null)) return { value: [], mistakes: [] };
  if (value.kind === 'map' && value.tag === null) return { value: value.pairs, mistakes: [] };
  const message =
    value.kind === 'alias'
      ? `References such as *${value.name} are not followed here; write out what ${key} holds.`
      : `Below ${key}, keys with their values are expected.`;
  return { value: [], mistakes: [{ from: keyFrom, to: keyTo, message }] };
}

function mapOf(pair: YamlPair): Shaped<DocumentMap> {
  const { value, mistakes } = pairsOf(pair);
  return { value: Object.fromEntries(firstOfEach(value).map((one) => [one.key, valueOf(one.value)])), mistakes };
}

function shapedEntry(pair: YamlPair): Shaped<Entry> {
  const { value: all, mistakes } = pairsOf(pair);
  const pairs = firstOfEach(all);
  const groups = namesOf(pairs.find(({ key }) => key === 'groups')?.value ?? null);
  const own = pairs.find(({ key }) => key === 'variables');
  const variables = own === undefined ? { value: {}, mistakes: [] } : mapOf(own);
  const rest = pairs.filter(({ key }) => key !== 'groups' && key !== 'variables');
  const fields = Object.fromEntries(rest.map(({ key, value }) => [key, valueOf(value)]));
  return {
    value: { name: pair.key, fields, groups: groups.value, variables: variables.value },
    mistakes: [...mistakes, ...groups.mistakes, ...variables.mistakes],
  };
}

function namesOf(syntax: YamlSyntax | null): Shaped<string[]> {
  if (syntax === null || (syntax.kind === 'scalar' && syntax.value === null)) return { value: [], mistakes: [] };
  const { from, to } = syntax;
  if (syntax.kind !== 'list')
    return { value: [], mistakes: [{ from, to, message: 'A list of names of groups is expected, such as [gpu].' }] };
  const names = syntax.items.map((item) =>
    item?.kind === 'scalar' && item.tag === null && item.value !== null ? String(item.value) : null,
  );
  const wrong = syntax.items.filter((_, index) => names[index] === null);
  return {
    value: names.filter((name) => name !== null),
    mistakes: wrong.map((item) => ({ from: item?.from ?? from, to: item?.to ?? to, message: 'The name of a group is expected.' })),
  };
}
