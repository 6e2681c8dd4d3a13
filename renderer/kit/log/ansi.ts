// Turns terminal output into styled pieces of plain text. Every sequence but colours is dropped; nothing is ever HTML.
import { visible } from '#renderer/kit/format.ts';

export interface Piece {
  readonly text: string;
  /** Names of the style classes: "red", "bold", "dim". */
  readonly look: readonly string[];
}

const colours = ['grey', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'plain'] as const;
// CSI sequences, OSC sequences up to BEL or ST, and two-character escapes.
const esc = '\u001b';
const bell = '\u0007';
const sequence = new RegExp(
  `${esc}\\[([0-9;:]*)([@-~])|${esc}\\][^${bell}${esc}]*(?:${bell}|${esc}\\\\)?|${esc}[@-Z\\\\\\-_=>]|${esc}`,
  'gu',
);

interface Pen {
  colour: string;
  bold: boolean;
  dim: boolean;
}

function applyCode(pen: Pen, code: number): void {
  if (code === 0) Object.assign(pen, { colour: '', bold: false, dim: false });
  else if (code === 1) pen.bold = true;
  else if (code === 2) pen.dim = true;
  else if (code === 22) Object.assign(pen, { bold: false, dim: false });
  else if (code === 39) pen.colour = '';
  else if (code >= 30 && code <= 37) pen.colour = colours[code - 30] ?? '';
  else if (code >= 90 && code <= 97) pen.colour = colours[code - 90] ?? '';
}

/** 38 and 48 take further numbers, which are not codes of their own; such colours are left plain. */
function applyCodes(pen: Pen, list: string): void {
  const codes = list.split(/[;:]/).map((part) => (part === '' ? 0 : Number(part)));
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) index += codes[index + 1] === 5 ? 2 : 4;
    else applyCode(pen, code);
  }
}

const lookOf = (pen: Pen): string[] => [pen.colour, pen.bold ? 'bold' : '', pen.dim ? 'dim' : ''].filter((name) => name !== '');

/** What a carriage return would have left on the screen. */
function overwritten(line: string): string {
  const parts = line.replace(/\r+$/u, '').split('\r');
  return parts.at(-1) ?? '';
}

export function parseAnsi(line: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const pen: Pen = { colour: '', bold: false, dim: false };
  const text = overwritten(line);
  let from = 0;
  const take = (to: number): void => {
    if (to > from) pieces.push({ text: visible(text.slice(from, to)), look: lookOf(pen) });
  };
  for (const match of text.matchAll(sequence)) {
    take(match.index);
    from = match.index + match[0].length;
    if (match[2] === 'm') applyCodes(pen, match[1] ?? '');
  }
  take(text.length);
  return pieces;
}

/** The bare text, for searching, copying and files. */
export const stripAnsi = (line: string): string =>
  parseAnsi(line)
    .map((piece) => piece.text)
    .join('');
