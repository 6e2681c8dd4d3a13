// Three-way merge of lines (diff3), on the comparison of node-diff3.
import type { LineRegion, TextMerge, ThreeLines } from '#core/ports/text-merge.ts';
import { lineHunks, type Hunk } from './line-hunks.ts';

interface SideHunk {
  readonly side: 'mine' | 'theirs';
  readonly hunk: Hunk;
}

/** How far each of the three has been told. */
interface Told {
  base: number;
  mine: number;
  theirs: number;
}

export const mergeLines: TextMerge = (texts) => {
  const { base, mine, theirs } = texts;
  const hunks: SideHunk[] = [
    ...lineHunks(base, mine).map((hunk) => ({ side: 'mine' as const, hunk })),
    ...lineHunks(base, theirs).map((hunk) => ({ side: 'theirs' as const, hunk })),
  ].sort((a, b) => a.hunk.at - b.hunk.at);
  const told: Told = { base: 0, mine: 0, theirs: 0 };
  const regions: LineRegion[] = [];
  const advance = (kind: LineRegion['kind'], by: Told) => {
    const region = {
      kind,
      base: base.slice(told.base, told.base + by.base),
      mine: mine.slice(told.mine, told.mine + by.mine),
      theirs: theirs.slice(told.theirs, told.theirs + by.theirs),
    };
    told.base += by.base;
    told.mine += by.mine;
    told.theirs += by.theirs;
    if (by.base + by.mine + by.theirs > 0) regions.push(region);
  };
  const unchanged = (upTo: number) => {
    const count = upTo - told.base;
    advance('same', { base: count, mine: count, theirs: count });
  };
  for (const { from, to, group } of grouped(hunks)) {
    unchanged(from);
    const by: Told = { base: to - from, mine: to - from + growth(group, 'mine'), theirs: to - from + growth(group, 'theirs') };
    advance(kindOf(group, texts, { told, by }), by);
  }
  unchanged(base.length);
  return regions;
};

const growth = (hunks: readonly SideHunk[], side: SideHunk['side']) =>
  hunks.filter((one) => one.side === side).reduce((sum, { hunk }) => sum + hunk.otherLength - hunk.length, 0);

interface Group {
  readonly from: number;
  to: number;
  readonly group: SideHunk[];
}

/** Hunks that overlap or touch, together. */
function grouped(hunks: readonly SideHunk[]): Group[] {
  const groups: Group[] = [];
  for (const one of hunks) {
    const last = groups.at(-1);
    const [from, to] = [one.hunk.at, one.hunk.at + one.hunk.length];
    if (last !== undefined && from <= last.to) {
      last.group.push(one);
      last.to = Math.max(last.to, to);
    } else groups.push({ from, to, group: [one] });
  }
  return groups;
}

function kindOf(group: readonly SideHunk[], { mine, theirs }: ThreeLines, { told, by }: { told: Told; by: Told }): LineRegion['kind'] {
  const sides = new Set(group.map(({ side }) => side));
  if (sides.size === 1) return sides.has('mine') ? 'mine' : 'theirs';
  const alike =
    by.mine === by.theirs && Array.from({ length: by.mine }).every((_, index) => mine[told.mine + index] === theirs[told.theirs + index]);
  return alike ? 'same' : 'conflict';
}
