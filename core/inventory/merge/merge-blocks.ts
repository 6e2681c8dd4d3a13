// Three-way merge of YAML by its entries: a key or node that only one side has changed is never in conflict with another one.
import { blockOf, emptyKindOf, openedHead, type Block, type BlockEntry } from './blocks.ts';
import { mergeFlow } from './flow.ts';
import { sameLines } from './lines.ts';
import { contested, joined, linesTaking, piecesByLine, settled, type MergeTools, type Piece, type ThreeLists } from './piece.ts';
import { weaveKeys } from './weave-keys.ts';

/** Lists in which the order of the items means nothing, by the key above them. */
const setLike: ReadonlySet<string> = new Set(['components', 'groups', 'taints']);

interface Place extends MergeTools {
  /** The key that the lines stand under; "" for the whole text. */
  readonly under: string;
}

/** Lines below one key, or the whole text. */
export function mergeBelow(lists: ThreeLists, place: Place): Piece[] {
  const decided = settled(lists, place);
  if (decided !== null) return decided;
  const [base, mine, theirs] = [blockOf(lists.base ?? []), blockOf(lists.mine), blockOf(lists.theirs)];
  // What was no block before has nothing to compare entry by entry: both sides have replaced it.
  if (mine === null || theirs === null) return piecesByLine(lists, place);
  const blocks = { base: base ?? emptyBlock, mine, theirs };
  return alike(Object.values(blocks), place) ? mergeBlocks(blocks, place) : piecesByLine(lists, place);
}

const emptyBlock: Block = { kind: 'empty', indent: 0, top: [], entries: new Map(), tail: [] };

/** Their entries can stand side by side. */
function alike(blocks: readonly Block[], { under }: Place): boolean {
  const filled = blocks.filter(({ kind }) => kind !== 'empty');
  const [first] = filled;
  if (first === undefined || (first.kind === 'list' && !setLike.has(under))) return false;
  return filled.every(({ kind, indent }) => kind === first.kind && indent === first.indent);
}

interface ThreeBlocks {
  readonly base: Block;
  readonly mine: Block;
  readonly theirs: Block;
}

function mergeBlocks({ base, mine, theirs }: ThreeBlocks, place: Place): Piece[] {
  const keys = weaveKeys([...base.entries.keys()], [...mine.entries.keys()], [...theirs.entries.keys()]);
  const entries = keys.flatMap((key) =>
    mergeEntry({ base: base.entries.get(key), mine: mine.entries.get(key), theirs: theirs.entries.get(key) }, { ...place, under: key }),
  );
  return [
    ...mergeLoose({ base: base.top, mine: mine.top, theirs: theirs.top }, place),
    ...entries,
    ...mergeLoose({ base: base.tail, mine: mine.tail, theirs: theirs.tail }, place),
  ];
}

/** Comments and empty lines. */
const mergeLoose = (lists: ThreeLists, tools: MergeTools): Piece[] => piecesByLine(lists, tools);

interface ThreeEntries {
  readonly base: BlockEntry | undefined;
  readonly mine: BlockEntry | undefined;
  readonly theirs: BlockEntry | undefined;
}

const bodyOf = ({ head, rest }: BlockEntry): string[] => [head, ...rest];
const linesOfEntry = (entry: BlockEntry | undefined): string[] => (entry === undefined ? [] : [...entry.lead, ...bodyOf(entry)]);

function mergeEntry({ base, mine, theirs }: ThreeEntries, place: Place): Piece[] {
  if (mine !== undefined && theirs !== undefined) {
    const lead = { base: base?.lead ?? [], mine: mine.lead, theirs: theirs.lead };
    return [...mergeLoose(lead, place), ...mergeBodies({ base, mine, theirs }, place)];
  }
  const [kept, keeper, remover] = mine === undefined ? ([theirs, 'theirs', 'mine'] as const) : ([mine, 'mine', 'theirs'] as const);
  if (kept === undefined) return [];
  if (base === undefined) return [{ kind: keeper, base: [], lines: linesOfEntry(kept) }];
  if (!sameLines(bodyOf(base), bodyOf(kept)))
    return [contested({ base: linesOfEntry(base), mine: linesOfEntry(mine), theirs: linesOfEntry(theirs) })];
  // Removed on one side; a comment that the other has written above it meanwhile stays.
  const written = kept.lead.filter((line) => line.trim() !== '' && !base.lead.includes(line));
  return [
    { kind: keeper, base: [], lines: written },
    { kind: remover, base: linesOfEntry(base), lines: [] },
  ];
}

interface BothHave extends ThreeEntries {
  readonly mine: BlockEntry;
  readonly theirs: BlockEntry;
}

function mergeBodies({ base, mine, theirs }: BothHave, place: Place): Piece[] {
  const bodies = { base: base === undefined ? null : bodyOf(base), mine: bodyOf(mine), theirs: bodyOf(theirs) };
  const decided = settled(bodies, place);
  if (decided !== null) return decided;
  const inside = mergeInside({ base, mine, theirs }, place);
  if (inside !== null) return inside;
  const flow = mergeFlow(bodies, { yaml: place.yaml, isSet: setLike.has(place.under) });
  if (flow !== null) return [flow];
  // A text of several lines, such as a script, is merged as texts are.
  const isText = base !== undefined && base.rest.length > 0 && base.head === mine.head && base.head === theirs.head;
  return isText ? piecesByLine(bodies, place) : [contested(bodies)];
}

/** Where both sides hold a map or a list below the key; null elsewhere. */
function mergeInside({ base, mine, theirs }: BothHave, place: Place): Piece[] | null {
  const [here, there] = [openEntry(mine), openEntry(theirs)];
  if (here === null || there === null) return null;
  // A value that both have turned into a map is nothing that their entries could be compared with.
  const before = base === undefined ? null : openEntry(base);
  if (!areComparable(here, there) || (before === null && [here, there].some(isWrittenEmpty))) return null;
  const below = joined(mergeBelow({ base: before?.entry.rest ?? null, mine: mine.rest, theirs: theirs.rest }, place));
  const isFilled = (['mine', 'theirs'] as const).every((side) => linesTaking(below, side).length > 0);
  const headOf = ({ open, entry }: OpenEntry) => [isFilled ? open : entry.head];
  const heads = { base: before === null ? null : headOf(before), mine: headOf(here), theirs: headOf(there) };
  return [...(settled(heads, place) ?? [contested(heads)]), ...below];
}

interface OpenEntry {
  readonly entry: BlockEntry;
  /** Its head, ready for contents below it. */
  readonly open: string;
  readonly kind: Block['kind'];
}

/** Where nothing stood before, that is an answer of its own. */
const isWrittenEmpty = ({ open, entry }: OpenEntry): boolean => open !== entry.head;
const areComparable = ({ kind: a }: OpenEntry, { kind: b }: OpenEntry): boolean => a === b || a === 'empty' || b === 'empty';

function openEntry(entry: BlockEntry): OpenEntry | null {
  const [open, block] = [openedHead(entry.head), blockOf(entry.rest)];
  if (open === null || block === null) return null;
  return { entry, open, kind: block.kind === 'empty' ? emptyKindOf(entry.head) : block.kind };
}
