// Arithmetic of IPv4 addresses; the contract has already checked their form.
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** Null: not an IPv4 address, such as a host name. */
export function addressNumber(text: string): number | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return null;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

export const prefixLength = (cidr: string): number => Number(cidr.slice(cidr.indexOf('/') + 1));

/** Of a range such as 10.1.0.0/16; the bits behind the prefix do not matter. */
export function rangeOf(cidr: string): AddressRange | null {
  const base = addressNumber(cidr.slice(0, Math.max(0, cidr.indexOf('/'))));
  const prefix = prefixLength(cidr);
  if (base === null || !Number.isInteger(prefix) || prefix < 0 || prefix > 32) return null;
  const size = 2 ** (32 - prefix);
  const first = Math.floor(base / size) * size;
  return { first, last: first + size - 1 };
}

export const addressText = (address: number): string => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');

/** The range as it is rightly written: 10.1.0.0/16 for 10.1.2.3/16. */
export function rangeText(cidr: string): string {
  const range = rangeOf(cidr);
  return range === null ? cidr : `${addressText(range.first)}/${prefixLength(cidr)}`;
}

export const contains = (range: AddressRange, address: number) => address >= range.first && address <= range.last;
export const within = (outer: AddressRange, inner: AddressRange) => inner.first >= outer.first && inner.last <= outer.last;
export const overlap = (a: AddressRange, b: AddressRange) => a.first <= b.last && b.first <= a.last;
