// Values of the document: from the syntax, compared, and changed without touching the old ones.
import type { DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import type { YamlPair, YamlSyntax } from '#core/ports/yaml.ts';

export type DocumentMap = Readonly<Record<string, DocumentValue>>;

export const isMap = (value: DocumentValue | undefined): value is Record<string, DocumentValue> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Own keys only: `__proto__` is a key like any other. */
export const entryOf = (map: DocumentMap, key: string): DocumentValue | undefined => (Object.hasOwn(map, key) ? map[key] : undefined);

/** References to anchors are not followed: the data says that one stands there. */
export function valueOf(syntax: YamlSyntax | null): DocumentValue {
  if (syntax === null) return null;
  if (syntax.kind === 'alias') return { '!alias': syntax.name };
  const plain = untagged(syntax);
  return syntax.tag === null ? plain : Object.fromEntries([[syntax.tag, plain]]);
}

function untagged(syntax: Exclude<YamlSyntax, { kind: 'alias' }>): DocumentValue {
  if (syntax.kind === 'scalar') return syntax.value;
  if (syntax.kind === 'list') return syntax.items.map(valueOf);
  return Object.fromEntries(firstOfEach(syntax.pairs).map(({ key, value }) => [key, valueOf(value)]));
}

/** A key that stands there twice is a mistake; the first one counts. */
export function firstOfEach(pairs: readonly YamlPair[]): readonly YamlPair[] {
  const seen = new Set<string>();
  return pairs.filter(({ key }) => !seen.has(key) && seen.add(key));
}

/** The order of keys does not matter. */
export function sameValue(a: DocumentValue, b: DocumentValue): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index] ?? null));
  if (!isMap(a) || !isMap(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(entryOf(a, key) ?? null, entryOf(b, key) ?? null))
  );
}

/** Undefined: nothing stands there. */
export function valueAt(value: DocumentValue, path: DocumentPath): DocumentValue | undefined {
  let at: DocumentValue | undefined = value;
  for (const step of path) {
    if (typeof step === 'number') at = Array.isArray(at) ? at[step] : undefined;
    else at = isMap(at) ? entryOf(at, step) : undefined;
    if (at === undefined) return undefined;
  }
  return at;
}

export interface Setting {
  readonly path: DocumentPath;
  readonly value: DocumentValue;
}

/** A new value with `value` at that path; undefined where the way is barred by something that is no map or list. */
export const withValue = (data: DocumentValue, path: DocumentPath, value: DocumentValue): DocumentValue | undefined =>
  withValues(data, [{ path, value }]);

/** One after the other; each map and list on the way is copied once. */
export function withValues(data: DocumentValue, settings: readonly Setting[]): DocumentValue | undefined {
  const whole = settings.findLastIndex(({ path }) => path.length === 0);
  const start = settings[whole]?.value ?? (whole < 0 ? data : null);
  const after = settings.slice(whole + 1);
  if (after.length === 0) return start;
  return after.every(({ path }) => typeof path[0] === 'number') ? listWith(start, after) : mapWith(start, after);
}
const inside = ({ path, value }: Setting): Setting => ({ path: path.slice(1), value });

function mapWith(data: DocumentValue, settings: readonly Setting[]): DocumentValue | undefined {
  const map = data ?? {};
  if (!isMap(map)) return undefined;
  const entries = new Map(Object.entries(map));
  for (const [step, inner] of Map.groupBy(settings, ({ path }) => path[0] ?? '')) {
    const value = typeof step === 'string' ? withValues(entries.get(step) ?? null, inner.map(inside)) : undefined;
    if (value === undefined) return undefined;
    entries.set(String(step), value);
  }
  return Object.fromEntries(entries);
}

function listWith(data: DocumentValue, settings: readonly Setting[]): DocumentValue | undefined {
  const list = data ?? [];
  if (!Array.isArray(list)) return undefined;
  const items = [...list];
  for (const [step, inner] of Map.groupBy(settings, ({ path }) => path[0] ?? '')) {
    const value = typeof step === 'number' && step <= items.length ? withValues(items[step] ?? null, inner.map(inside)) : undefined;
    if (value === undefined) return undefined;
    items[Number(step)] = value;
  }
  return items;
}

/** A new value without what stands at that path. */
export function withoutValue(data: DocumentValue, path: DocumentPath): DocumentValue {
  const [step, ...rest] = path;
  if (step === undefined) return null;
  if (typeof step === 'number') {
    if (!Array.isArray(data) || step >= data.length) return data;
    return rest.length === 0 ? data.toSpliced(step, 1) : data.toSpliced(step, 1, withoutValue(data[step] ?? null, rest));
  }
  if (!isMap(data) || !Object.hasOwn(data, step)) return data;
  const entries = Object.entries(data);
  if (rest.length === 0) return Object.fromEntries(entries.filter(([key]) => key !== step));
  return Object.fromEntries(entries.map(([key, inner]) => [key, key === step ? withoutValue(inner, rest) : inner]));
}
