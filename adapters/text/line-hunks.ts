// Where two lists of lines differ. Hunt and McIlroy's comparison is slow on long texts whose lines repeat, so those are first cut at lines
// that each side has only once (as patience diff does).
import { diffIndices } from 'node-diff3';

type Lines = readonly string[];

/** `length` lines of the first text from `at` on became `otherLength` lines of the second from `otherAt` on. */
export interface Hunk {
  readonly at: number;
  readonly length: number;
  readonly otherAt: number;
  readonly otherLength: number;
}

interface Window {
  readonly from: number;
  readonly to: number;
  readonly otherFrom: number;
  readonly otherTo: number;
}

/** Pairs of equal lines times the length of the shorter side: more than this takes longer than a moment. */
const mostWork = 20_000_000;

export function lineHunks(lines: Lines, other: Lines): Hunk[] {
  const whole = trimmed(lines, other, { from: 0, to: lines.length, otherFrom: 0, otherTo: other.length });
  return cutAtAnchors(lines, other, whole).flatMap((part) => hunksIn(lines, other, trimmed(lines, other, part)));
}

/** Without what both begin and end with. */
function trimmed(lines: Lines, other: Lines, window: Window): Window {
  let { from, to, otherFrom, otherTo } = window;
  while (from < to && otherFrom < otherTo && lines[from] === other[otherFrom]) {
    from += 1;
    otherFrom += 1;
  }
  while (from < to && otherFrom < otherTo && lines[to - 1] === other[otherTo - 1]) {
    to -= 1;
    otherTo -= 1;
  }
  return { from, to, otherFrom, otherTo };
}

interface Anchor {
  readonly at: number;
  readonly otherAt: number;
}

function cutAtAnchors(lines: Lines, other: Lines, window: Window): Window[] {
  const parts: Window[] = [];
  let { from, otherFrom } = window;
  for (const { at, otherAt } of longestRising(anchorsIn(lines, other, window))) {
    parts.push({ from, to: at, otherFrom, otherTo: otherAt });
    [from, otherFrom] = [at + 1, otherAt + 1];
  }
  parts.push({ from, to: window.to, otherFrom, otherTo: window.otherTo });
  return parts;
}

/** Lines that stand once on either side, in the order of the first. */
function anchorsIn(lines: Lines, other: Lines, window: Window): Anchor[] {
  const here = onceIn(lines, window.from, window.to);
  const there = onceIn(other, window.otherFrom, window.otherTo);
  return [...here].flatMap(([line, at]) => {
    const otherAt = there.get(line);
    return at === null || otherAt === undefined || otherAt === null ? [] : [{ at, otherAt }];
  });
}

/** Null: more than once. */
function onceIn(lines: Lines, from: number, to: number): Map<string, number | null> {
  const places = new Map<string, number | null>();
  for (let at = from; at < to; at += 1) {
    const line = lines[at] ?? '';
    places.set(line, places.has(line) ? null : at);
  }
  return places;
}

/** The longest choice of anchors that rise on both sides (patience sorting). */
function longestRising(anchors: readonly Anchor[]): Anchor[] {
  interface Link {
    readonly anchor: Anchor;
    readonly before: Link | undefined;
  }
  const piles: Link[] = [];
  for (const anchor of anchors) {
    let [low, high] = [0, piles.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((piles[middle]?.anchor.otherAt ?? 0) < anchor.otherAt) low = middle + 1;
      else high = middle;
    }
    piles[low] = { anchor, before: piles[low - 1] };
  }
  const rising: Anchor[] = [];
  for (let link = piles.at(-1); link !== undefined; link = link.before) rising.push(link.anchor);
  return rising.toReversed();
}

function hunksIn(lines: Lines, other: Lines, { from, to, otherFrom, otherTo }: Window): Hunk[] {
  if (from === to && otherFrom === otherTo) return [];
  const whole: Hunk = { at: from, length: to - from, otherAt: otherFrom, otherLength: otherTo - otherFrom };
  if (from === to || otherFrom === otherTo) return [whole];
  const [here, there] = [lines.slice(from, to), other.slice(otherFrom, otherTo)];
  if (workOf(here, there) > mostWork) return [whole];
  return diffIndices(here, there).map(({ buffer1, buffer2 }) => {
    const [at, length, otherAt, otherLength] = [...buffer1, ...buffer2].map(Number);
    return { at: from + (at ?? 0), length: length ?? 0, otherAt: otherFrom + (otherAt ?? 0), otherLength: otherLength ?? 0 };
  });
}

function workOf(here: Lines, there: Lines): number {
  const counts = new Map<string, number>();
  for (const line of there) counts.set(line, (counts.get(line) ?? 0) + 1);
  const pairs = here.reduce((sum, line) => sum + (counts.get(line) ?? 0), 0);
  return pairs * Math.min(here.length, there.length);
}
