// A text as lines without their breaks, so that CRLF against LF, or a break at the end, is no difference.

export interface TextLines {
  readonly lines: readonly string[];
  readonly crlf: boolean;
  readonly endsWithBreak: boolean;
}

export function linesOf(text: string): TextLines {
  if (text === '') return { lines: [], crlf: false, endsWithBreak: false };
  const raw = text.split('\n');
  const endsWithBreak = raw.at(-1) === '';
  if (endsWithBreak) raw.pop();
  const withReturn = raw.filter((line) => line.endsWith('\r')).length;
  const lines = raw.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  return { lines, crlf: withReturn * 2 > raw.length, endsWithBreak };
}

/** The form that a side has changed; mine where both have. */
const changed = (base: boolean, mine: boolean, theirs: boolean) => (mine === base ? theirs : mine);

export interface BreakForm {
  readonly crlf: boolean;
  readonly endsWithBreak: boolean;
}

export const mergedForm = (base: BreakForm, mine: BreakForm, theirs: BreakForm): BreakForm => ({
  crlf: changed(base.crlf, mine.crlf, theirs.crlf),
  endsWithBreak: changed(base.endsWithBreak, mine.endsWithBreak, theirs.endsWithBreak),
});

export function textOf(lines: readonly string[], { crlf, endsWithBreak }: BreakForm): string {
  const lineBreak = crlf ? '\r\n' : '\n';
  return lines.join(lineBreak) + (endsWithBreak && lines.length > 0 ? lineBreak : '');
}

export const sameLines = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((line, index) => line === b[index]);
