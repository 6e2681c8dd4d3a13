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

/** Set and remove inside one entry, or the entry itself. */
function changedEntries<E extends DocumentNode>(entries: readonly E[], change: DocumentChange, make: (entry: DocumentNode) => E): E[] {
  const [, name, ...rest] = change.path;
  if (typeof name !== 'string') return [...entries];
  const held = entries.find((entry) => entry.name === name);
  if (change.kind === 'rename') {
    if (rest.length > 0) return [...entries];
    return entries.map((entry) => (entry.name === name ? { ...entry, name: change.to } : entry));
  }
  if (change.kind === 'remove' && rest.length === 0) return entries.filter((entry) => entry.name !== name);
  const before = held === undefined ? {} : asMap(held);
  const whole = change.kind === 'set' && isMap(change.value) ? change.value : {};
  const after = rest.length === 0 ? whole : change.kind === 'set' ? setIn(before, rest, change.value) : removeIn(before, rest);
  const entry = make(fromMap(name, after));
  return held === undefined ? [...entries, entry] : entries.map((one) => (one === held ? entry : one));
}

function changedValues(values: Values, change: DocumentChange, path: DocumentPath): Record<string, DocumentValue> {
  const [key] = path;
  if (change.kind === 'set') return path.length === 0 ? (isMap(change.value) ? change.value : {}) : setIn(values, path, change.value);
  if (change.kind === 'remove') return path.length === 0 ? {} : removeIn(values, path);
  return typeof key === 'string' && path.length === 1 ? renameKey(values, key, change.to) : { ...values };
}

function withChange(data: DocumentData, change: DocumentChange): DocumentData {
  const [top, ...rest] = change.path;
  if (top === 'nodes') return { ...data, nodes: changedEntries(data.nodes, change, (entry) => entry) };
  if (top === 'groups') return { ...data, groups: changedEntries(data.groups, change, (entry) => entry) };
  if (top === 'variables') return { ...data, variables: changedValues(data.variables, change, rest) };
  return { ...data, general: changedValues(data.general, change, change.path) };
}

/** How the document will look once these are done; references that a rename takes along follow with the engine's answer. */
export const withChanges = (data: DocumentData, changes: readonly DocumentChange[]): DocumentData => changes.reduce(withChange, data);
