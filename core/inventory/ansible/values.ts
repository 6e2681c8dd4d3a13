// Values of Ansible as the document keeps them. What JSON cannot say is a tagged value: a map with the tag as its only key.
import type { DocumentValue } from '#contract/inventory/document.ts';
import { isMap } from '#core/inventory/document/values.ts';

/**
 * !vault: encrypted text, as it was. !unsafe: not a template.
 * !int, !float: a number that JavaScript would change, as text. !date, !binary: as YAML writes them.
 * !set: a list without order. !pairs: a map with keys that are not texts, or that would be taken for a tag.
 */
export type Tag = '!vault' | '!unsafe' | '!int' | '!float' | '!date' | '!binary' | '!set' | '!pairs' | '!secret';

export const tagged = (tag: Tag, value: DocumentValue): DocumentValue => ({ [tag]: value });

export interface Tagged {
  readonly tag: string;
  readonly value: DocumentValue;
}
/** Null: an ordinary value. */
export function readTagged(value: DocumentValue): Tagged | null {
  if (!isMap(value)) return null;
  const [first, second] = Object.entries(value);
  return first !== undefined && second === undefined && first[0].startsWith('!') ? { tag: first[0], value: first[1] } : null;
}

export function intValue(digits: bigint): DocumentValue {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : tagged('!int', String(digits));
}

/** As PyYAML reads it back: with a point, and a sign in the exponent. */
export function floatText(number: number): string {
  if (Number.isNaN(number)) return '.nan';
  if (!Number.isFinite(number)) return number > 0 ? '.inf' : '-.inf';
  const [digits = '', exponent] = (Object.is(number, -0) ? '-0' : String(number)).split('e');
  const pointed = digits.includes('.') ? digits : `${digits}.0`;
  return exponent === undefined ? pointed : `${pointed}e${/^[+-]/.test(exponent) ? '' : '+'}${exponent}`;
}
/** A number without a fraction would be read as a whole one. */
export const floatValue = (number: number): DocumentValue =>
  Number.isFinite(number) && !Number.isInteger(number) ? number : tagged('!float', floatText(number));

/** In this order, the last of equal keys counts, at the place of the first. */
export function mapValue(pairs: readonly (readonly [key: DocumentValue, value: DocumentValue])[]): DocumentValue {
  const named: [string, DocumentValue][] = [];
  for (const [key, value] of pairs) {
    if (typeof key === 'string') named.push([key, value]);
  }
  const looksTagged = new Set(named.map(([key]) => key)).size === 1 && named[0]?.[0].startsWith('!') === true;
  if (named.length === pairs.length && !looksTagged) return Object.fromEntries(named);
  const last = new Map<string, [DocumentValue, DocumentValue]>();
  for (const [key, value] of pairs) last.set(JSON.stringify(key), [key, value]);
  return tagged('!pairs', [...last.values()]);
}
