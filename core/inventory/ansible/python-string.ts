// Strings as Python writes them: prefixes, three quotes, escapes.
export interface StringRead {
  readonly text: string;
  readonly isBytes: boolean;
  readonly end: number;
}

const simple = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

/** Null: no string begins here. */
export function readString(text: string, from: number): StringRead | 'broken' | null {
  const opening = /([bB][rR]?|[rR][bB]?|[uU])?('''|"""|'|")/y;
  opening.lastIndex = from;
  const [whole, prefix = '', quote = ''] = opening.exec(text) ?? [];
  if (whole === undefined) return null;
  const [isRaw, isBytes] = [/r/i.test(prefix), /b/i.test(prefix)];
  let read = '';
  for (let at = from + whole.length; at < text.length;) {
    if (text.startsWith(quote, at)) return { text: read, isBytes, end: at + quote.length };
    if (text.charAt(at) !== '\\') {
      read += text.charAt(at);
      at += 1;
      continue;
    }
    const escape = isRaw ? rawEscape(text, at) : readEscape(text, at, isBytes);
    if (escape === null) return 'broken';
    read += escape.text;
    at = escape.end;
  }
  return 'broken';
}

interface Escape {
  readonly text: string;
  readonly end: number;
}
/** Kept with its backslash, but a quote after it does not end the string. */
const rawEscape = (text: string, at: number): Escape | null =>
  at + 1 < text.length ? { text: text.slice(at, at + 2), end: at + 2 } : null;

const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function readEscape(text: string, at: number, isBytes: boolean): Escape | null {
  const char = text.charAt(at + 1);
  const known = simple.get(char);
  if (known !== undefined) return { text: known, end: at + 2 };
  const octal = /[0-7]{1,3}/y;
  octal.lastIndex = at + 1;
  const eight = octal.exec(text)?.[0];
  if (eight !== undefined) return { text: String.fromCodePoint(Number.parseInt(eight, 8)), end: octal.lastIndex };
  if (isBytes && char !== 'x') return rawEscape(text, at);
  // Names of characters would need their whole list.
  if (char === 'N') return null;
  const length = codeLengths[char];
  return length === undefined ? rawEscape(text, at) : readCode(text.slice(at + 2, at + 2 + length), at + 2 + length);
}

/** Cut off by the end of the text, it is broken. */
function readCode(code: string, end: number): Escape | null {
  const point = /^(?:[\da-fA-F]{2}){1,4}$/.test(code) ? Number.parseInt(code, 16) : Number.NaN;
  const isWhole = code.length === 2 || code.length === 4 || code.length === 8;
  return isWhole && point <= 0x10ffff ? { text: String.fromCodePoint(point), end } : null;
}
