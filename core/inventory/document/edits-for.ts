// Turns what a person means into edits of the text that leave all other bytes alone.
import type { DocumentChange, DocumentPath, DocumentValue, TextEdit } from '#contract/inventory/document.ts';
import { fault } from '#core/fault.ts';
import type { Yaml } from '#core/ports/yaml.ts';
import { applyEdits } from './edits.ts';
import { anchorsAt, removingIn, settingIn, type PieceEdit } from './edit-piece.ts';
import { eolOf, laidPair, lineEnd, nextLine, stepOf, type Page } from './layout.ts';
import { findIn } from './locate.ts';
import { mergeOf, type MemberChange } from './merge-value.ts';
import { Pending } from './pending.ts';
import { readDocument } from './read-document.ts';
import { linesOf } from './remove-value.ts';
import { renameAll } from './rename.ts';
import { addingPair } from './set-value.ts';
import type { InventoryDocument } from './types.ts';
import { bringsUnusable, unusableReason } from './unusable-keys.ts';
import { isMap, sameValue, valueAt, valueOf, withoutValue, withValue } from './values.ts';
import { pathIn, Working, type Part } from './working.ts';

/** One after the other; the edits all refer to the text of `document`. Throws INPUT_INVALID where it cannot be done without touching other things. */
export function editsFor(document: InventoryDocument, changes: readonly DocumentChange[], yaml: Yaml): readonly TextEdit[] {
  const editor = new Editor(document, yaml);
  for (const change of changes) {
    if (bringsUnusable(change)) throw refusal(change.path, unusableReason);
    if (change.kind === 'set') editor.set(change.path, change.value);
    else if (change.kind === 'remove') editor.remove(change.path);
    else editor.rename(change.path, change.to);
  }
  editor.finish();
  const edits = editor.working.edits();
  const after = readDocument(applyEdits(document.text, edits), yaml, document);
  if (flawsIn(after) > flawsIn(document)) throw refusal(changes[0]?.path ?? [], 'The text would no longer be well-formed.');
  return edits;
}

const flawsIn = ({ pieces }: InventoryDocument): number =>
  pieces.reduce((sum, { piece, misplaced }) => sum + piece.flaws + (misplaced ? 1 : 0), 0);

export function refusal(path: DocumentPath, reason: string): Error {
  const field = path.join('.');
  return fault('INPUT_INVALID', { field, reason }, { field });
}

/** In the order to be tried. A text of lines that ends a document without a line break would lose its own last one. */
function stylesFor({ piece }: Part, value: DocumentValue): readonly Page['style'][] {
  const isAtRisk = !piece.text.endsWith('\n') && JSON.stringify(value).includes('\\n');
  return isAtRisk ? ['one line'] : ['lines', 'one line'];
}

interface Attempt {
  readonly path: DocumentPath;
  readonly edits: readonly PieceEdit[];
  /** What the part is to say then. */
  readonly wanted: DocumentValue | undefined;
}

class Editor {
  readonly working: Working;
  readonly #document: InventoryDocument;
  readonly #page: Omit<Page, 'text'>;
  readonly #pending: Pending;

  constructor(document: InventoryDocument, yaml: Yaml) {
    this.#document = document;
    this.working = new Working(document, yaml);
    this.#page = { yaml, style: 'lines', eol: eolOf(document.text), step: stepOf(document.text) };
    this.#pending = new Pending(this.working, this.#page);
  }

  set(path: DocumentPath, value: DocumentValue): void {
    const head = this.working.headOf(path[0]);
    const part = head === null ? this.working.top(path[0]) : this.working.entry(head.piece.section ?? 'nodes', path[1]);
    if (this.#pending.take(part, { path, value })) return;
    this.finish();
    this.#set(path, value);
  }
  remove(path: DocumentPath): void {
    this.finish();
    this.#remove(path);
  }
  rename(path: DocumentPath, to: string): void {
    this.finish();
    renameAll(this.working, { path, to, yaml: this.#page.yaml });
  }
  /** Makes what was put off. */
  finish(): void {
    for (const { path, value } of this.#pending.flush()) this.#set(path, value);
  }

  #set(path: DocumentPath, value: DocumentValue): void {
    const [top, name, ...rest] = path;
    const head = this.working.headOf(top);
    if (head === null) return this.#setIn(this.working.top(top), path, value);
    const section = head.piece.section ?? 'nodes';
    if (name === undefined) return this.#setSection(head, value);
    const entry = this.working.entry(section, name);
    if (entry !== null) return this.#setIn(entry, path, value);
    const added = withValue(null, rest, value);
    const last = this.working.lastEntryOf(section);
    if (last?.piece.root == null || last.piece.root.flow || typeof name !== 'string' || added === undefined)
      return this.#setIn(this.working.join(head), path, value);
    return this.#addEntry(last, { path, key: name, value: added });
  }

  #remove(path: DocumentPath): void {
    const [top, name] = path;
    const head = this.working.headOf(top);
    if (head === null) return this.#removeIn(this.working.top(top), path);
    const section = head.piece.section ?? 'nodes';
    const entry = name === undefined ? null : this.working.entry(section, name);
    if (name !== undefined && entry === null) return undefined;
    const isLast = path.length === 2 && this.working.hasOneEntry(section);
    return this.#removeIn(entry === null || isLast ? this.working.join(head) : entry, path);
  }

  /** Entries that stay keep their bytes. */
  #setSection(head: Part, value: DocumentValue): void {
    const section = head.piece.section ?? 'nodes';
    const names = this.working.entriesOf(section).flatMap(({ piece }) => piece.pairs.map(({ key }) => key));
    if (!isMap(value) || !names.some((name) => Object.hasOwn(value, name))) return this.#setIn(this.working.join(head), [section], value);
    for (const name of names) if (!Object.hasOwn(value, name)) this.#remove([section, name]);
    for (const [name, inner] of Object.entries(value)) this.#set([section, name], inner);
    return undefined;
  }

  #pageOf({ piece }: Part): Page {
    return { ...this.#page, text: piece.text };
  }

  #setIn(part: Part | null, path: DocumentPath, value: DocumentValue): void {
    if (part === null) return this.#addTop(path, value);
    const inner = pathIn(part, path);
    const { root } = part.piece;
    if (root === null) throw refusal(path, 'Something stands there that cannot be read; correct it in the text first.');
    const data = valueOf(root);
    const old = valueAt(data, inner);
    if (old !== undefined && sameValue(old, value)) return undefined;
    const merge = old === undefined || findIn(root, inner)?.value?.kind === 'alias' ? null : mergeOf(old, value);
    if (merge !== null) return this.#mergeIn(path, merge);
    const wanted = withValue(data, inner, value);
    this.#guardAnchors(part, path);
    const page = this.#pageOf(part);
    // Where comments or empty lines would become part of a value, it is written in one line.
    const edits = stylesFor(part, value).map((style) => settingIn({ ...page, style }, root, { path: inner, value }));
    return this.#carryOut(part, { path, edits, wanted });
  }

