// Several rounds of edits, each made for the text after the one before, told as one list for the first text.
import type { DocumentChange, TextEdit } from '#contract/inventory/document.ts';
import type { Yaml } from '#core/ports/yaml.ts';
import { applyEdits } from './edits.ts';
import { editsFor } from './edits-for.ts';
import { readDocument } from './read-document.ts';
import { asEdits, editSpans, type Span } from './spans.ts';
import type { InventoryDocument } from './types.ts';

export class Steps {
  document: InventoryDocument;
  readonly #yaml: Yaml;
  readonly #length: number;
  #spans: readonly Span[];

  constructor(document: InventoryDocument, yaml: Yaml) {
    this.document = document;
    this.#yaml = yaml;
    this.#length = document.text.length;
    this.#spans = [{ kind: 'kept', from: 0, to: document.text.length }];
  }

  change(changes: readonly DocumentChange[]): void {
    if (changes.length > 0) this.edit(editsFor(this.document, changes, this.#yaml));
  }
  edit(edits: readonly TextEdit[]): void {
    if (edits.length === 0) return;
    this.#spans = editSpans(this.#spans, edits);
    this.document = readDocument(applyEdits(this.document.text, edits), this.#yaml, this.document);
  }

  get isEmpty(): boolean {
    return this.edits().length === 0;
  }
  edits(): readonly TextEdit[] {
    return asEdits(this.#spans, this.#length);
  }
}
