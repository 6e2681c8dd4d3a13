// The document as data: what a step brought, and what was asked for and is not answered yet.
import type {
  DocumentChange,
  DocumentData,
  DocumentGroup,
  DocumentNode,
  DocumentPath,
  DocumentValue,
} from '#contract/inventory/document.ts';
import type { DraftStep } from '#contract/inventory/drafts.ts';

interface Named {
  readonly name: string;
}

/** Entries that did not change stay the same objects, so that only what changed is drawn again. */
function merged<E extends Named>(before: E[], changed: readonly E[], order: readonly string[] | undefined): E[] {
  if (changed.length === 0 && order === undefined) return before;
  const all = new Map(before.map((entry) => [entry.name, entry]));
  for (const entry of changed) all.set(entry.name, entry);
  return order === undefined
    ? [...all.values()]
    : order.flatMap((name) => {
        const entry = all.get(name);
        return entry === undefined ? [] : [entry];
      });
}

export function withStep(data: DocumentData, step: DraftStep['data']): DocumentData {
  return {
    general: step.general ?? data.general,
    variables: step.variables ?? data.variables,
    groups: merged(data.groups, step.groups, step.groupOrder),
    nodes: merged(data.nodes, step.nodes, step.nodeOrder),
  };
}

type Values = Readonly<Record<string, DocumentValue>>;

export const isMap = (value: DocumentValue | undefined): value is Record<string, DocumentValue> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const textsIn = (value: DocumentValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/** What stands at a place of the document; null where nothing does. */
export function valueAt(data: DocumentData, path: DocumentPath): DocumentValue {
  const [top, name, ...rest] = path;
  if (top === 'variables') return inside(data.variables, path.slice(1));
  if (top !== 'nodes' && top !== 'groups') return inside(data.general, path);
  const entry = data[top].find((one) => one.name === name);
  if (entry === undefined) return null;
  return rest[0] === 'variables' ? inside(entry.variables, rest.slice(1)) : inside(entry.fields, rest);
}

function inside(value: DocumentValue, path: DocumentPath): DocumentValue {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(value)) return inside(value[Number(key)] ?? null, rest);
  return isMap(value) ? inside(value[String(key)] ?? null, rest) : null;
}

function setIn(values: Values, path: DocumentPath, value: DocumentValue): Record<string, DocumentValue> {
  const [key, ...rest] = path;
  if (typeof key !== 'string') return { ...values };
  const held = values[key];
  return { ...values, [key]: rest.length === 0 ? value : setIn(isMap(held) ? held : {}, rest, value) };
}

function removeIn(values: Values, path: DocumentPath): Record<string, DocumentValue> {
  const [key, ...rest] = path;
  if (typeof key !== 'string' || !(key in values)) return { ...values };
  if (rest.length > 0) {
    const held = values[key];
    return isMap(held) ? { ...values, [key]: removeIn(held, rest) } : { ...values };
  }
  const { [key]: _gone, ...others } = values;
  return others;
}

const renameKey = (values: Values, from: string, to: string): Record<string, DocumentValue> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key === from ? to : key, value]));

/** A node or group as it stands in the text: one map. */
const asMap = (entry: DocumentGroup | DocumentNode): Record<string, DocumentValue> => ({
  ...entry.fields,
  ...(entry.groups.length === 0 ? {} : { groups: entry.groups }),
  ...(Object.keys(entry.variables).length === 0 ? {} : { variables: entry.variables }),
});
function fromMap(name: string, map: Values): DocumentNode {
  const { groups, variables, ...fields } = map;
  return { name, fields, groups: textsIn(groups), variables: isMap(variables) ? variables : {} };
}

/** Set and remove inside one entry, or the entry itself. All changes go over one list, so that each costs what it touches. */
function changedEntries(entries: DocumentNode[], changes: readonly DocumentChange[]): DocumentNode[] {
  if (changes.length === 0) return entries;
  const list: (DocumentNode | null)[] = [...entries];
  const places = new Map(entries.map((entry, place) => [entry.name, place]));
  for (const change of changes) {
    const [, name, ...within] = change.path;
    if (typeof name !== 'string') continue;
    const place = places.get(name);
    const held = place === undefined ? null : (list[place] ?? null);
    const after = changedEntry(name, held, change);
    if (place !== undefined) list[place] = after;
    else if (after !== null) places.set(name, list.push(after) - 1);
    if (place === undefined || within.length > 0 || change.kind === 'set') continue;
    places.delete(name);
    if (change.kind === 'rename') places.set(change.to, place);
  }
  return list.filter((entry) => entry !== null);
}

/** Null where there is none any more. What is not there cannot be renamed or removed. */
function changedEntry(name: string, held: DocumentNode | null, change: DocumentChange): DocumentNode | null {
  const within = change.path.slice(2);
  if (change.kind === 'set') {
    const whole = isMap(change.value) ? change.value : {};
    return fromMap(name, within.length === 0 ? whole : setIn(held === null ? {} : asMap(held), within, change.value));
  }
  if (held === null) return null;
  if (change.kind === 'remove') return within.length === 0 ? null : fromMap(name, removeIn(asMap(held), within));
  return within.length === 0 ? { ...held, name: change.to } : held;
}

function changedValues(values: Values, change: DocumentChange, path: DocumentPath): Record<string, DocumentValue> {
  const [key] = path;
  if (change.kind === 'set') return path.length === 0 ? (isMap(change.value) ? change.value : {}) : setIn(values, path, change.value);
  if (change.kind === 'remove') return path.length === 0 ? {} : removeIn(values, path);
  return typeof key === 'string' && path.length === 1 ? renameKey(values, key, change.to) : { ...values };
}

/** How the document will look once these are done; references that a rename takes along follow with the engine's answer. */
export function withChanges(data: DocumentData, changes: readonly DocumentChange[]): DocumentData {
  const at = (top: string): readonly DocumentChange[] => changes.filter(({ path }) => path[0] === top);
  const elsewhere = changes.filter(({ path }) => path[0] !== 'nodes' && path[0] !== 'groups' && path[0] !== 'variables');
  return {
    general: elsewhere.reduce((values, change) => changedValues(values, change, change.path), data.general),
    variables: at('variables').reduce((values, change) => changedValues(values, change, change.path.slice(1)), data.variables),
    groups: changedEntries(data.groups, at('groups')),
    nodes: changedEntries(data.nodes, at('nodes')),
  };
}
