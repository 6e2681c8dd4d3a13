// Finds what a few typed letters may mean; fast enough to look through ten thousand names at each key.
export interface Findable {
  readonly id: string;
  readonly title: string;
  readonly group: string;
}

/** Higher is better; -1: no match. Every typed word must occur; at the start of the name counts most. */
export function score(title: string, words: readonly string[]): number {
  const text = title.toLowerCase();
  let sum = 0;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at < 0) return -1;
    const boundary = at === 0 || !/[a-z0-9]/.test(text[at - 1] ?? '');
    sum += (at === 0 ? 30 : boundary ? 20 : 5) + word.length / text.length;
  }
  return sum;
}

export const wordsOf = (query: string): readonly string[] =>
  query
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');

/** The best matches of each group, groups in the order given. */
export function search<F extends Findable>(items: Iterable<F>, query: string, perGroup: number): readonly F[] {
  const words = wordsOf(query);
  const found = new Map<string, { item: F; score: number }[]>();
  for (const item of items) {
    const points = score(item.title, words);
    if (points < 0) continue;
    const list = found.get(item.group);
    if (list === undefined) found.set(item.group, [{ item, score: points }]);
    else list.push({ item, score: points });
  }
  return [...found.values()].flatMap((list) =>
    list
      .sort((a, b) => b.score - a.score || a.item.title.length - b.item.title.length)
      .slice(0, perGroup)
      .map((one) => one.item),
  );
}
