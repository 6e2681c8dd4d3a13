// Lines of YAML in block style as entries, by their indentation alone, so that what is half typed elsewhere does no harm.

type Lines = readonly string[];

export interface BlockEntry {
  /** The key; of a list, the item's own text. */
  readonly key: string;
  /** Comments and empty lines above it. */
  readonly lead: Lines;
  /** The line with the key or the dash. */
  readonly head: string;
  /** What is indented below it. */
  readonly rest: Lines;
}

export interface Block {
  /** `empty` holds comments at most. */
  readonly kind: 'map' | 'list' | 'empty';
  readonly indent: number;
  /** Above the first entry, down to the last empty line or document marker. */
  readonly top: Lines;
  readonly entries: ReadonlyMap<string, BlockEntry>;
  /** Comments and empty lines below the last entry. */
  readonly tail: Lines;
}

const plainKey = String.raw`[^\s"'#&*!|>%@,?[\]{}\x60-].*?|-[^\s].*?`;
const keyPattern = new RegExp(String.raw`^\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|${plainKey})\s*:(?=\s|$)`);
const itemPattern = /^\s*-(?=\s|$)/;
const markerPattern = /^(?:---|\.\.\.)(?=\s|$)|^%/;

const isLoose = (line: string) => /^\s*(?:#|$)/.test(line);
const isBlank = (line: string) => line.trim() === '';
const indentOf = (line: string) => line.length - line.trimStart().length;

/** Null for anything but entries of one map or one list, each with a key of its own. */
export function blockOf(lines: Lines): Block | null {
  const first = lines.findIndex((line) => !isLoose(line) && !markerPattern.test(line));
  if (first === -1) return lines.every(isLoose) ? { kind: 'empty', indent: 0, top: [], entries: new Map(), tail: lines } : null;
  const head = lines[first] ?? '';
  const indent = indentOf(head);
  const kind = itemPattern.test(head) ? 'list' : 'map';
  const starts = startsIn(lines.slice(first), { indent, kind });
  if (starts === null) return null;
  const above = lines.slice(0, first);
  const cut = above.findLastIndex((line) => isBlank(line) || markerPattern.test(line)) + 1;
  return withEntries(
    { kind, indent, top: above.slice(0, cut), lead: above.slice(cut) },
    lines,
    starts.map((start) => start + first),
  );
}

/** Where entries begin; null where a line belongs to none of them. */
function startsIn(lines: Lines, { indent, kind }: Pick<Block, 'indent' | 'kind'>): number[] | null {
  const starts: number[] = [];
  for (const [index, line] of lines.entries()) {
    const role = roleOf(line, { indent, kind, above: lines[starts.at(-1) ?? 0] ?? '' });
    if (role === 'alien') return null;
    if (role === 'start') starts.push(index);
  }
  return starts;
}

interface Surroundings extends Pick<Block, 'indent' | 'kind'> {
  /** The head that it would belong to. */
  readonly above: string;
}

function roleOf(line: string, { indent, kind, above }: Surroundings): 'start' | 'inside' | 'alien' {
  if (isLoose(line)) return 'inside';
  const space = line.slice(0, indentOf(line));
  if (space.includes('\t') || space.length < indent) return 'alien';
  if (space.length > indent) return 'inside';
  if (itemPattern.test(line)) {
    if (kind === 'list') return 'start';
    // YAML lets a list stand as far out as the key that it belongs to.
    return opensBlock(above) ? 'inside' : 'alien';
  }
  return kind === 'map' && keyPattern.test(line) ? 'start' : 'alien';
}

interface Beginning extends Pick<Block, 'kind' | 'indent' | 'top'> {
  readonly lead: Lines;
}

function withEntries({ lead: firstLead, ...block }: Beginning, lines: Lines, starts: readonly number[]): Block | null {
  const entries = new Map<string, BlockEntry>();
  let lead = firstLead;
  for (const [index, start] of starts.entries()) {
    const segment = lines.slice(start, starts[index + 1]);
    // A loose line belongs to the entry when it is indented as its contents are, or when some of these still follow.
    const end = segment.findLastIndex((line, at) => at === 0 || (!isBlank(line) && (!isLoose(line) || indentOf(line) > block.indent))) + 1;
    const head = segment[0] ?? '';
    const rest = segment.slice(1, end);
    const key = block.kind === 'list' ? [head.trim(), ...rest].join('\n') : keyOf(head);
    if (entries.has(key)) return null;
    entries.set(key, { key, lead, head, rest });
    lead = segment.slice(end);
  }
  return { ...block, entries, tail: lead };
}

function keyOf(line: string): string {
  const key = keyPattern.exec(line)?.[1] ?? line;
  const quoted = /^"([^"\\]*)"$|^'([^']*)'$/.exec(key);
  return quoted?.[1] ?? quoted?.[2] ?? key;
}

const headPattern = new RegExp(String.raw`${keyPattern.source}(?:\s+[!&][^\s#]*)*\s*(\{\s*\}|\[\s*\]|null|~)?\s*(#.*)?$`);

/** Nothing stands behind its colon but a tag, an anchor or a comment. */
export function opensBlock(head: string): boolean {
  const found = headPattern.exec(head);
  return found !== null && found[2] === undefined;
}

/** The same head ready for contents below it; null where a value stands behind its colon. */
export function openedHead(head: string): string | null {
  const found = headPattern.exec(head);
  if (found === null) return null;
  const [, , empty, comment] = found;
  if (empty === undefined) return head;
  const before = head.slice(0, head.length - (comment?.length ?? 0)).trimEnd();
  return [before.slice(0, -empty.length).trimEnd(), ...(comment === undefined ? [] : [comment])].join(' ');
}

/** What the brackets behind a key are to hold. */
export function emptyKindOf(head: string): Block['kind'] {
  const brackets = headPattern.exec(head)?.[2] ?? '';
  if (brackets.startsWith('{')) return 'map';
  return brackets.startsWith('[') ? 'list' : 'empty';
}
