// Values as YAML that Ansible reads back as they are. Its loader knows YAML 1.1, where yes is a boolean and 12:30 a number.
import type { DocumentValue } from '#contract/inventory/document.ts';
import { isMap } from '#core/inventory/document/values.ts';
import { floatText, readTagged, type Tagged } from './values.ts';
import { scalarKind } from './yaml-scalar.ts';

export type Entries = readonly (readonly [key: DocumentValue, value: Written])[];
/** What goes behind the key, and what stands below it, indented. */
export interface Written {
  readonly head: string;
  readonly lines: readonly string[];
}
export interface YamlWriter {
  write(value: DocumentValue): Written;
}

/** What a secret becomes, and who hears of a tag that Ansible does not know. */
export interface Meanings {
  secret(name: string): string;
  unknown(tag: string): void;
}

/** A key longer than this needs a question mark before it. */
const longestKey = 500;
const inline = (head: string): Written => ({ head, lines: [] });

/** In this order; nothing at all is {}. */
export function writeEntries(entries: Entries): Written {
  if (entries.length === 0) return inline('{}');
  const lines = entries.flatMap(([key, { head, lines }]) => {
    const name = keyText(key);
    const below = lines.map((line) => (line === '' ? '' : `  ${line}`));
    const start = name.length > longestKey ? [`? ${name}`, ':'] : [`${name}:`];
    const last = start.length - 1;
    return [...start.slice(0, last), `${start[last] ?? ''}${head === '' ? '' : ` ${head}`}`, ...below];
  });
  return { head: '', lines };
}

export function createWriter(meanings: Meanings): YamlWriter {
  function write(value: DocumentValue): Written {
    const tag = readTagged(value);
    if (tag !== null) return writeTagged(tag);
    if (Array.isArray(value)) return writeList(value);
    if (isMap(value)) return writeEntries(Object.entries(value).map(([key, inner]) => [key, write(inner)]));
    return typeof value === 'string' ? writeText(value) : inline(scalarText(value));
  }
  function writeList(items: readonly DocumentValue[]): Written {
    if (items.length === 0) return inline('[]');
    return { head: '', lines: items.flatMap((item) => itemLines(write(item))) };
  }

  const asText = (value: DocumentValue): string | null =>
    typeof value === 'string' ? value : typeof value === 'number' ? floatText(value) : null;
  /** Null: not of the form that the tag asks for. */
  const ofText = (make: (text: string) => Written | null) => (value: DocumentValue) => {
    const text = asText(value);
    return text === null ? null : make(text);
  };
  const ofList = (make: (list: readonly DocumentValue[]) => Written) => (value: DocumentValue) =>
    Array.isArray(value) ? make(value) : null;
  const tags: Readonly<Record<string, (value: DocumentValue) => Written | null>> = {
    '!secret': ofText((text) => inline(quoted(meanings.secret(text)))),
    '!vault': ofText((text) => under('!vault', writeText(text, 'always'))),
    '!unsafe': writeUnsafe,
    '!int': ofText((text) => (/^-?\d+(?:\.0)?$/.test(text) ? inline(text.replace('.0', '')) : null)),
    '!float': ofText((text) => (scalarKind(text) === 'float' ? inline(text) : null)),
    '!date': ofText((text) => inline(`!!timestamp ${quoted(text)}`)),
    '!binary': ofText((text) => inline(`!!binary ${quoted(text)}`)),
    '!set': ofList((list) => under('!!set', writeEntries(list.map((key) => [key, inline('null')])))),
    '!pairs': ofList((list) => writeEntries(list.flatMap(entryOf))),
    // What an anchor stands for is not in the data.
    '!alias': () => null,
  };
  function writeTagged({ tag, value }: Tagged): Written {
    const written = Object.hasOwn(tags, tag) ? tags[tag]?.(value) : null;
    if (written !== null && written !== undefined) return written;
    meanings.unknown(tag);
    return tag === '!alias' ? inline('null') : write(value);
  }
  function entryOf(pair: DocumentValue): Entries {
    return Array.isArray(pair) && pair.length === 2 ? [[pair[0] ?? null, write(pair[1] ?? null)]] : [];
  }
  /** Ansible reads such a text again as if it had no quotes; a number can be no template anyway. */
  function writeUnsafe(value: DocumentValue): Written {
    if (typeof value === 'string')
      return scalarKind(value) === 'str' ? under('!unsafe', writeText(value, 'always')) : inline(quoted(value));
    return under('!unsafe', write(value));
  }
  return { write };
}

const under = (tag: string, { head, lines }: Written): Written => ({ head: head === '' ? tag : `${tag} ${head}`, lines });

/** A map or list begins behind the dash. */
function itemLines({ head, lines }: Written): readonly string[] {
  const indented = lines.map((line) => (line === '' ? '' : `  ${line}`));
  if (head !== '') return [`- ${head}`, ...indented];
  const [first = '', ...rest] = indented;
  return [`- ${first.slice(2)}`, ...rest];
}

function writeText(text: string, quotes: 'always' | 'where needed' = 'where needed'): Written {
  if (isLines(text)) return { head: text.endsWith('\n') ? '|' : '|-', lines: text.replace(/\n$/, '').split('\n') };
  return inline(quotes === 'where needed' && isPlain(text) ? text : quoted(text));
}

/** Several lines that can stand there as they are. */
const isLines = (text: string): boolean => /\n./.test(text) && !/^\s|\n\n$|\n[^\S\n]+(?:\n|$)|[^\P{C}\n]|[\u0085\u2028\u2029]/u.test(text);

function isPlain(text: string): boolean {
  if (!/^[\p{L}\d_/.][\p{L}\d_/.@+=:() -]*$/u.test(text) || /: |[: ]$| #/.test(text)) return false;
  // Also what only other readers would take for a number or a boolean.
  return (
    scalarKind(text) === 'str' && Number.isNaN(Number(text)) && !/^(?:y|n|0o[0-7]+|\.{3}|=|.*_.*\d:.*|[+-]?\d[\d_.]*e\d+)$/i.test(text)
  );
}

/** JSON's escapes are YAML's; some more characters may not stand in YAML. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function scalarText(value: string | number | boolean | null): string {
  if (typeof value === 'string') return isPlain(value) ? value : quoted(value);
  if (typeof value !== 'number') return String(value);
  return Number.isInteger(value) ? String(BigInt(value)) : floatText(value);
}

function keyText(key: DocumentValue): string {
  const tag = readTagged(key);
  if (tag === null) return typeof key === 'object' && key !== null ? quoted(JSON.stringify(key)) : scalarText(key);
  if (typeof tag.value !== 'string') return quoted(JSON.stringify(tag.value));
  if (tag.tag === '!date') return `!!timestamp ${quoted(tag.value)}`;
  return tag.tag === '!int' || tag.tag === '!float' ? tag.value : quoted(tag.value);
}
