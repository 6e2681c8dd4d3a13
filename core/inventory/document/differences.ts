// What differs between two documents, in plain words. Secrets are named, never shown.
import type { DocumentDifference, DocumentNode, DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import { tagOf } from '#core/inventory/variables/tagged.ts';
import { sentenceOf } from './difference-words.ts';
import type { InventoryDocument } from './types.ts';
import { entryOf, isMap, sameValue, type DocumentMap } from './values.ts';

/** In the order of the document: what stands at the top, variables, groups, nodes. */
export function differencesOf(a: InventoryDocument, b: InventoryDocument): readonly DocumentDifference[] {
  const [before, after] = [a.data, b.data];
  return [
    ...mapDifferences([], before.general, after.general),
    ...mapDifferences(['variables'], before.variables, after.variables),
    ...groupDifferences(a, b),
    ...nodeDifferences(a, b),
  ];
}

interface Change {
  readonly before: DocumentValue | undefined;
  readonly after: DocumentValue | undefined;
}

function difference(path: DocumentPath, { before, after }: Change): DocumentDifference {
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  return { path, kind, before: before ?? null, after: after ?? null, sentence: sentenceOf(path, { before, after }) };
}

/** Maps are told key by key; a tagged value, which is one too, as a whole. */
function valueDifferences(path: DocumentPath, { before, after }: Change): readonly DocumentDifference[] {
  if (before !== undefined && after !== undefined && sameValue(before, after)) return [];
  if (isMap(before) && isMap(after) && tagOf(before) === null && tagOf(after) === null) return mapDifferences(path, before, after);
  return before === undefined && after === undefined ? [] : [difference(path, { before, after })];
}

function mapDifferences(path: DocumentPath, before: DocumentMap, after: DocumentMap): readonly DocumentDifference[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => valueDifferences([...path, key], { before: entryOf(before, key), after: entryOf(after, key) }));
}

type Entry = Omit<DocumentNode, 'name'>;
const whole = ({ fields, groups, variables }: Entry): DocumentValue => ({
  ...fields,
  ...(groups.length === 0 ? {} : { groups }),
  ...(Object.keys(variables).length === 0 ? {} : { variables }),
});

function entryDifferences(path: DocumentPath, before: Entry, after: Entry): readonly DocumentDifference[] {
  if (before === after) return [];
  return [
    ...mapDifferences(path, before.fields, after.fields),
    ...valueDifferences([...path, 'groups'], { before: before.groups, after: after.groups }),
    ...mapDifferences([...path, 'variables'], before.variables, after.variables),
  ];
}

function groupDifferences(a: InventoryDocument, b: InventoryDocument): readonly DocumentDifference[] {
  const names = new Set([...a.groups.keys(), ...b.groups.keys()]);
  return [...names].flatMap((name) => {
    const [before, after] = [a.groups.get(name), b.groups.get(name)];
    if (before !== undefined && after !== undefined) return entryDifferences(['groups', name], before, after);
    return valueDifferences(['groups', name], { before: before && whole(before), after: after && whole(after) });
  });
}

function nodeDifferences(a: InventoryDocument, b: InventoryDocument): readonly DocumentDifference[] {
  const renamed = renamedIn(a, b);
  const old = new Set([...renamed.values()].map(({ name }) => name));
  const gone = a.data.nodes.filter(({ name }) => !b.nodes.has(name) && !old.has(name));
  const come = b.data.nodes.flatMap((node) => {
    const path = ['nodes', node.name];
    const before = a.nodes.get(node.name) ?? renamed.get(node.name);
    if (before === undefined) return valueDifferences(path, { before: undefined, after: whole(node) });
    const own = entryDifferences(path, before, node);
    return before.name === node.name ? own : [difference(path, { before: before.name, after: node.name }), ...own];
  });
  return [
    ...gone.flatMap((node) => valueDifferences(['nodes', node.name], { before: whole(node), after: undefined })),
    ...come,
    ...orderDifference(a, b),
  ];
}

/** By the new name: the node that vanished from its address. */
function renamedIn(a: InventoryDocument, b: InventoryDocument): ReadonlyMap<string, DocumentNode> {
  const placeOf = ({ fields }: DocumentNode) => JSON.stringify([entryOf(fields, 'address') ?? null, entryOf(fields, 'port') ?? 22]);
  const gone = new Map(
    a.data.nodes.filter(({ name, fields }) => !b.nodes.has(name) && Object.hasOwn(fields, 'address')).map((node) => [placeOf(node), node]),
  );
  const renamed = new Map<string, DocumentNode>();
  for (const node of b.data.nodes) {
    const before = a.nodes.has(node.name) ? undefined : gone.get(placeOf(node));
    if (before === undefined) continue;
    renamed.set(node.name, before);
    gone.delete(placeOf(node));
  }
  return renamed;
}

/** The first control node leads. */
function orderDifference(a: InventoryDocument, b: InventoryDocument): readonly DocumentDifference[] {
  const [before, after] = [a, b].map(({ data }, index) =>
    data.nodes.map(({ name }) => name).filter((name) => (index === 0 ? b : a).nodes.has(name)),
  );
  if (before === undefined || after === undefined || sameValue(before, after)) return [];
  return [{ path: ['nodes'], kind: 'changed', before, after, sentence: 'The nodes stand in another order.' }];
}
