// The name among thousands that was probably meant, quickly enough for every key press.
import { editDistance } from '#core/catalog/likely-name.ts';

/** Finds the name that one slip of the keys, or two in a long one, made of what was typed; "": none. */
export function slipFinder(all: readonly string[]): (typed: string) => string {
  const names = all.map((name) => ({ name, letters: lettersOf(name) }));
  return (typed) => {
    const slips = typed.length < 9 ? 1 : 2;
    const plain = typed.toLowerCase();
    const letters = lettersOf(plain);
    let found = { name: '', distance: slips + 1 };
    for (const one of names) {
      // Each slip adds or takes away at most one letter of either word; most names need no closer look.
      if (one.name === typed || Math.abs(one.name.length - plain.length) > slips || bits(one.letters ^ letters) > 2 * slips) continue;
      const distance = editDistance(plain, one.name);
      if (distance < found.distance) found = { name: one.name, distance };
    }
    return withoutDigits(found.name) === withoutDigits(typed) ? '' : found.name;
  };
}

/** disk1 and disk2 are two things, not a slip. */
const withoutDigits = (name: string) => name.replaceAll(/\d+/g, '#');

/** One bit for each letter that occurs, digits and signs together at the rest. */
function lettersOf(name: string): number {
  let bits = 0;
  for (let index = 0; index < name.length; index += 1) bits |= 1 << (name.charCodeAt(index) % 32);
  return bits;
}

function bits(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
