// One value of a piece set or removed: the edits of its text, or why it cannot be done without touching other things.
import type { DocumentPath, DocumentValue, TextEdit } from '#contract/inventory/document.ts';
import type { YamlList, YamlMap, YamlSyntax } from '#core/ports/yaml.ts';
import type { Page } from './layout.ts';
import { stepInto, type Found } from './locate.ts';
import { removing } from './remove-value.ts';
import { addingItem, addingPair, replacing } from './set-value.ts';
import { valueOf, withValue } from './values.ts';

export type PieceEdit =
  | { readonly kind: 'edits'; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'refused'; readonly reason: string };

const edits = (list: readonly TextEdit[] | null): PieceEdit =>
  list === null
    ? refused('What stands there is written in a way that cannot be changed alone; change it in the text.')
    : { kind: 'edits', edits: list };
const refused = (reason: string): PieceEdit => ({ kind: 'refused', reason });

interface Walk {
  /** As far as the path leads, the root first. */
  readonly founds: readonly Found[];
  readonly last: Found;
  readonly rest: DocumentPath;
}

/** Stops where nothing stands, and at values with a tag, which are replaced whole. */
export function walk(root: YamlMap, path: DocumentPath): Walk {
  const founds: Found[] = [{ pair: null, value: root, start: root.from }];
  let last: Found = { pair: null, value: root, start: root.from };
  for (const [index, step] of path.entries()) {
    const next = isTagged(last.value) ? null : stepInto(last, step);
    if (next === null) return { founds, last, rest: path.slice(index) };
    founds.push(next);
    last = next;
  }
  return { founds, last, rest: [] };
}
const isTagged = (value: YamlSyntax | null): boolean => value !== null && value.kind !== 'alias' && value.tag !== null;

const isHolder = (value: YamlSyntax | null | undefined): value is YamlMap | YamlList => value?.kind === 'map' || value?.kind === 'list';
const sizeOf = (holder: YamlMap | YamlList): number => (holder.kind === 'map' ? holder.pairs.length : holder.items.length);

export function settingIn(page: Page, root: YamlMap, { path, value }: { path: DocumentPath; value: DocumentValue }): PieceEdit {
  const { founds, last, rest } = walk(root, path);
  const at = last.value;
  if (rest.length > 0 && at?.kind === 'alias') return refused(`*${at.name} stands there; what it refers to stands elsewhere.`);
  if (rest.length > 0 && isHolder(at) && at.tag === null && sizeOf(at) > 0) return adding(page, at, { rest, value });
  const filled = rest.length === 0 ? value : withValue(valueOf(at), rest, value);
  if (filled === undefined) return refused('Something stands there that nothing can be put into.');
  const holder = founds.at(-2)?.value;
  return isHolder(holder) ? edits(replacing(page, { found: last, holder }, filled)) : refused('The whole document cannot be replaced.');
}

/** What is not there yet, into a map or list that has something in it. */
function adding(page: Page, at: YamlMap | YamlList, { rest, value }: { rest: DocumentPath; value: DocumentValue }): PieceEdit {
  const [step, ...beyond] = rest;
  const added = withValue(null, beyond, value);
  if (added === undefined) return refused('A list begins with its first item.');
  if (at.kind === 'map' && typeof step === 'string') return edits(addingPair(page, at, { key: step, value: added }));
  if (at.kind === 'list' && step === at.items.length) return edits(addingItem(page, at, added));
  return refused(at.kind === 'map' ? 'A map has keys, no numbers.' : 'A list has numbers, without gaps.');
}

/** Null: nothing stands there. The last member of a map or list leaves an empty one. */
export function removingIn(page: Page, root: YamlMap, path: DocumentPath): PieceEdit | null {
  const { founds, rest } = walk(root, path);
  const [found, at, above] = [founds.at(-1), founds.at(-2), founds.at(-3)];
  const holder = at?.value;
  if (rest.length > 0 || found === undefined || at === undefined || !isHolder(holder)) return null;
  const index = holder.kind === 'map' ? holder.pairs.findIndex((pair) => pair === found.pair) : Number(path.at(-1));
  if (sizeOf(holder) > 1 || above === undefined || !isHolder(above.value)) return edits(removing(page.text, holder, index));
  return edits(replacing(page, { found: at, holder: above.value }, holder.kind === 'map' ? {} : []));
}

/** Names of anchors that a change at that path touches: on the way, and in what stands there. */
export function anchorsAt(root: YamlMap, path: DocumentPath): readonly string[] {
  const { founds, last, rest } = walk(root, path);
  const way = founds.flatMap(({ value }) => (value === null || value.kind === 'alias' || value.anchor === null ? [] : [value.anchor]));
  return rest.length === 0 ? [...way, ...anchorsIn(last.value)] : way;
}
function anchorsIn(value: YamlSyntax | null): readonly string[] {
  if (value === null || value.kind === 'alias') return [];
  const own = value.anchor === null ? [] : [value.anchor];
  if (value.kind === 'map') return [...own, ...value.pairs.flatMap((pair) => anchorsIn(pair.value))];
  return value.kind === 'list' ? [...own, ...value.items.flatMap(anchorsIn)] : own;
}
