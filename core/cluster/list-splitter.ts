import { BrokenStream } from './trouble.ts';

const longestItem = 16 * 2 ** 20;
const longestEnvelope = 2 ** 20;

const space = 32;
const quote = 34;
const comma = 44;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;
const openBracket = 91;
const closeBracket = 93;
const opens = (code: number): boolean => code === openBrace || code === openBracket;
const closes = (code: number): boolean => code === closeBrace || code === closeBracket;
const nowhere = -1;

/**
 * Takes a list answer apart while it arrives: each element of `items` as its own JSON text, the rest as the envelope.
 * Parsing one object at a time keeps the engine free: a page of 500 pods as one JSON.parse stops it for 40 ms.
 */
export class ListSplitter {
  #envelope = '';
  #parts: string[] = [];
  #partsLength = 0;
  /** Nesting; inside `items` an element begins at 2. */
  #depth = 0;
  #inItems = false;
  #inString = false;
  /** Start of the piece of the chunk that is not yet kept, as an item or as envelope; nowhere between items. */
  #from = 0;
  #escaped = false;

  *push(chunk: string): Generator<string> {
    this.#from = this.#betweenItems() ? nowhere : 0;
    for (let index = this.#inString ? this.#skipString(chunk, 0) + 1 : 0; index < chunk.length; index += 1) {
      const code = chunk.charCodeAt(index);
      if (opens(code)) {
        this.#open(chunk, index);
      } else if (closes(code)) {
        const item = this.#close(chunk, index);
        if (item !== null) yield item;
      } else if (this.#from === nowhere) {
        expectSeparator(code);
      } else if (code === quote) {
        index = this.#skipString(chunk, index + 1);
      }
    }
    if (this.#from !== nowhere) this.#keep(chunk.slice(this.#from));
  }

  /** The list without its items. Throws BrokenStream when the answer ended early. */
  end(): unknown {
    if (this.#depth !== 0 || this.#envelope === '') throw new BrokenStream('the list ended in the middle');
    return parsed(this.#envelope);
  }

  #betweenItems(): boolean {
    return this.#inItems && this.#depth === 2;
  }

  /** The whole item when this bracket ends one. */
  #close(chunk: string, index: number): string | null {
    this.#depth -= 1;
    if (this.#betweenItems()) {
      const item = this.#item(chunk.slice(this.#from, index + 1));
      this.#from = nowhere;
      return item;
    }
    if (this.#inItems && this.#depth === 1) {
      this.#inItems = false;
      this.#from = index;
    }
    return null;
  }

  /** Index of the quote that ends the string, or the chunk's length when it goes on in the next one. */
  #skipString(chunk: string, from: number): number {
    for (let index = from; index < chunk.length; index += 1) {
      const code = chunk.charCodeAt(index);
      if (this.#escaped) this.#escaped = false;
      else if (code === backslash) this.#escaped = true;
      else if (code === quote) {
        this.#inString = false;
        return index;
      }
    }
    this.#inString = true;
    return chunk.length;
  }

  #open(chunk: string, index: number): void {
    this.#depth += 1;
    if (this.#inItems) {
      if (this.#depth === 3) this.#from = index;
      return;
    }
    if (this.#depth !== 2 || chunk.charCodeAt(index) !== openBracket) return;
    // Only a top-level key can be followed by a bracket at this depth.
    const before = this.#envelope + chunk.slice(this.#from, index);
    if (!/"items"\s*:\s*$/.test(before)) return;
    this.#keep(chunk.slice(this.#from, index + 1));
    this.#inItems = true;
    this.#from = nowhere;
  }

  #keep(part: string): void {
    if (!this.#inItems) {
      this.#envelope += part;
      if (this.#envelope.length > longestEnvelope) throw new BrokenStream('the answer is not a list');
      return;
    }
    this.#partsLength += part.length;
    if (this.#partsLength > longestItem) throw new BrokenStream('an object of the list is larger than any may be');
    this.#parts.push(part);
  }

  #item(last: string): string {
    if (this.#parts.length === 0) return last;
    this.#parts.push(last);
    const whole = this.#parts.join('');
    this.#parts = [];
    this.#partsLength = 0;
    return whole;
  }
}

// Without this an element that is no object would vanish silently.
const expectSeparator = (code: number): void => {
  if (code !== comma && code > space) throw new BrokenStream('the list holds something that is no object');
};

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new BrokenStream('the list is not JSON', error);
  }
};
