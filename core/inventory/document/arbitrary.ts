// Documents in every style, for the properties of this folder.
import type { DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import { isMap, type DocumentMap } from './values.ts';

/** A whole number from 0 to `most`. */
export type Choose = (most: number) => number;

const texts = [
  'ubuntu',
  '10.0.0.1',
  'yes',
  'a b',
  '{{ dns }} x',
  "it's",
  '#no',
  'a: b',
  '',
  ' pad ',
  'é',
  '1.30',
  '012',
  'l1\nl2',
  'l1\nl2\n',
  '- x',
  'toString',
  '{',
  '"',
  '%',
  '1:30',
  'null',
  '~',
];
const names = [
  'node1',
  'node2',
  'web',
  'gpu',
  'dns',
  'lan_ip',
  'yes',
  'toString',
  'constructor',
  'a b',
  '1.5',
  'x:y',
  '-d',
  'labels',
  'é',
  '#k',
  '12',
];

export function anyValue(choose: Choose, depth = 2): DocumentValue {
  const kind = choose(depth > 0 ? 7 : 4);
  if (kind <= 2) return texts[choose(texts.length - 1)] ?? '';
  if (kind === 3) return [0, 22, -1, 1.5, true, false, null][choose(6)] ?? null;
  if (kind === 4) return { '!secret': 'github' };
  if (kind === 5) return Array.from({ length: choose(3) }, () => anyValue(choose, depth - 1));
  return anyMap(choose, depth - 1);
}
export function anyMap(choose: Choose, depth = 1): DocumentMap & Record<string, DocumentValue> {
  return Object.fromEntries(Array.from({ length: choose(3) }, () => [names[choose(names.length - 1)] ?? '', anyValue(choose, depth)]));
}

export function anyDocument(choose: Choose): Record<string, DocumentValue> {
  const entry = (): DocumentValue => {
    const fields: [string, DocumentValue][] = [
      ['address', `10.0.0.${choose(9)}`],
      ['role', 'worker'],
      ['variables', anyMap(choose)],
      ['groups', ['gpu']],
      ['labels', anyMap(choose, 0)],
    ];
    return Object.fromEntries(fields.filter(() => choose(3) > 0));
  };
  const entries = (): DocumentValue =>
    Object.fromEntries(Array.from({ length: choose(4) }, () => [names[choose(names.length - 1)] ?? '', entry()]));
  const all: [string, DocumentValue][] = [
    ['hearth', 1],
    ['settings', anyMap(choose)],
    ['components', ['cert-manager', 'dashboard'].slice(choose(2))],
    ['variables', anyMap(choose, 2)],
    ['groups', entries()],
    ['nodes', entries()],
    ['extra', anyValue(choose)],
  ];
  return Object.fromEntries(all.filter(() => choose(5) > 0));
}

const isFullMap = (value: DocumentValue): value is Record<string, DocumentValue> =>
  isMap(value) && Object.keys(value).length > 0 && !Object.keys(value).some((key) => key.startsWith('!'));

/** The same data, written as many people would: styles, indentation, comments, ends of lines. */
export class Scribe {
  readonly #choose: Choose;
  readonly #inline: (value: DocumentValue) => string;
  readonly #step: number;
  #comments = 0;
  constructor(choose: Choose, inline: (value: DocumentValue) => string) {
    this.#choose = choose;
    this.#inline = inline;
    this.#step = 1 + choose(3);
  }

  text(document: DocumentMap): string {
    const lines = [...(this.#choose(6) === 0 ? ['---'] : []), ...this.#map(document, 0), ...this.#between(0)];
    const eol = this.#choose(3) === 0 ? '\r\n' : '\n';
    return lines.join(eol) + (this.#choose(3) === 0 ? '' : eol);
  }

  #comment(): string {
    this.#comments += 1;
    return `# c${this.#comments}: x`;
  }
  #between(indent: number): readonly string[] {
    const kind = this.#choose(9);
    if (kind === 0) return [''];
    return kind === 1 ? [`${' '.repeat(this.#choose(1) * indent)}${this.#comment()}`] : [];
  }
  #end(): string {
    return this.#choose(5) === 0 ? `  ${this.#comment()}` : '';
  }

  #map(map: DocumentMap, indent: number): readonly string[] {
    return Object.entries(map).flatMap(([key, value]) => {
      const between = this.#between(indent);
      const [head = '', ...below] = this.#value(value, indent);
      return between.concat(`${' '.repeat(indent)}${this.#inline(key)}:${head}`, below);
    });
  }

  /** What follows a colon, and the lines below. */
  #value(value: DocumentValue, indent: number): readonly string[] {
    if (value === null && this.#choose(1) === 0) return [this.#end()];
    if (Array.isArray(value) && value.length > 0 && this.#choose(3) > 0)
      return [this.#end(), ...this.#list(value, indent + this.#choose(1) * this.#step)];
    if (isFullMap(value) && this.#choose(3) > 0) return [this.#end(), ...this.#map(value, indent + this.#step)];
    return this.#leaf(value, indent);
  }

  #leaf(value: DocumentValue, indent: number): readonly string[] {
    if (typeof value === 'string' && /^\w[^\n]*\n[^\n]+\n?$/.test(value) && this.#choose(1) === 0) {
      const pad = ' '.repeat(indent + this.#step);
      const lines = value.replace(/\n$/, '').split('\n');
      return [` |${value.endsWith('\n') ? '' : '-'}`, ...lines.map((line) => pad + line)];
    }
    if (typeof value === 'string' && /^[\w ]*$/.test(value) && this.#choose(2) === 0) return [` '${value}'${this.#end()}`];
    return [`${' '.repeat(1 + this.#choose(1))}${this.#inline(value)}${this.#end()}`];
  }

  #list(items: readonly DocumentValue[], indent: number): readonly string[] {
    return items.flatMap((item) => {
      const dash = `${' '.repeat(indent)}-`;
      if (isFullMap(item) && this.#choose(1) === 0) {
        const [first = '', ...rest] = this.#map(item, indent + 2).filter((line) => line.trim() !== '' && !line.trim().startsWith('# '));
        return [`${dash} ${first.trimStart()}`, ...rest];
      }
      return [...this.#between(indent), `${dash} ${this.#inline(item)}${this.#end()}`];
    });
  }
}

/** Of every value below, and of the whole. */
export function pathsIn(value: DocumentValue, at: DocumentPath = []): readonly DocumentPath[] {
  if (Array.isArray(value)) return [at, ...value.flatMap((item, index) => pathsIn(item, [...at, index]))];
  if (!isMap(value)) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...at, key]))];
}
