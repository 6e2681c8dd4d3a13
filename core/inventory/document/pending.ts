// Plain values that are put where plain values stand, and new members of maps: many of them, such as a pasted table, are made
// in one go for each piece.
import type { DocumentPath, DocumentValue, TextEdit } from '#contract/inventory/document.ts';
import type { YamlList, YamlMap, YamlSyntax } from '#core/ports/yaml.ts';
import { anchorsAt, walk } from './edit-piece.ts';
import type { Page } from './layout.ts';
import { findIn, type Found } from './locate.ts';
import { addingPair, replacing } from './set-value.ts';
import { valueOf, withValue, withValues, type Setting } from './values.ts';
import { pathIn, type Part, type Working } from './working.ts';

/** What comes behind the last member of a map. */
type Added = Map<string, DocumentValue>;
interface Waiting {
  readonly settings: Setting[];
  readonly edits: TextEdit[];
  readonly places: Set<number>;
  readonly added: Map<YamlMap, Added>;
}

export class Pending {
  readonly #working: Working;
  readonly #page: Omit<Page, 'text'>;
  #waiting = new Map<Part, Waiting>();
  constructor(working: Working, page: Omit<Page, 'text'>) {
    this.#working = working;
    this.#page = page;
  }

  /** False when it is not that simple; then all that waits has to be made first. */
  take(part: Part | null, { path, value }: Setting): boolean {
    if (part === null || JSON.stringify(value).includes('\\n')) return false;
    const waiting: Waiting = this.#waiting.get(part) ?? { settings: [], edits: [], places: new Set(), added: new Map() };
    const setting = { path: pathIn(part, path), value };
    if (!this.#replace(part, waiting, setting) && !add(part, waiting, setting)) return false;
    waiting.settings.push({ path, value });
    this.#waiting.set(part, waiting);
    return true;
  }

  #replace(part: Part, { edits, places }: Waiting, { path, value }: Setting): boolean {
    const place = typeof value === 'object' ? null : plainPlace(part, path);
    if (place === null || places.has(place.found.start)) return false;
    const { found } = place;
    const isSame = found.value?.kind === 'scalar' && found.value.value === value;
    const made = isSame ? [] : replacing({ ...this.#page, text: part.piece.text }, place, value);
    if (made === null) return false;
    edits.push(...made);
    places.add(found.start);
    return true;
  }

  /** Those that could not be made together. */
  flush(): readonly Setting[] {
    const all = this.#waiting;
    if (all.size > 0) this.#waiting = new Map();
    return [...all].flatMap(([part, { settings, edits, added }]) => {
      const page = { ...this.#page, text: part.piece.text };
      const additions = [...added].flatMap(([map, members]) =>
        [...members].flatMap(([key, value]) => addingPair(page, map, { key, value })),
      );
      if (edits.length + additions.length === 0) return [];
      const inside = settings.map(({ path, value }) => ({ path: pathIn(part, path), value }));
      const data = withValues(valueOf(part.piece.root), inside);
      return data !== undefined && this.#working.edit(part, [...edits, ...additions], { data }) ? [] : settings;
    });
  }
}

/** Where a plain value stands that nothing else refers to. */
function plainPlace({ piece: { root } }: Part, path: DocumentPath): { readonly found: Found; readonly holder: YamlMap | YamlList } | null {
  if (root === null || anchorsAt(root, path).length > 0) return null;
  const [found, holder] = [findIn(root, path), findIn(root, path.slice(0, -1))?.value];
  const isHolder = (holder?.kind === 'map' || holder?.kind === 'list') && holder.tag === null;
  return found !== null && isHolder && isPlain(found.value) ? { found, holder } : null;
}
const isPlain = (value: YamlSyntax | null): boolean => value?.kind === 'scalar' && value.tag === null && value.style !== 'block';

/** A key that a map with something in it does not have yet, or more of one that waits already. */
function add({ piece: { root } }: Part, { added }: Waiting, { path, value }: Setting): boolean {
  if (root === null || anchorsAt(root, path).length > 0) return false;
  const { last, rest } = walk(root, path);
  const [key, ...beyond] = rest;
  const map = last.value;
  if (typeof key !== 'string' || map?.kind !== 'map' || map.tag !== null || map.pairs.length === 0) return false;
  const members: Added = added.get(map) ?? new Map<string, DocumentValue>();
  const member = withValue(members.get(key) ?? null, beyond, value);
  if (member === undefined) return false;
  members.set(key, member);
  added.set(map, members);
  return true;
}
