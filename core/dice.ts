/** Throws a die of that many sides: whole numbers from 0 that look random. */
export type Dice = (sides: number) => number;

/** The same numbers for the same seed (mulberry32); for tests whose failures must be repeatable, not for secrets. */
export function createDice(seed: number): Dice {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * sides);
  };
}
