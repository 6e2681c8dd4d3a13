// Values of an INI inventory as Python's ast.literal_eval takes them: a literal becomes what it says, anything else stays text.
import type { DocumentValue } from '#contract/inventory/document.ts';
import { readNumber } from './python-number.ts';
import { readString, type StringRead } from './python-string.ts';
import { mapValue, tagged } from './values.ts';

/** As deep as Python's own parser goes. */
const deepest = 200;

/** Ends the reading; what was read is no literal. */
class NoLiteral extends Error {}

/** Lists, tuples and sets become lists, bytes texts, as the ini plugin does it. */
export function pythonLiteral(text: string): DocumentValue {
  // Most values are plain words; no literal begins like them.
  if (!/^[ \t]*["'[({\d.+\-TFNbBrRuUs]/.test(text)) return text;
  try {
    return new Reader(text).whole();
  } catch (error) {
    if (error instanceof NoLiteral) return text;
    throw error;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  constructor(text: string) {
    this.#text = text;
  }

  whole(): DocumentValue {
    const first = this.#value();
    this.#space();
    if (this.#peek() !== ',') {
      this.#end();
      return first;
    }
    // A tuple without brackets.
    const items = [first];
    while (this.#take(',')) {
      this.#space();
      if (this.#at >= this.#text.length) return items;
      items.push(this.#value());
      this.#space();
    }
    this.#end();
    return items;
  }

  #value(): DocumentValue {
    this.#space();
    const char = this.#peek();
    if (char === '[') return this.#list(']');
    if (char === '(') return this.#tuple();
    if (char === '{') return this.#braces();
    if (/[\d.+-]/.test(char)) return this.#number();
    return this.#string() ?? this.#word();
  }

  #number(): DocumentValue {
    const read = readNumber(this.#text, this.#at);
    if (read === null) return this.#fail();
    this.#at = read.end;
    return read.value;
  }

  /** Strings side by side are one. */
  #string(): DocumentValue | null {
    const parts: StringRead[] = [];
    for (;;) {
      this.#space();
      const read = readString(this.#text, this.#at);
      if (read === 'broken') return this.#fail();
      if (read === null) break;
      this.#at = read.end;
      parts.push(read);
    }
    // Bytes and text do not go together.
    if (new Set(parts.map(({ isBytes }) => isBytes)).size > 1) return this.#fail();
    const [first] = parts;
    const whole = parts.map(({ text }) => text).join('');
    // What began as bytes is no template.
    return first === undefined ? null : first.isBytes ? tagged('!unsafe', whole) : whole;
  }

  #word(): DocumentValue {
    const word = /^(?:True|False|None)(?![\p{L}\p{N}_])|^set[ \t\f]*\([ \t\f]*\)/u.exec(this.#text.slice(this.#at, this.#at + 100))?.[0];
    if (word === undefined) return this.#fail();
    this.#at += word.length;
    if (word === 'None') return null;
    return word.startsWith('set') ? [] : word === 'True';
  }

  #tuple(): DocumentValue {
    const start = this.#at;
    const items = this.#list(')');
    if (items.length !== 1) return items;
    // One value in brackets is that value, unless a comma follows it.
    const inside = this.#text.slice(start, this.#at - 1).trimEnd();
    return inside.endsWith(',') ? items : (items[0] ?? null);
  }

  #list(close: string): DocumentValue[] {
    this.#open();
    const items: DocumentValue[] = [];
    while (!this.#take(close)) {
      items.push(this.#value());
      this.#separated(close);
    }
    this.#depth -= 1;
    return items;
  }

  #braces(): DocumentValue {
    this.#open();
    const [items, pairs]: [DocumentValue[], [DocumentValue, DocumentValue][]] = [[], []];
    while (!this.#take('}')) {
      const key = this.#value();
      this.#space();
      if (this.#take(':')) pairs.push([key, this.#value()]);
      else items.push(key);
      if (items.length > 0 && pairs.length > 0) return this.#fail();
      this.#separated('}');
    }
    this.#depth -= 1;
    return items.length > 0 ? distinct(items) : mapValue(pairs);
  }

  #open(): void {
    this.#at += 1;
    this.#depth += 1;
    if (this.#depth > deepest) this.#fail();
    this.#space();
  }
  /** A comma, or the end. */
  #separated(close: string): void {
    this.#space();
    if (!this.#take(',') && this.#peek() !== close) this.#fail();
    this.#space();
  }
  #space(): void {
    while (this.#at < this.#text.length && ' \t\f\n\r'.includes(this.#peek())) this.#at += 1;
  }
  #peek(): string {
    return this.#text.charAt(this.#at);
  }
  #take(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at += 1;
    return true;
  }
  /** A comment may follow. */
  #end(): void {
    this.#space();
    if (this.#at < this.#text.length && this.#peek() !== '#') this.#fail();
  }
  #fail(): never {
    throw new NoLiteral();
  }
}

const distinct = (items: readonly DocumentValue[]): DocumentValue => [
  ...new Map(items.map((item) => [JSON.stringify(item), item] as const)).values(),
];
