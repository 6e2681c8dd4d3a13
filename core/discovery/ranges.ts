// Address ranges as people write them. Every piece ends up as a range or as a problem with its reason.
import { mostAddresses, type RangesRead } from '#contract/discovery.ts';
import { fault } from '#core/fault.ts';
import { addressNumber, rangeOf, type AddressRange } from '#core/platform/ipv4.ts';
import { addressText, holdsNoMachine, isPrivate } from './address-blocks.ts';

interface Piece extends AddressRange {
  readonly text: string;
}

const clip = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
const many = (count: number) => count.toLocaleString('en');

/** A leading zero is octal to some programs and decimal to others. */
const hasLeadingZero = (text: string) => /(^|[.-])0\d/.test(text);

function network(text: string): AddressRange | string {
  const [base = '', bits = ''] = text.split('/');
  const first = addressNumber(base);
  const range = /^\d{1,2}$/.test(bits) ? rangeOf(text) : null;
  if (first === null) return `“${clip(base)}” is not an IPv4 address.`;
  if (range === null) return `“/${clip(bits)}” is not the size of a network; it is /0 to /32.`;
  if (first !== range.first) return `${text} has host bits set; the range it means is ${addressText(range.first)}/${bits}.`;
  // The first and the last address of a network name it and reach all of it; no machine has them.
  return range.last - range.first < 3 ? range : { first: range.first + 1, last: range.last - 1 };
}

function span(text: string): AddressRange | string {
  const [from = '', to = ''] = text.split('-');
  const first = addressNumber(from);
  if (first === null) return `“${clip(from)}” is not an IPv4 address.`;
  const last = /^\d{1,3}$/.test(to) ? addressNumber(`${from.slice(0, from.lastIndexOf('.'))}.${to}`) : addressNumber(to);
  if (last === null) return `“${clip(to)}” is neither an IPv4 address nor a last number of one (0 to 255).`;
  return first <= last ? { first, last } : `${text} ends before it begins.`;
}

function single(text: string): AddressRange | string {
  const address = addressNumber(text);
  if (address !== null) return { first: address, last: address };
  if (/^[\d.]+$/.test(text)) return `“${clip(text)}” is not an IPv4 address: four numbers from 0 to 255.`;
  return `“${clip(text)}” is not an address range. Names are added by hand or from a list.`;
}

function rangeIn(text: string): AddressRange | string {
  if (text.includes(':')) return `“${clip(text)}” is IPv6: its ranges are too large to be tried one by one. Add such machines by hand.`;
  if (hasLeadingZero(text)) return `“${clip(text)}” has a number with a leading zero, which can be read in two ways.`;
  const range = /^[^/]*\/[^/]*$/.test(text) ? network(text) : /^[\d.]+-[\d.]+$/.test(text) ? span(text) : single(text);
  if (typeof range !== 'string' && holdsNoMachine(range)) return `${text} holds addresses that no machine can have.`;
  return range;
}

/** Overlapping and touching ranges become one, so that no address is tried twice. */
function merged(pieces: readonly AddressRange[]): readonly AddressRange[] {
  const all: AddressRange[] = [];
  for (const piece of pieces.toSorted((a, b) => a.first - b.first)) {
    const before = all.at(-1);
    if (before !== undefined && piece.first <= before.last + 1) {
      all[all.length - 1] = { first: before.first, last: Math.max(before.last, piece.last) };
    } else {
      all.push(piece);
    }
  }
  return all;
}

const sizeOf = ({ first, last }: AddressRange) => last - first + 1;
const sum = (ranges: readonly AddressRange[]) => ranges.reduce((total, range) => total + sizeOf(range), 0);

interface Understood {
  readonly pieces: readonly Piece[];
  readonly merged: readonly AddressRange[];
  readonly problems: RangesRead['problems'];
}

function understand(text: string): Understood {
  const pieces: Piece[] = [];
  const problems: RangesRead['problems'] = [];
  const written = text
    .replace(/[ \t]*[-–][ \t]*/g, '-')
    .split(/[\s,;]+/)
    .filter((piece) => piece !== '');
  for (const piece of written) {
    const range = rangeIn(piece);
    if (typeof range === 'string') problems.push({ text: clip(piece), message: range });
    else pieces.push({ text: piece, ...range });
  }
  const whole = merged(pieces);
  const addresses = sum(whole);
  if (addresses > mostAddresses) {
    const message = `These are ${many(addresses)} addresses; at most ${many(mostAddresses)} are tried at once, which is a /20. Give a smaller range.`;
    problems.push({
      text: pieces
        .map((piece) => piece.text)
        .join(', ')
        .slice(0, 60),
      message,
    });
  }
  return { pieces, merged: whole, problems };
}

/** What was understood, for the person to see before anything is tried. Never throws. */
export function readRanges(text: string): RangesRead {
  const { pieces, merged: whole, problems } = understand(text);
  const ranges = pieces.map((piece) => ({
    text: piece.text,
    from: addressText(piece.first),
    to: addressText(piece.last),
    addresses: sizeOf(piece),
    kind: isPrivate(piece) ? ('private' as const) : ('public' as const),
  }));
  return { ranges, addresses: sum(whole), problems };
}

const refused = (reason: string) => fault('INPUT_INVALID', { field: 'ranges', reason }, { field: 'ranges' });

/** Every address once, in order. Throws INPUT_INVALID with the first reason. */
export function addressesOf(text: string, publicRanges: 'refuse' | 'mine'): readonly string[] {
  const { pieces, merged: whole, problems } = understand(text);
  const [problem] = problems;
  if (problem !== undefined) throw refused(problem.message);
  if (pieces.length === 0) throw refused('Give at least one address range, such as 192.168.1.0/24.');
  const foreign = pieces.find((piece) => !isPrivate(piece));
  if (foreign !== undefined && publicRanges === 'refuse')
    throw refused(`${foreign.text} is on the public internet. Scan it only when these addresses are yours, and say so.`);
  return whole.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => addressText(first + index)));
}
