// Plain values that are put where plain values stand: many of them, such as a pasted table, are made in one go for each piece.
import type { DocumentPath, DocumentValue, TextEdit } from '#contract/inventory/document.ts';
import type { YamlList, YamlMap, YamlSyntax } from '#core/ports/yaml.ts';
import { anchorsAt } from './edit-piece.ts';
import type { Page } from './layout.ts';
import { findIn, type Found } from './locate.ts';
import { replacing } from './set-value.ts';
import { valueOf, withValue } from './values.ts';
import { pathIn, type Part, type Working } from './working.ts';

interface Setting {
  readonly path: DocumentPath;
  readonly value: DocumentValue;
}
interface Waiting {
  readonly settings: Setting[];
  readonly edits: TextEdit[];
  readonly places: Set<number>;
}

export class Pending {
  readonly #working: Working;
  #waiting = new Map<Part, Waiting>();
  constructor(working: Working) {
    this.#working = working;
  }

  /** False when it is not that simple; then all that waits has to be made first. */
  take(part: Part | null, { path, value }: Setting, page: Omit<Page, 'text'>): boolean {
    const place = part === null || typeof value === 'object' || String(value).includes('\n') ? null : plainPlace(part, pathIn(part, path));
    if (part === null || place === null) return false;
    const waiting = this.#waiting.get(part) ?? { settings: [], edits: [], places: new Set() };
    const { found } = place;
    const isSame = found.value?.kind === 'scalar' && found.value.value === value;
    const edits = isSame ? [] : replacing({ ...page, text: part.piece.text }, place, value);
    if (edits === null || waiting.places.has(found.start)) return false;
    waiting.settings.push({ path, value });
    waiting.edits.push(...edits);
    waiting.places.add(found.start);
    this.#waiting.set(part, waiting);
    return true;
  }

  /** Those that could not be made together. */
  flush(): readonly Setting[] {
    const all = this.#waiting;
    if (all.size > 0) this.#waiting = new Map();
    return [...all].flatMap(([part, { settings, edits }]) => {
      if (edits.length === 0) return [];
      const data = settings.reduce<DocumentValue>(
        (data, { path, value }) => withValue(data, pathIn(part, path), value) ?? null,
        valueOf(part.piece.root),
      );
      return this.#working.edit(part, edits, { data }) ? [] : settings;
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
