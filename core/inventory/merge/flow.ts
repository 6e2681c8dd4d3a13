// A map or list in braces on one line, such as `labels: {disk: ssd}`: both sides may have changed it, each another entry.
import type { Yaml, YamlMap, YamlList } from '#core/ports/yaml.ts';
import type { Piece, ThreeLists } from './piece.ts';
import { weaveKeys } from './weave-keys.ts';

interface FlowLine {
  readonly kind: 'map' | 'list';
  /** Key and colon in front, comment behind. */
  readonly before: string;
  readonly behind: string;
  readonly items: ReadonlyMap<string, string>;
}

interface FlowTools {
  readonly yaml: Pick<Yaml, 'parse'>;
  /** The order of a list's items means nothing. */
  readonly isSet: boolean;
}

/** Null when it is no such line on any side, or when both have changed one entry differently. */
export function mergeFlow({ base, mine, theirs }: ThreeLists, tools: FlowTools): Piece | null {
  const lines = [base ?? [], mine, theirs].map((side) => flowOf(side, tools));
  const [b, m, t] = lines;
  if (base === null || b == null || m == null || t == null || b.kind !== m.kind || b.kind !== t.kind) return null;
  const [before, behind] = [chosen(b.before, m.before, t.before), chosen(b.behind, m.behind, t.behind)];
  const items = itemsOf(b, m, t);
  if (before === undefined || behind === undefined || items === null) return null;
  const [open, close] = b.kind === 'map' ? ['{', '}'] : ['[', ']'];
  return { kind: 'theirs', base, lines: [`${before}${open}${items.join(', ')}${close}${behind}`] };
}

/** What the side has that changed it, null where that removed it; undefined where both did, differently. */
function chosen<T>(base: T, mine: T, theirs: T): T | undefined {
  if (mine === base || mine === theirs) return theirs;
  return theirs === base ? mine : undefined;
}

function itemsOf(base: FlowLine, mine: FlowLine, theirs: FlowLine): string[] | null {
  const items: string[] = [];
  for (const key of weaveKeys([...base.items.keys()], [...mine.items.keys()], [...theirs.items.keys()])) {
    const item = chosen(base.items.get(key) ?? null, mine.items.get(key) ?? null, theirs.items.get(key) ?? null);
    if (item === undefined) return null;
    if (item !== null) items.push(item);
  }
  return items;
}

function flowOf([line = '', ...more]: readonly string[], { yaml, isSet }: FlowTools): FlowLine | null {
  // Most lines are read by their looks: of thousands of conflicts, each would be parsed three times.
  const value = more.length > 0 || !/[[{]/.test(line) ? null : onlyValueIn(line, yaml);
  // A tag or an anchor in front makes more of it than its entries.
  if (value === null || !value.flow || !/^[[{]/.test(line.slice(value.from)) || (value.kind === 'list' && !isSet)) return null;
  const items = value.kind === 'map' ? pairsIn(line, value) : itemsIn(line, value);
  return items === null ? null : { kind: value.kind, before: line.slice(0, value.from), behind: line.slice(value.to), items };
}

/** Of the only key of a line. */
function onlyValueIn(line: string, yaml: Pick<Yaml, 'parse'>): YamlMap | YamlList | null {
  const { root, mistakes } = yaml.parse(line);
  if (mistakes.length > 0 || root?.kind !== 'map' || root.pairs.length !== 1) return null;
  const value = root.pairs[0]?.value;
  return value?.kind === 'map' || value?.kind === 'list' ? value : null;
}

function pairsIn(line: string, { pairs }: YamlMap): Map<string, string> | null {
  const items = new Map(pairs.map(({ key, keyFrom, keyTo, value }) => [key, line.slice(keyFrom, value?.to ?? keyTo)]));
  return items.size === pairs.length ? items : null;
}

function itemsIn(line: string, { items }: YamlList): Map<string, string> | null {
  const texts = items.map((item) => (item === null ? '' : line.slice(item.from, item.to)));
  return new Set(texts).size === texts.length ? new Map(texts.map((text) => [text, text])) : null;
}
