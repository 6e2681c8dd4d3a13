// Composed YAML as values: tags, YAML 1.1, merges, aliases copied. A short text can mean an endless one, so values are counted.
import type { DocumentValue } from '#contract/inventory/document.ts';
import type { ComposedMap, ComposedNode, ComposedScalar } from '#core/ports/ansible-yaml.ts';
import { scalarKind, scalarValue, type ScalarKind } from './yaml-scalar.ts';
import { mapValue, readTagged, tagged } from './values.ts';

const standard = 'tag:yaml.org,2002:';
const deepest = 100;
export type Pairs = readonly (readonly [key: ComposedNode, value: ComposedNode])[];

/** More values than the import takes, or deeper ones than anybody writes. Caught where the file is read. */
export class TooMuch extends Error {}

export class ValueReader {
  readonly #tell: (line: number, message: string) => void;
  readonly #count: () => void;
  constructor(tell: (line: number, message: string) => void, count: () => void) {
    this.#tell = tell;
    this.#count = count;
  }

  valueOf(node: ComposedNode): DocumentValue {
    return this.#read(node, 0);
  }
  /** With what `<<` brings, which an own key overrules; null: not a map. */
  pairsOf(node: ComposedNode): Pairs | null {
    return node.kind === 'map' ? this.#flatten(node, 0) : null;
  }

  #read(node: ComposedNode, depth: number): DocumentValue {
    this.#count();
    if (depth > deepest) throw new TooMuch('The values go deeper than a hundred levels.');
    if (node.tag === '!unsafe') return this.#unsafe(node, depth);
    if (node.tag === '!vault' || node.tag === '!vault-encrypted') return this.#vault(node);
    if (node.kind === 'scalar') return this.#scalar(node);
    return node.kind === 'map' ? this.#map(node, depth) : node.items.map((item) => this.#read(item, depth + 1));
  }

  #scalar(node: ComposedScalar): DocumentValue {
    if (node.tag === `${standard}binary`) return tagged('!binary', node.text.replaceAll(/\s/g, ''));
    if (node.tag?.startsWith('!') === true)
      this.#tell(node.line, `Ansible does not know the tag ${node.tag}; the value is kept without it.`);
    return scalarValue(kindOf(node), node.text);
  }

  #map(node: ComposedMap, depth: number): DocumentValue {
    const pairs = this.#flatten(node, depth).flatMap(([key, value]): [DocumentValue, DocumentValue][] => {
      const reason = keyFlaw(key);
      if (key.kind === 'scalar' && reason === null) return [[this.#scalar(key), this.#read(value, depth + 1)]];
      this.#tell(key.line, `${reason}; this entry is left out.`);
      return [];
    });
    return node.tag === `${standard}set`
      ? tagged(
          '!set',
          pairs.map(([key]) => key),
        )
      : mapValue(pairs);
  }

  #vault(node: ComposedNode): DocumentValue {
    if (node.kind === 'scalar') return tagged('!vault', node.text);
    this.#tell(node.line, 'Only a text can be encrypted; this value is left empty.');
    return null;
  }

  /** Read again as if it had no quotes; only texts can be templates. */
  #unsafe(node: ComposedNode, depth: number): DocumentValue {
    const value =
      node.kind === 'scalar' ? this.#scalar({ ...node, tag: null, plain: true }) : this.#read({ ...node, tag: null }, depth + 1);
    return hasText(value) ? tagged('!unsafe', value) : value;
  }

  #flatten(map: ComposedMap, depth: number): Pairs {
    if (depth > deepest) throw new TooMuch('The values go deeper than a hundred levels.');
    const merged: (readonly [ComposedNode, ComposedNode])[] = [];
    const own: (readonly [ComposedNode, ComposedNode])[] = [];
    for (const pair of map.pairs) {
      this.#count();
      const [key, value] = pair;
      if (!isMerge(key)) own.push(pair);
      else for (const source of this.#sources(value)) merged.push(...this.#flatten(source, depth + 1));
    }
    return merged.length === 0 ? own : [...merged, ...own];
  }
  /** The first of a list counts most, so it comes last. */
  #sources(value: ComposedNode): readonly ComposedMap[] {
    const items = value.kind === 'list' ? value.items.toReversed() : [value];
    return items.filter((item): item is ComposedMap => {
      if (item.kind !== 'map') this.#tell(item.line, 'Only maps can be merged with <<; this is left out.');
      return item.kind === 'map';
    });
  }
}

function keyFlaw(key: ComposedNode): string | null {
  if (key.kind !== 'scalar') return 'A key is one word or text';
  return key.text === '__proto__' ? 'The key __proto__ is not taken' : null;
}

const isMerge = (key: ComposedNode): boolean => key.kind === 'scalar' && key.plain && key.tag === null && key.text === '<<';

function kindOf({ tag, text, plain }: ComposedScalar): ScalarKind {
  const short = tag?.startsWith(standard) === true ? tag.slice(standard.length) : null;
  if (short === 'bool' || short === 'null' || short === 'int' || short === 'float' || short === 'timestamp') return short;
  return tag === null && plain ? scalarKind(text) : 'str';
}

const noText = /^!(?:int|float|date|binary)$/;
/** Dates and the like are texts only in the way they are kept. */
function hasText(value: DocumentValue): boolean {
  if (typeof value === 'string') return true;
  if (noText.test(readTagged(value)?.tag ?? '')) return false;
  return typeof value === 'object' && value !== null && (Array.isArray(value) ? value : Object.values(value)).some(hasText);
}
