// What is wrong with a YAML text, in plain words.
import type { ErrorCode } from 'yaml';
import type { YamlMistake } from '#core/ports/yaml.ts';

const sentences: Partial<Readonly<Record<ErrorCode, string>>> = {
  BAD_INDENT: 'The indentation does not fit the lines above.',
  BAD_DQ_ESCAPE: 'This backslash sequence is not known; write \\\\ for a backslash, or use single quotes.',
  BAD_SCALAR_START: 'A text cannot begin with this character; put it in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'A second colon stands in this line; put the text in quotes, or move it to a line of its own.',
  BLOCK_IN_FLOW: 'Inside braces or brackets, lines cannot be used as structure.',
  KEY_OVER_1024_CHARS: 'This key is too long.',
  MULTILINE_IMPLICIT_KEY: 'A key has to stand in one line, with a colon behind it.',
  MULTIPLE_DOCS: 'A second document begins here; an inventory is one document.',
  TAB_AS_INDENT: 'Indent with spaces; tabs are not allowed here.',
};

export function sentenceOf(code: ErrorCode, message: string): string {
  if (code === 'MISSING_CHAR' && message.includes('quote')) return 'A quotation mark that was opened is not closed.';
  return sentences[code] ?? `${message.replace(/\.?$/, '')}.`;
}

/** To other readers a carriage return alone ends a line: what is a comment to one of them is an entry to another. */
const loneReturn = /\r(?!\n)/;
/** What YAML lets stand nowhere as it is, not even in quotes. */
const unprintable = /[^\P{Cc}\t\n\r\u0085]|[\uFFFE\uFFFF]/u;

/** The first of each; the library takes them for text. */
export function forbiddenIn(text: string): readonly YamlMistake[] {
  const [line, sign] = [loneReturn.exec(text), unprintable.exec(text)];
  return [
    // From where the line begins, so that it is told before what the library makes of the rest of it.
    ...(line === null ? [] : [{ from: text.lastIndexOf('\n', line.index) + 1, to: line.index + 1, message: loneReturnWords }]),
    ...(sign === null ? [] : [{ from: sign.index, to: sign.index + 1, message: unprintableWords(sign[0]) }]),
  ];
}

const loneReturnWords = 'This line ends with a carriage return alone; end it with a line feed.';
const unprintableWords = (sign: string): string =>
  `The character U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')} cannot stand here; in double quotes, write it as an escape.`;
