// A value as it is shown and typed in one line: plain where that is unmistakable, else as in YAML's braces and brackets.
import type { DocumentValue } from '#contract/inventory/document.ts';
import { isMap } from './document-data.ts';

const tagged = /^!([a-z][\w-]*)\s+(.+)$/s;
const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const words: Readonly<Record<string, DocumentValue>> = { true: true, false: false, null: null, '~': null };
/** What YAML would read as something else, or could not read at all. */
const quoteNeeded = /^$|^\s|\s$|^[[\]{}"'!&*#|>%@`,?-]|: |:$| #|[\n\r\t]/;
const quoteNeededInside = /[,:[\]{}]/;

export const tagOf = (value: DocumentValue): { tag: string; text: string } | null => {
  if (!isMap(value)) return null;
  const [[key, text] = [], ...more] = Object.entries(value);
  return more.length === 0 && key?.startsWith('!') === true && typeof text === 'string' ? { tag: key, text } : null;
};

function showText(text: string, isInside: boolean): string {
  const isOther = number.test(text) || Object.hasOwn(words, text.toLowerCase());
  const needsQuotes = isOther || quoteNeeded.test(text) || (isInside && quoteNeededInside.test(text));
  return needsQuotes ? JSON.stringify(text) : text;
}

function show(value: DocumentValue, isInside: boolean): string {
  if (typeof value === 'string') return showText(value, isInside);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => show(item, true)).join(', ')}]`;
  const tag = tagOf(value);
  if (tag !== null) return `${tag.tag} ${isInside ? showText(tag.text, true) : tag.text}`;
  return `{${Object.entries(value)
    .map(([key, held]) => `${showText(key, true)}: ${show(held, true)}`)
    .join(', ')}}`;
}

export const showValue = (value: DocumentValue): string => show(value, false);

/** Reads braces, brackets and quotes; null where they do not close. */
class Flow {
  #at = 0;
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }

  whole(): { value: DocumentValue } | null {
    const value = this.#value();
    this.#blank();
    return value === null || this.#at < this.#text.length ? null : value;
  }

  #blank(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }
  #take(sign: string): boolean {
    this.#blank();
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #value(): { value: DocumentValue } | null {
    this.#blank();
    const sign = this.#text[this.#at];
    if (sign === '[') return this.#list();
    if (sign === '{') return this.#map();
    const word = this.#word(/[,\]}]/);
    return word === null ? null : { value: word.isQuoted ? word.text : readPlain(word.text) };
  }

  #list(): { value: DocumentValue } | null {
    this.#at += 1;
    const items: DocumentValue[] = [];
    while (!this.#take(']')) {
      const item = this.#value();
      if (item === null) return null;
      items.push(item.value);
      if (!this.#take(',') && this.#peek() !== ']') return null;
    }
    return { value: items };
  }

  #map(): { value: DocumentValue } | null {
    this.#at += 1;
    const entries: [string, DocumentValue][] = [];
    while (!this.#take('}')) {
      const key = this.#word(/[:,}]/);
      if (key === null || key.text === '' || !this.#take(':')) return null;
      const held = this.#value();
      if (held === null) return null;
      entries.push([key.text, held.value]);
      if (!this.#take(',') && this.#peek() !== '}') return null;
    }
    return { value: Object.fromEntries(entries) };
  }

  #peek(): string | undefined {
    this.#blank();
    return this.#text[this.#at];
  }

  #word(end: RegExp): { text: string; isQuoted: boolean } | null {
    this.#blank();
    const quote = this.#text[this.#at];
    if (quote === '"' || quote === "'") return this.#quoted(quote);
    const from = this.#at;
    while (this.#at < this.#text.length && !end.test(this.#text[this.#at] ?? '')) this.#at += 1;
    const text = this.#text.slice(from, this.#at).trim();
    return text === '' && this.#at === this.#text.length ? null : { text, isQuoted: false };
  }

  #quoted(quote: string): { text: string; isQuoted: boolean } | null {
    const rest = this.#text.slice(this.#at);
    const found = (quote === '"' ? /^"(?:[^"\\]|\\.)*"/ : /^'(?:[^']|'')*'/).exec(rest)?.[0];
    if (found === undefined) return null;
    this.#at += found.length;
    const text = quote === '"' ? unescaped(found) : found.slice(1, -1).replaceAll("''", "'");
    return text === null ? null : { text, isQuoted: true };
  }
}

function unescaped(quoted: string): string | null {
  try {
    const text: unknown = JSON.parse(quoted);
    return typeof text === 'string' ? text : null;
  } catch {
    return null;
  }
}

function readPlain(text: string): DocumentValue {
  const tag = tagged.exec(text);
  if (tag?.[1] !== undefined && tag[2] !== undefined) {
    const inside = new Flow(tag[2]).whole();
    return { [`!${tag[1]}`]: typeof inside?.value === 'string' ? inside.value : tag[2] };
  }
  if (number.test(text)) return Number(text);
  const word = text.toLowerCase();
  return Object.hasOwn(words, word) ? (words[word] ?? null) : text;
}

/** What was typed, as a value. With `asText` numbers and the like stay texts, for a variable that is known to be one. */
export function readValue(typed: string, asText = false): DocumentValue {
  const text = typed.trim();
  if (text === '') return '';
  if (/^["'[{]/.test(text)) {
    const value = new Flow(text).whole();
    return value === null ? text : value.value;
  }
  const value = readPlain(text);
  return asText && !isMap(value) ? text : value;
}
