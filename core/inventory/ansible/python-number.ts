// Numbers as Python writes them: with underscores, in four bases, with an exponent, imaginary.
import type { DocumentValue } from '#contract/inventory/document.ts';
import { floatValue, intValue } from './values.ts';

const digits = String.raw`\d(?:_?\d)*`;
const form = new RegExp(
  `(?<based>0[xX](?:_?[\\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+)` +
    `|(?<float>(?:${digits}\\.(?:${digits})?|\\.${digits})(?:[eE][+-]?${digits})?|${digits}[eE][+-]?${digits})(?<floatJ>[jJ])?` +
    `|(?<int>${digits})(?<intJ>[jJ])?`,
  'y',
);
/** More digits are refused by Python. */
const longest = 4300;

export interface NumberRead {
  readonly value: DocumentValue;
  readonly end: number;
}
interface Part {
  readonly value: DocumentValue;
  /** Of an imaginary part, as text. */
  readonly imaginary: string | null;
  readonly end: number;
}

/** Null: it is none. A real and an imaginary part become the text that Python prints. */
export function readNumber(text: string, from: number): NumberRead | null {
  const first = readPart(text, from);
  if (first === null) return null;
  const rest = /[ \t]*(?=[+-])/y;
  rest.lastIndex = first.end;
  if (first.imaginary !== null) return { value: first.imaginary, end: first.end };
  if (!rest.test(text)) return first;
  const second = readPart(text, rest.lastIndex);
  if (second === null || second.imaginary === null) return null;
  const sign = second.imaginary.startsWith('-') ? '' : '+';
  return { value: `(${typeof first.value === 'number' ? first.value : '0'}${sign}${second.imaginary})`, end: second.end };
}

function readPart(text: string, from: number): Part | null {
  const signs = /([+-]?)[ \t]*/y;
  signs.lastIndex = from;
  const sign = signs.exec(text)?.[1] === '-' ? '-' : '';
  form.lastIndex = signs.lastIndex;
  const match = form.exec(text);
  const end = form.lastIndex;
  if (match === null || /[\p{L}\p{N}_.]/u.test(text.charAt(end))) return null;
  return partOf(match.groups ?? {}, { sign, end });
}

function partOf(groups: Readonly<Record<string, string | undefined>>, { sign, end }: { sign: '-' | ''; end: number }): Part | null {
  const { based, float, int, floatJ, intJ } = groups;
  const plain = (float ?? int ?? based ?? '').replaceAll('_', '');
  const signed = sign === '-' ? -1 : 1;
  if ((floatJ ?? intJ) !== undefined) return { value: null, imaginary: `${sign}${Number(plain)}j`, end };
  if (float !== undefined) return { value: floatValue(signed * Number(plain)), imaginary: null, end };
  // A number does not begin with a nought, but for nought itself.
  if (based === undefined && (/^0+[1-9]/.test(plain) || plain.length > longest)) return null;
  return { value: intValue(BigInt(signed) * BigInt(plain)), imaginary: null, end };
}