  #mergeIn(path: DocumentPath, changes: readonly MemberChange[]): void {
    for (const change of changes) {
      if (change.kind === 'remove') this.#remove([...path, change.at]);
      else this.#set([...path, change.at], change.value);
    }
  }

  #removeIn(part: Part | null, path: DocumentPath): void {
    const root = part?.piece.root ?? null;
    if (part === null || root === null) return undefined;
    const inner = pathIn(part, path);
    const [key] = inner;
    const pair = root.pairs.find((one) => one.key === key);
    if (pair === undefined) return undefined;
    if (inner.length === 1 && root.pairs.length === 1 && !root.flow) {
      this.#guardAnchors(part, path);
      return this.working.dissolve(part, [linesOf(part.piece.text, { from: pair.keyFrom, to: pair.value?.to ?? pair.keyTo })]);
    }
    const edit = removingIn(this.#pageOf(part), root, inner);
    if (edit === null) return undefined;
    this.#guardAnchors(part, path);
    const wanted = withoutValue(valueOf(root), inner);
    return this.#carryOut(part, { path, edits: [edit], wanted });
  }

  /** The first of several ways that does what is wanted, and nothing else. */
  #carryOut(part: Part, { path, edits, wanted }: Attempt): void {
    const refused = edits.find(({ kind }) => kind === 'refused');
    if (refused?.kind === 'refused') throw refusal(path, refused.reason);
    const isDone = (edit: PieceEdit) =>
      edit.kind === 'edits' && wanted !== undefined && this.working.edit(part, edit.edits, { data: wanted });
    if (!edits.some(isDone)) throw refusal(path, 'This cannot be changed without touching what stands around it; change it in the text.');
  }

  #addTop([top, ...rest]: DocumentPath, value: DocumentValue): void {
    const added = withValue(null, rest, value);
    if (typeof top !== 'string' || added === undefined) throw refusal([top ?? '', ...rest], 'Nothing can be put there.');
    this.working.closeLastLine(this.#page.eol);
    this.working.append(laidPair({ ...this.#page, text: '' }, top, { value: added, column: 0 }) + this.#page.eol);
  }

  /** Behind the last entry, in front of comments that follow it. */
  #addEntry(last: Part, { path, key, value }: { path: DocumentPath; key: string; value: DocumentValue }): void {
    const { root, text, pairs } = last.piece;
    const pair = pairs.at(-1);
    if (root === null || pair === undefined)
      throw refusal(path, 'Something stands there that cannot be read; correct it in the text first.');
    const wanted = withValue(valueOf(root), [key], value);
    const [style = 'lines'] = stylesFor(last, value);
    const edits = addingPair({ ...this.#pageOf(last), style }, root, { key, value });
    const at = lineEnd(text, pair.value?.to ?? pair.keyTo);
    this.#carryOut(last, { path, edits: [{ kind: 'edits', edits }], wanted });
    const joined = this.working.entry(last.piece.section ?? 'nodes', key);
    if (joined !== null) this.working.split(joined, nextLine(joined.piece.text, at));
  }

  /** What is referred to from elsewhere is left alone: the change would be one there, too. */
  #guardAnchors(part: Part, path: DocumentPath): void {
    if (part.piece.root === null) return;
    for (const name of anchorsAt(part.piece.root, pathIn(part, path))) {
      const isUsed = this.#document.text
        .split(`*${name}`)
        .slice(1)
        .some((behind) => !/^[^\s,[\]{}]/.test(behind));
      if (isUsed) throw refusal(path, `&${name} stands there, and *${name} refers to it elsewhere; change it in the text.`);
    }
  }
}
