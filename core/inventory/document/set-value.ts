// The edits that put a value where something else stands, or where nothing does.
import type { DocumentValue, TextEdit } from '#contract/inventory/document.ts';
import type { YamlList, YamlMap, YamlSyntax } from '#core/ports/yaml.ts';
import { columnOf, insertion, laidItem, laidPair, laidValue, lineEnd, lineStart, type Laid, type Page } from './layout.ts';
import type { Found } from './locate.ts';

/** Behind the colon of a key; null in braces, where a key may have none. */
function colonEnd(text: string, keyTo: number): number | null {
  let at = keyTo;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return text[at] === ':' ? at + 1 : null;
}

/** `found` stands in `holder`. Null: what stands there cannot be replaced alone. */
export function replacing(
  page: Page,
  { found, holder }: { found: Found; holder: YamlMap | YamlList },
  value: DocumentValue,
): readonly TextEdit[] | null {
  const { pair, start } = found;
  if (holder.flow) return inBraces(page, found, value);
  const column = columnOf(page.text, pair?.keyFrom ?? start);
  const mark = pair === null ? start + 1 : colonEnd(page.text, pair.keyTo);
  if (mark === null) return null;
  const laid = pair === null ? laidItem(page, value, column) : laidValue(page, value, column);
  return behindMark(page, { mark, old: found.value }, laid);
}

function inBraces({ text, yaml }: Page, { pair, value: old, start }: Found, value: DocumentValue): readonly TextEdit[] {
  const insert = yaml.inline(value);
  if (old !== null) return [{ from: old.from, to: old.to, insert }];
  if (pair === null) return [insertion(start, insert)];
  const colon = colonEnd(text, pair.keyTo);
  return [colon === null ? insertion(pair.keyTo, `: ${insert}`) : insertion(colon, ` ${insert}`)];
}

function behindMark(
  { text, eol }: Page,
  { mark, old }: { mark: number; old: YamlSyntax | null },
  { head, body }: Laid,
): readonly TextEdit[] {
  const below = body.map((line) => eol + line).join('');
  if (old === null) return below === '' ? [insertion(mark, head)] : [insertion(mark, head), insertion(lineEnd(text, mark), below)];
  const sameLine = !text.slice(mark, old.from).includes('\n');
  if (sameLine && !text.slice(old.from, old.to).includes('\n')) {
    const inPlace = { from: head === '' ? mark : old.from, to: old.to, insert: head.trimStart() };
    return below === '' ? [inPlace] : [inPlace, insertion(lineEnd(text, old.to), below)];
  }
  const isBlock = (old.kind === 'map' || old.kind === 'list') && !old.flow;
  const to = isBlock ? lineEnd(text, old.to) : old.to;
  if (sameLine) return [{ from: head === '' ? mark : old.from, to, insert: head.trimStart() + below }];
  return [insertion(mark, head), { from: lineStart(text, old.from) - eol.length, to, insert: below }];
}

/** `key` is not in `map`, and the map is not empty. */
export function addingPair(page: Page, map: YamlMap, { key, value }: { key: string; value: DocumentValue }): readonly TextEdit[] {
  const [first, last] = [map.pairs[0], map.pairs.at(-1)];
  const end = last?.value?.to ?? last?.keyTo ?? map.to;
  if (map.flow) return [insertion(end, `, ${page.yaml.inline(key)}: ${page.yaml.inline(value)}`)];
  const column = columnOf(page.text, first?.keyFrom ?? map.from);
  return [insertion(lineEnd(page.text, end), page.eol + laidPair(page, key, { value, column }))];
}

/** The list is not empty. */
export function addingItem(page: Page, list: YamlList, value: DocumentValue): readonly TextEdit[] {
  const end = list.items.at(-1)?.to ?? (list.starts.at(-1) ?? list.from) + 1;
  if (list.flow) return [insertion(end, `, ${page.yaml.inline(value)}`)];
  const column = columnOf(page.text, list.starts[0] ?? list.from);
  const { head, body } = laidItem(page, value, column);
  return [insertion(lineEnd(page.text, end), [`${page.eol}${' '.repeat(column)}-${head}`, ...body].join(page.eol))];
}
