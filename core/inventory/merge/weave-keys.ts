// The order of the entries of a merged map: that of the side that has moved some, with the other's new entries where it has put them.

type Keys = readonly string[];

/** All keys of the three, removed ones too, each once. */
export function weaveKeys(base: Keys, mine: Keys, theirs: Keys): string[] {
  const [inMine, inTheirs, inBase] = [new Set(mine), new Set(theirs), new Set(base)];
  const mover = moved(base, mine) ? mine : theirs;
  const stayed = mover.filter((key) => inBase.has(key));
  const known = insertRuns(stayed, { source: base, pass: () => false });
  const withMine = insertRuns(known, { source: mine, pass: () => false });
  // What both have put at one place stands there mine first.
  return insertRuns(withMine, { source: theirs, pass: (key) => inMine.has(key) && !inTheirs.has(key) && !inBase.has(key) });
}

function moved(base: Keys, side: Keys): boolean {
  const places = new Map(base.map((key, index) => [key, index]));
  let last = -1;
  return side.some((key) => {
    const place = places.get(key);
    if (place === undefined) return false;
    const back = place < last;
    last = place;
    return back;
  });
}

interface Source {
  readonly source: Keys;
  /** Keys of `order` that stay nearer to what they follow than a new one. */
  readonly pass: (key: string) => boolean;
}

/** Puts what is new in `source` behind what it follows there. */
function insertRuns(order: Keys, { source, pass }: Source): string[] {
  const known = new Set(order);
  const runs = new Map<string | null, string[]>();
  let after: string | null = null;
  for (const key of source) {
    if (known.has(key)) after = key;
    else if (!runs.has(after)) runs.set(after, [key]);
    else runs.get(after)?.push(key);
  }
  const result: string[] = [];
  let waiting = runs.get(null) ?? [];
  for (const key of order) {
    if (!pass(key)) {
      result.push(...waiting);
      waiting = [];
    }
    result.push(key);
    const run = runs.get(key);
    if (run !== undefined) waiting = [...waiting, ...run];
  }
  return [...result, ...waiting];
}
