// What a merge is put together from.
import type { LineRegion, TextMerge } from '#core/ports/text-merge.ts';
import type { Yaml } from '#core/ports/yaml.ts';
import { sameLines } from './lines.ts';

type Lines = readonly string[];

/** A region of the merged text; conflicts are numbered when all pieces are there. */
export type Piece =
  | { readonly kind: 'same'; readonly lines: Lines }
  | { readonly kind: 'mine' | 'theirs'; readonly base: Lines; readonly lines: Lines }
  | { readonly kind: 'conflict'; readonly base: Lines; readonly mine: Lines; readonly theirs: Lines };

/** Three states of one place; base is null where both sides have added it. */
export interface ThreeLists {
  readonly base: Lines | null;
  readonly mine: Lines;
  readonly theirs: Lines;
}

export interface MergeTools {
  readonly mergeLines: TextMerge;
  readonly yaml: Pick<Yaml, 'parse'>;
}

const pieceOf = ({ kind, base, mine, theirs }: LineRegion): Piece => {
  if (kind === 'same') return { kind, lines: mine };
  if (kind === 'conflict') return { kind, base, mine, theirs };
  return { kind, base, lines: kind === 'mine' ? mine : theirs };
};

/** Line by line, whatever they mean. */
export const piecesByLine = ({ base, mine, theirs }: ThreeLists, { mergeLines }: Pick<MergeTools, 'mergeLines'>): Piece[] =>
  mergeLines({ base: base ?? [], mine, theirs }).map(pieceOf);

/** Decided where at most one side has changed something, or both the same; null where it has to be looked at more closely. */
export function settled(lists: ThreeLists, tools: Pick<MergeTools, 'mergeLines'>): Piece[] | null {
  const { base, mine, theirs } = lists;
  if (sameLines(mine, theirs)) return [{ kind: 'same', lines: mine }];
  if (base !== null && (sameLines(mine, base) || sameLines(theirs, base))) return piecesByLine(lists, tools);
  return null;
}

/** One thing that was changed on both sides. */
export const contested = ({ base, mine, theirs }: ThreeLists): Piece => ({ kind: 'conflict', base: base ?? [], mine, theirs });

/** The lines with every conflict answered by one side. */
export const linesTaking = (pieces: readonly Piece[], side: 'mine' | 'theirs'): string[] =>
  pieces.flatMap((piece) => (piece.kind === 'conflict' ? piece[side] : piece.lines));

/** Neighbours of one kind become one; what holds nothing goes. */
export function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces.filter(holdsSomething)) {
    const together = pairOf(result.at(-1), piece);
    if (together === null) result.push(piece);
    else result[result.length - 1] = together;
  }
  return result;
}

const holdsSomething = (piece: Piece): boolean =>
  piece.kind === 'conflict'
    ? piece.base.length + piece.mine.length + piece.theirs.length > 0
    : piece.lines.length > 0 || (piece.kind !== 'same' && piece.base.length > 0);

function pairOf(before: Piece | undefined, piece: Piece): Piece | null {
  if (before?.kind === 'same' && piece.kind === 'same') return { kind: 'same', lines: [...before.lines, ...piece.lines] };
  if ((before?.kind === 'mine' && piece.kind === 'mine') || (before?.kind === 'theirs' && piece.kind === 'theirs'))
    return { kind: piece.kind, base: [...before.base, ...piece.base], lines: [...before.lines, ...piece.lines] };
  return null;
}
