// Whether two addresses are one, however they are written.
import { isIp } from '#core/inventory/address-form.ts';
import { addressNumber, addressText } from '#core/platform/ipv4.ts';

/** The same for two ways to write one address: of IPv6 all eight groups, of IPv4 within IPv6 the IPv4 address, of names the small letters. */
export function addressKey(address: string): string {
  const lower = address.toLowerCase();
  if (!lower.includes(':') || !isIp(lower)) return lower;
  const groups = groupsOf(lower);
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isMapped ? addressText(high * 2 ** 16 + low) : groups.map((group) => group.toString(16)).join(':');
}

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
        const number = addressNumber(part);
        return number === null ? [Number.parseInt(part, 16)] : [Math.floor(number / 2 ** 16), number % 2 ** 16];
      });
