/** Below zero: `a` is of the older track. Null where a track has no number, such as latest. */
export function compareTracks(a: string, b: string): number | null {
  const [one, other] = [a, b].map((channel) => /^(\d+)\.(\d+)/.exec(channel));
  if (!one || !other) return null;
  return Number(one[1]) - Number(other[1]) || Number(one[2]) - Number(other[2]);
}
