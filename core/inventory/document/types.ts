// The inventory's document as the centre sees it: the text, what it says as data, and where everything stands.
import type { DocumentData, DocumentGroup, DocumentNode, DocumentPath, TextRange } from '#contract/inventory/document.ts';
import type { YamlMistake } from '#core/ports/yaml.ts';
import type { Placed } from './pieces.ts';

export interface InventoryDocument {
  readonly text: string;
  /** Of what is not well-formed, as much as could be read. Nodes and groups that did not change are the same objects as in the document before. */
  readonly data: DocumentData;
  readonly nodes: ReadonlyMap<string, DocumentNode>;
  readonly groups: ReadonlyMap<string, DocumentGroup>;
  /** Of the YAML, and of its shape: a list where a map belongs, a key that stands there twice. */
  readonly mistakes: readonly YamlMistake[];
  /** Null when nothing stands there. A key's own range is asked for with `part: 'key'`. */
  rangeOf(path: DocumentPath, part?: 'key' | 'value'): TextRange | null;
  /** The text in order, cut into what was read alone. For this folder only. */
  readonly pieces: readonly Placed[];
}
