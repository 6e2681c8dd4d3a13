// Whether two addresses are one, however they are written.
import { ipAddress } from './nodes.ts';

/** The same for two ways to write one address: of IPv6 all eight groups, of IPv4 within IPv6 the IPv4 address, of names the small letters. */
export function addressKey(address: string): string {
  const lower = address.toLowerCase();
  if (!lower.includes(':') || !ipAddress.safeParse(lower).success) return lower;
  const groups = groupsOf(lower);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isMapped
    ? groups
        .slice(6)
        .flatMap((group) => [Math.floor(group / 256), group % 256])
        .join('.')
    : groups.map((group) => group.toString(16)).join(':');
}

/** The same for two ways to write one address with one port. */
export const placeKey = ({ address, port }: { readonly address: string; readonly port: number }): string =>
  `${addressKey(address)} ${port}`;

function groupsOf(address: string): readonly number[] {
  const [head = [], tail] = address.split('::').map(partsOf);
  if (tail === undefined) return [...head];
  return [...head, ...Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => 0), ...tail];
}

/** The last part may be written as IPv4. */
const partsOf = (text: string): readonly number[] =>
  text === ''
    ? []
    : text.split(':').flatMap((part) => {
        if (!part.includes('.')) return [Number.parseInt(part, 16)];
        const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
        return [a * 256 + b, c * 256 + d];
      });
