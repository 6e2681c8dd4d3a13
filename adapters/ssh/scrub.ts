// Takes secrets out of what machines send back.
import type { Secret } from '#core/secret.ts';

const mask = '[secret]';
/** Shorter pieces would blacken half of any log. */
const shortest = 4;

/** Each secret, and each line of one that has several, becomes a mask wherever it occurs. */
export function scrubber(secrets: readonly Secret[]): (text: string) => string {
  const pieces = new Set<string>();
  for (const secret of secrets) {
    const value = secret.reveal();
    for (const piece of [value, ...value.split(/\r?\n/)]) if (piece.trim().length >= shortest) pieces.add(piece);
    if (value.length >= shortest) pieces.add(Buffer.from(value).toString('base64'));
  }
  const ordered = [...pieces].toSorted((a, b) => b.length - a.length);
  return (text) => ordered.reduce((clean, piece) => clean.replaceAll(piece, mask), text);
}
