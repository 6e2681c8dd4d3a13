// Three-way merge of inventories: what two sides have made of one text, and the text that holds both.
import type { MergeRegion, Resolution } from '#contract/inventory/versions.ts';
import { fault } from '#core/fault.ts';
import { linesOf, mergedForm, textOf, type BreakForm } from './lines.ts';
import { mergeBelow } from './merge-blocks.ts';
import { contested, joined, linesTaking, piecesByLine, type MergeTools, type Piece, type ThreeLists } from './piece.ts';

export interface MergeSides {
  /** What both began with; "" where that is not known. */
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

export interface PlannedMerge {
  readonly regions: readonly MergeRegion[];
  readonly conflicts: number;
  readonly form: BreakForm;
  /** The whole result where at most one side has changed anything. */
  readonly exact: string | null;
}

/** Without conflicts, the merged text has no mistake that neither side had. */
export function planMerge(sides: MergeSides, tools: MergeTools): PlannedMerge {
  const { base, mine, theirs } = sides;
  const [b, m, t] = [linesOf(base), linesOf(mine), linesOf(theirs)];
  const lists = { base: b.lines, mine: m.lines, theirs: t.lines };
  const exact = onlyChanged(sides);
  const regions = numbered(exact === null ? soundPieces(lists, sides, tools) : piecesByLine(lists, tools));
  const conflicts = regions.filter(({ kind }) => kind === 'conflict').length;
  return { regions, conflicts, form: mergedForm(b, m, t), exact };
}

/** Null where both sides have changed something, each something else. */
function onlyChanged({ base, mine, theirs }: MergeSides): string | null {
  if (mine === theirs || theirs === base) return mine;
  return mine === base ? theirs : null;
}

const numbered = (pieces: readonly Piece[]): MergeRegion[] => {
  let next = 0;
  return joined(pieces).map((piece): MergeRegion => {
    if (piece.kind === 'same') return { kind: 'same', lines: [...piece.lines] };
    if (piece.kind !== 'conflict') return { kind: piece.kind, base: [...piece.base], lines: [...piece.lines] };
    const { base, mine, theirs } = piece;
    return { kind: 'conflict', id: next++, base: [...base], mine: [...mine], theirs: [...theirs] };
  });
};

/** By entries; by lines where that makes a mistake, such as a key that both have added at different places; else as one conflict. */
function soundPieces(lists: ThreeLists, sides: MergeSides, tools: MergeTools): Piece[] {
  const own = new Set([lists.mine, lists.theirs].map(textIn));
  for (const merge of [() => mergeBelow(lists, { ...tools, under: '' }), () => piecesByLine(lists, tools)]) {
    const pieces = merge();
    const results = new Set((['mine', 'theirs'] as const).map((side) => textIn(linesTaking(pieces, side))));
    // What is just one side has the mistakes of that side.
    if ([...results].every((text) => own.has(text) || isSound(text, sides, tools))) return pieces;
  }
  return betweenSameEnds(lists);
}

const textIn = (lines: readonly string[]): string => lines.join('\n');

/** It has no mistake that neither side had. */
function isSound(text: string, sides: MergeSides, tools: MergeTools): boolean {
  const made = mistakesIn(text, tools);
  if (made.size === 0) return true;
  const [base, mine, theirs] = [sides.base, sides.mine, sides.theirs].map((side) => mistakesIn(side, tools));
  return [...made].every(([message, count]) => {
    const [before, here, there] = [base, mine, theirs].map((counts) => counts?.get(message) ?? 0);
    return count <= Math.max(here ?? 0, there ?? 0, (here ?? 0) + (there ?? 0) - (before ?? 0));
  });
}

/** How often each is made. */
function mistakesIn(text: string, { yaml }: MergeTools): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { message } of yaml.parse(text).mistakes) counts.set(message, (counts.get(message) ?? 0) + 1);
  return counts;
}

/** One conflict between what all three begin and end with. */
function betweenSameEnds({ base, mine, theirs }: ThreeLists): Piece[] {
  const all = [base ?? [], mine, theirs];
  const shortest = Math.min(...all.map(({ length }) => length));
  const alikeAt = (place: number) => new Set(all.map((lines) => lines.at(place))).size === 1;
  let head = 0;
  while (head < shortest && alikeAt(head)) head += 1;
  let tail = 0;
  while (tail < shortest - head && alikeAt(-1 - tail)) tail += 1;
  const middle = (lines: readonly string[]) => lines.slice(head, lines.length - tail);
  return [
    { kind: 'same', lines: mine.slice(0, head) },
    contested({ base: middle(base ?? []), mine: middle(mine), theirs: middle(theirs) }),
    { kind: 'same', lines: mine.slice(mine.length - tail) },
  ];
}

/** The merged text. Throws INPUT_INVALID when a conflict has no answer, or an answer no conflict. */
export function resolveMerge({ regions, form, exact }: PlannedMerge, resolutions: readonly Resolution[]): string {
  const answers = new Map(resolutions.map(({ conflict, take }) => [conflict, take]));
  const open = new Set(regions.flatMap((region) => (region.kind === 'conflict' ? [region.id] : [])));
  const unknown = resolutions.find(({ conflict }) => !open.has(conflict));
  if (unknown !== undefined) throw refused(`There is no conflict ${unknown.conflict}.`);
  if (answers.size < resolutions.length) throw refused('A conflict has two answers.');
  if (exact !== null) return exact;
  const lines = regions.flatMap((region) => {
    if (region.kind !== 'conflict') return region.lines;
    const take = answers.get(region.id);
    if (take === undefined) throw refused(`Conflict ${region.id} has no answer.`);
    return take.kind === 'text' ? take.lines : region[take.kind];
  });
  return textOf(lines, form);
}

const refused = (reason: string) => fault('INPUT_INVALID', { field: 'resolutions', reason }, { field: 'resolutions' });

/** Names exactly this state of the sides. */
export const mergeIdOf = ({ base, mine, theirs }: MergeSides, hash: (text: string) => string): string =>
  hash(JSON.stringify([base, mine, theirs]));
