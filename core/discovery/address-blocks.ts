// What an IPv4 address is good for: whether machines can have it, and whose it may be.
import { addressNumber, contains, rangeOf, type AddressRange } from '#core/platform/ipv4.ts';

const blocks = (cidrs: readonly string[]): readonly AddressRange[] => cidrs.flatMap((cidr) => rangeOf(cidr) ?? []);

/**
 * Addresses that anybody may use at home: RFC 1918, the addresses that a cable without a router gives (RFC 3927), those of
 * carriers and overlay networks (RFC 6598), and this computer itself, behind whose ports virtual machines may be.
 */
const privateBlocks = blocks(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10', '127.0.0.0/8']);
/** "This network", multicast, and what is reserved: no machine has these. */
const emptyBlocks = blocks(['0.0.0.0/8', '224.0.0.0/3']);

const within = (all: readonly AddressRange[], { first, last }: AddressRange) =>
  all.some((block) => contains(block, first) && contains(block, last));

export const isPrivate = (range: AddressRange): boolean => within(privateBlocks, range);
export const holdsNoMachine = ({ first, last }: AddressRange): boolean =>
  emptyBlocks.some((block) => first <= block.last && block.first <= last);

export function isPrivateAddress(address: string): boolean {
  const number = addressNumber(address);
  return number !== null && isPrivate({ first: number, last: number });
}

export const addressText = (address: number): string => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
