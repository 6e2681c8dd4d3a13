// The document while changes are made to it, piece by piece. What it was at the beginning is known to the end.
import type { DocumentPath, DocumentValue, TextEdit } from '#contract/inventory/document.ts';
import type { Yaml } from '#core/ports/yaml.ts';
import { chunksOf, type Section } from './chunks.ts';
import { applyEdits } from './edits.ts';
import { readPiece, type Piece } from './pieces.ts';
import { asEdits, editSpans, splitSpans, type Span } from './spans.ts';
import type { InventoryDocument } from './types.ts';
import { sameValue, valueOf } from './values.ts';

export interface Part {
  readonly piece: Piece;
  readonly spans: readonly Span[];
}

/** What a part is to say once it was edited. */
export type Wanted = { readonly data: DocumentValue } | 'anything';

export class Working {
  readonly #yaml: Yaml;
  readonly #length: number;
  readonly #parts: Part[];
  readonly #keys = {
    top: new Map<string, Part>(),
    variables: new Map<string, Part>(),
    nodes: new Map<string, Part>(),
    groups: new Map<string, Part>(),
  };
  readonly #heads = new Map<Section, Part>();

  constructor({ text, pieces }: Pick<InventoryDocument, 'text' | 'pieces'>, yaml: Yaml) {
    this.#yaml = yaml;
    this.#length = text.length;
    this.#parts = pieces.map(({ piece, from }) => ({ piece, spans: [{ kind: 'kept', from, to: from + piece.text.length }] }));
    for (const part of this.#parts) this.#enter(part);
  }

  get parts(): readonly Part[] {
    return this.#parts;
  }
  edits(): readonly TextEdit[] {
    return asEdits(
      this.#parts.flatMap(({ spans }) => spans),
      this.#length,
    );
  }

  /** The line that begins a section whose entries are parts of their own. */
  headOf(key: string | number | undefined): Part | null {
    return key === 'variables' || key === 'nodes' || key === 'groups' ? (this.#heads.get(key) ?? null) : null;
  }
  entriesOf(section: Section): readonly Part[] {
    return this.#parts.filter((part) => isEntry(part, section));
  }
  lastEntryOf(section: Section): Part | undefined {
    return this.#parts.findLast((part) => isEntry(part, section));
  }
  hasOneEntry(section: Section): boolean {
    const last = this.lastEntryOf(section);
    return last !== undefined && this.#parts.find((part) => isEntry(part, section)) === last;
  }
  entry(section: Section, name: string | number | undefined): Part | null {
    return this.#keys[section].get(String(name)) ?? null;
  }
  top(key: string | number | undefined): Part | null {
    return this.#keys.top.get(String(key)) ?? this.#parts.find(({ piece }) => piece.kind === 'whole') ?? null;
  }

  /** False, and nothing is changed, when the text would then say something else than `wanted` or be less well-formed. */
  edit(part: Part, edits: readonly TextEdit[], wanted: Wanted): boolean {
    const text = applyEdits(part.piece.text, edits);
    const { kind, section } = part.piece;
    const read = readPiece({ kind, section }, text, this.#yaml);
    if (read.flaws > part.piece.flaws || (wanted !== 'anything' && !sameValue(valueOf(read.root), wanted.data))) return false;
    const next: Part = { piece: read, spans: editSpans(part.spans, edits) };
    this.#replace([part], kind === 'entry' ? [next] : this.#cut(next));
    return true;
  }

  /** The last lines of one part become a part of their own. */
  split(part: Part, offset: number): void {
    const { kind, section, text } = part.piece;
    const [left, right] = splitSpans(part.spans, offset);
    const pieces = [text.slice(0, offset), text.slice(offset)].map((cut) => readPiece({ kind, section }, cut, this.#yaml));
    const parts = pieces.map((piece, index) => ({ piece, spans: index === 0 ? left : right }));
    this.#replace([part], parts);
  }

  /** What is left of a part when its key is gone, such as comments, goes to the part in front of it. */
  dissolve(part: Part, edits: readonly TextEdit[]): void {
    const text = applyEdits(part.piece.text, edits);
    const spans = editSpans(part.spans, edits);
    const before = this.#parts[this.#parts.indexOf(part) - 1];
    if (before === undefined) {
      this.#replace([part], [{ piece: readPiece({ kind: 'preamble', section: null }, text, this.#yaml), spans }]);
      return;
    }
    const { kind, section } = before.piece;
    const piece = text === '' ? before.piece : readPiece({ kind, section }, before.piece.text + text, this.#yaml);
    this.#replace([before, part], [{ piece, spans: [...before.spans, ...spans] }]);
  }

  /** At the end, after a line break. */
  append(text: string): void {
    const last = this.#parts.at(-1);
    const piece = readPiece({ kind: 'top', section: null }, text, this.#yaml);
    const part: Part = { piece, spans: [{ kind: 'new', text }] };
    if (last === undefined) this.#parts.push(part);
    else this.#replace([last], [last, ...this.#cut(part)]);
  }
  /** The last part gets a line break when it has none. */
  closeLastLine(eol: string): void {
    const last = this.#parts.at(-1);
    if (last === undefined || last.piece.text === '' || last.piece.text.endsWith('\n')) return;
    const { kind, section, text } = last.piece;
    const piece = readPiece({ kind, section }, text + eol, this.#yaml);
    this.#replace([last], [{ piece, spans: [...last.spans, { kind: 'new', text: eol }] }]);
  }

  /** A section with all its entries as one part, to change it as a whole. */
  join(head: Part): Part {
    const { section } = head.piece;
    const from = this.#parts.indexOf(head);
    let to = from + 1;
    while (this.#parts[to]?.piece.kind === 'entry' && this.#parts[to]?.piece.section === section) to += 1;
    const all = this.#parts.slice(from, to);
    const piece = readPiece({ kind: 'top', section: null }, all.map((part) => part.piece.text).join(''), this.#yaml);
    const part: Part = { piece, spans: all.flatMap(({ spans }) => spans) };
    this.#replace(all, [part]);
    return part;
  }

  #cut(part: Part): readonly Part[] {
    const { text } = part.piece;
    const chunks = chunksOf(text);
    if (chunks.length < 2) return [part];
    let spans = part.spans;
    return chunks.map((chunk) => {
      const [own, rest] = splitSpans(spans, chunk.to - chunk.from);
      spans = rest;
      return { piece: readPiece(chunk, text.slice(chunk.from, chunk.to), this.#yaml), spans: own };
    });
  }

  #replace(old: readonly Part[], parts: readonly Part[]): void {
    const [first] = old;
    if (first === undefined) return;
    for (const part of old) this.#leave(part);
    this.#parts.splice(this.#parts.indexOf(first), old.length, ...parts);
    for (const part of parts) this.#enter(part);
  }
  #index({ piece }: Part): Map<string, Part> {
    return this.#keys[piece.kind === 'entry' ? (piece.section ?? 'nodes') : 'top'];
  }
  #enter(part: Part): void {
    const index = this.#index(part);
    if (part.piece.kind === 'section' && part.piece.section !== null) this.#heads.set(part.piece.section, part);
    for (const { key } of part.piece.pairs) if (!index.has(key)) index.set(key, part);
  }
  #leave(part: Part): void {
    const index = this.#index(part);
    const { section } = part.piece;
    if (section !== null && this.#heads.get(section) === part) this.#heads.delete(section);
    for (const { key } of part.piece.pairs) if (index.get(key) === part) index.delete(key);
  }
}

const isEntry = ({ piece }: Part, section: Section): boolean => piece.kind === 'entry' && piece.section === section;

export const pathIn = ({ piece }: Part, path: DocumentPath): DocumentPath => (piece.kind === 'entry' ? path.slice(1) : path);
