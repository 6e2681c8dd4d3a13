// Cuts the document into pieces that can be read alone: a key at the top each, and below variables, nodes and groups an entry each.
// Only lines and indentation are looked at. What the cuts cannot be sure of is left whole.

/** Whose entries are chunks of their own. */
export type Section = 'variables' | 'nodes' | 'groups';

export interface Chunk {
  /**
   * `whole`: the document cannot be cut. `preamble`: comments before the first key. `top`: a key with all below it.
   * `section`: the line `variables:`, `nodes:` or `groups:`, and comments before the first entry. `entry`: one of these.
   */
  readonly kind: 'whole' | 'preamble' | 'top' | 'section' | 'entry';
  /** Of entries and sections. */
  readonly section: Section | null;
  readonly from: number;
  readonly to: number;
  /** Stands further left than the entries of its section. */
  readonly misplaced: boolean;
}

/** A line with something on it; one with a comment alone is none. */
interface Line {
  readonly from: number;
  readonly indent: number;
}

const [space, tab, lf, cr, hash, dash, colon, question] = [32, 9, 10, 13, 35, 45, 58, 63];
const closing = new Set([93, 125]);
/**
 * `& ! * | > { [ %` and a byte order mark. No plain or quoted key begins with them, but a map in braces does, and what is said
 * of a map as a whole. Readers skip the byte order mark at the beginning alone.
 */
const unusual = new Set([38, 33, 42, 124, 62, 123, 91, 37, 0xfeff]);
const isBlank = (code: number): boolean => code === space || code === tab || code === lf || code === cr || Number.isNaN(code);

/** The line that begins at or after `start`, and begins with at most `deepest` spaces; null before `end`. */
function lineFrom(text: string, start: number, { end, deepest }: { end: number; deepest: number }): Line | null {
  for (let from = start; from < end;) {
    let at = from;
    while (text.charCodeAt(at) === space) at += 1;
    const indent = at - from;
    if (indent <= deepest && at < end && !isEmptyFrom(text, at)) return { from, indent };
    const next = text.indexOf('\n', at);
    from = next < 0 ? end : next + 1;
  }
  return null;
}
const behind = (text: string, { from }: Line): number => {
  const next = text.indexOf('\n', from);
  return next < 0 ? text.length : next + 1;
};

function isEmptyFrom(text: string, from: number): boolean {
  let at = from;
  while (text.charCodeAt(at) === space || text.charCodeAt(at) === tab || text.charCodeAt(at) === cr) at += 1;
  return at >= text.length || text.charCodeAt(at) === lf || text.charCodeAt(at) === hash;
}

function linesUpTo(text: string, start: number, bounds: { end: number; deepest: number }): readonly Line[] {
  const lines: Line[] = [];
  for (let line = lineFrom(text, start, bounds); line !== null; line = lineFrom(text, behind(text, line), bounds)) lines.push(line);
  return lines;
}

/** Goes on with what began in a line above. */
function continues(text: string, { from, indent }: Line): boolean {
  const [first, second] = [text.charCodeAt(from + indent), text.charCodeAt(from + indent + 1)];
  return first === tab || closing.has(first) || ((first === dash || first === colon) && isBlank(second));
}

const alone = (kind: Chunk['kind'], from: number, to: number): Chunk => ({ kind, section: null, from, to, misplaced: false });

export function chunksOf(text: string): readonly Chunk[] {
  const end = text.length;
  const start = contentStart(text);
  const head = lineFrom(text, start, { end, deepest: Infinity });
  if (head === null) return [alone('preamble', 0, end)];
  const left = linesUpTo(text, start, { end, deepest: 0 });
  if (head.indent > 0 || continues(text, head) || left.some((line) => isOdd(text, line))) return [alone('whole', 0, end)];
  const heads = left.filter((line) => !continues(text, line));
  const preamble = head.from === 0 ? [] : [alone('preamble', 0, head.from)];
  return [...preamble, ...heads.flatMap((line, index) => topChunks(text, line, heads[index + 1]?.from ?? end))];
}

/** Behind the line of dashes that may begin a document. */
function contentStart(text: string): number {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const first = lineFrom(text, start, { end: text.length, deepest: Infinity });
  const isMarker = first !== null && /^---[ \t\r]*(?:\n|$|[ \t]#)/.test(text.slice(first.from, first.from + 200));
  return isMarker ? behind(text, first) : start;
}

const isUnusual = (text: string, { from, indent }: Line): boolean => unusual.has(text.charCodeAt(from + indent));

/** Something at the left edge that is no key. */
function isOdd(text: string, line: Line): boolean {
  const { from } = line;
  const first = text.charCodeAt(from);
  if (isUnusual(text, line) || text.startsWith('---', from) || text.startsWith('...', from)) return true;
  return first === question && isBlank(text.charCodeAt(from + 1));
}

function topChunks(text: string, head: Line, end: number): readonly Chunk[] {
  const section = sectionOf(text, head.from);
  const start = behind(text, head);
  const first = section === null ? null : lineFrom(text, start, { end, deepest: Infinity });
  if (section === null || first === null || first.indent === 0 || continues(text, first) || isUnusual(text, first))
    return [alone('top', head.from, end)];
  const indent = indentOf(text, first, end);
  const entries = linesUpTo(text, start, { end, deepest: indent }).filter((line) => !continues(text, line));
  return [
    { kind: 'section', section, from: head.from, to: first.from, misplaced: false },
    ...entries.map((line, index): Chunk => {
      return { kind: 'entry', section, from: line.from, to: entries[index + 1]?.from ?? end, misplaced: line.indent !== indent };
    }),
  ];
}

function sectionOf(text: string, from: number): Section | null {
  const end = text.indexOf('\n', from);
  const line = text.slice(from, end < 0 ? text.length : Math.min(end, from + 500));
  const name = /^(variables|nodes|groups):[ \t]*(?:[ \t]#.*)?\r?$/.exec(line)?.[1];
  return name === 'variables' || name === 'nodes' || name === 'groups' ? name : null;
}

/**
 * That of the first entry. While its indentation is being typed it may stand too far left, and all others would seem to be
 * in it; no well-formed text looks like that.
 */
function indentOf(text: string, first: Line, end: number): number {
  const second = lineFrom(text, behind(text, first), { end, deepest: Infinity });
  if (second === null || second.indent <= first.indent) return first.indent;
  let least = second.indent;
  for (let at = behind(text, second); least > first.indent;) {
    const line = lineFrom(text, at, { end, deepest: least - 1 });
    if (line === null) break;
    least = line.indent;
    at = behind(text, line);
  }
  return least > first.indent && second.indent > least ? least : first.indent;
}
