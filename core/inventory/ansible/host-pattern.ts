// A host as an inventory writes it: a name or an address, perhaps with a port, perhaps a range such as web[01:20].
const range = String.raw`\[(?:[a-z]:[a-z]|[0-9]+:[0-9]+)(?::[0-9]+)?\]`;
const hexRange = String.raw`\[(?:[0-9a-f]+:[0-9a-f]+)(?::[0-9]+)?\]`;
const numberRange = String.raw`\[(?:[0-9]+:[0-9]+)(?::[0-9]+)?\]`;
const label = String.raw`(?:[\p{L}\p{N}_]|${range})(?:[\p{L}\p{N}_-]|${range})*(?<![_-])`;
const four = String.raw`(?:[01]?[0-9]{1,2}|2[0-4][0-9]|25[0-5]|${numberRange})`;
const six = `(?:[0-9a-f]{1,4}|${hexRange})`;
const ipv6 = [
  `(?:${six}:){7}${six}`,
  `(?:${six}:){1,6}:`,
  ...[6, 5, 4, 3, 2].map((most, index) => `(?:${six}:){${index + 1}}(?::${six}){1,${most}}`),
  `(?:${six}:){6}(?::${six})`,
  `:(?::${six}){1,6}`,
  `${six}?::`,
  `(?:0:){6}(?:${six}\\.){3}${six}`,
  `::(?:ffff:)?(?:${six}\\.){3}${six}`,
  `(?:0:){5}ffff:(?:${six}\\.){3}${six}`,
].join('|');
const known = [`(?:${four}\\.){3}${four}`, ipv6, `${label}(?:\\.${label})*`].map((form) => new RegExp(`^(?:${form})$`, 'iu'));
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const longest = 1000;

export interface Hosts {
  readonly names: readonly string[];
  readonly port: number | null;
}

/** A sentence when it cannot be read, or means more than `most` hosts. */
export function readHosts(pattern: string, most: number): Hosts | string {
  if (pattern.length > longest) return `A host is written in at most ${longest} characters.`;
  const [address, port] = withPort(pattern);
  const isKnown = known.some((form) => form.test(address));
  const [name, itsPort] = isKnown ? [address, port] : [pattern, null];
  if (name === '') return 'A host has no name here.';
  if (!name.includes('[')) return { names: [name], port: itsPort };
  const names = expand(name, most);
  return typeof names === 'string' ? names : { names, port: itsPort };
}

function withPort(pattern: string): readonly [address: string, port: number | null] {
  const found = /^\[(.+)\]:([0-9]+)$/u.exec(pattern) ?? /^((?:[^:[\]]|\[[^\]]*\])*):([0-9]+)$/u.exec(pattern);
  return found === null ? [pattern, null] : [found[1] ?? '', Number(found[2])];
}

/** All ranges in it, the first changing slowest. */
function expand(pattern: string, most: number): readonly string[] | string {
  const open = pattern.indexOf('[');
  if (open < 0) return [pattern];
  const close = pattern.indexOf(']');
  if (close < open || pattern.includes('|')) return 'A range is written as [1:20], with both brackets.';
  const [head, tail] = [pattern.slice(0, open), pattern.slice(close + 1)];
  const steps = rangeOf(pattern.slice(open + 1, close), most);
  if (typeof steps === 'string') return steps;
  const rest = expand(tail, most);
  if (typeof rest === 'string') return rest;
  if (steps.length * rest.length > most) return tooMany(most);
  return steps.flatMap((step) => rest.map((end) => `${head}${step}${end}`));
}

const tooMany = (most: number): string => `The range means more than the ${most} hosts that an import may still have; it is left out.`;
const isWhole = (text: string): boolean => /^\s*[+-]?\d+(?:_\d+)*\s*$/.test(text);
const whole = (text: string): number => Number(text.replaceAll('_', ''));

interface Bounds {
  readonly from: string;
  readonly last: string;
  readonly step: number;
  /** Of numbers that begin with a nought; 0: as many digits as they have. */
  readonly width: number;
}

function boundsOf(inside: string): Bounds | string {
  const [first = '', last = '', by = '1'] = inside.split(':');
  if (!/^[^:]*:[^:]*(?::[^:]*)?$/.test(inside)) return 'A range is written as first:last or first:last:step.';
  if (last === '') return 'A range needs its last value.';
  const from = first === '' ? '0' : first;
  const width = /^0./.test(from) ? from.length : 0;
  if (width > 0 && width !== last.length) return 'A range that begins with a nought has both values of the same length.';
  const step = isWhole(by) ? whole(by) : 0;
  return step === 0 ? 'The step of a range is a whole number that is not nought.' : { from, last, step, width };
}

function rangeOf(inside: string, most: number): readonly string[] | string {
  const bounds = boundsOf(inside);
  if (typeof bounds === 'string') return bounds;
  const { from, last, step, width } = bounds;
  const [begin, end] = [letters.indexOf(from), letters.indexOf(last)];
  if (begin >= 0 && end >= 0) return letterRange(begin, end, step);
  if (!isWhole(from) || !isWhole(last)) return 'A range goes from number to number or from letter to letter.';
  const count = Math.floor((whole(last) - whole(from)) / step) + 1;
  if (count > most) return tooMany(most);
  return Array.from({ length: Math.max(0, count) }, (_, index) => String(whole(from) + index * step).padStart(width, '0'));
}

function letterRange(begin: number, end: number, step: number): readonly string[] | string {
  if (begin > end) return 'A range goes from the smaller letter to the greater one.';
  if (step < 0) return [];
  return letters
    .slice(begin, end + 1)
    .split('')
    .filter((_, index) => index % step === 0);
}
