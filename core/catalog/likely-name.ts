// "Did you mean …?": the known name that takes the fewest keystrokes from the one that was typed.

/** Two slips, or a third of a long name; further apart it would be a guess. */
const tolerance = (typed: string) => Math.max(2, Math.floor(typed.length / 3));

/** Letters to insert, delete or replace between two words. */
export function editDistance(a: string, b: string): number {
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const row = [i + 1];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (a[i] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    last = row;
  }
  return last[b.length] ?? 0;
}

/** Longer than any name; two such texts would take minutes. */
const longest = 200;

/** "" when nothing comes near. */
export function likelyName(typed: string, known: readonly string[]): string {
  if (typed.length > longest) return '';
  const [letters, slips] = [typed.toLowerCase(), tolerance(typed)];
  const near = known
    // Each slip makes a word longer or shorter by one letter at most; most names need no closer look.
    .filter((name) => Math.abs(name.length - typed.length) <= slips || (typed.length > 2 && name.startsWith(letters)))
    .map((name) => ({ name, distance: editDistance(letters, name) }))
    .filter(({ name, distance }) => distance <= slips || (typed.length > 2 && name.startsWith(letters)))
    .toSorted((a, b) => a.distance - b.distance);
  return near[0]?.name ?? '';
}
