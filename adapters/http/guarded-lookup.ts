// Names are resolved as always, but never to this computer itself or to what only its own link knows: tokens must not be lured there.
import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const forbidden = new BlockList();
forbidden.addSubnet('0.0.0.0', 8);
forbidden.addSubnet('127.0.0.0', 8);
// Link-local, where clouds serve their metadata.
forbidden.addSubnet('169.254.0.0', 16);
forbidden.addSubnet('224.0.0.0', 3);
forbidden.addAddress('::', 'ipv6');
forbidden.addAddress('::1', 'ipv6');
forbidden.addSubnet('fe80::', 10, 'ipv6');
forbidden.addSubnet('ff00::', 8, 'ipv6');

/** Addresses only; a name is judged once it is resolved. */
export function isForbidden(host: string): boolean {
  const version = isIP(host);
  return version !== 0 && forbidden.check(host, version === 6 ? 'ipv6' : 'ipv4');
}

class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error !== null) return callback(error, '', 4);
    const allowed = found.filter(({ address }) => !isForbidden(address));
    const [first] = allowed;
    if (first === undefined) return callback(new ForbiddenAddress('Its name leads to this computer itself.'), '', 4);
    if (options.all === true) return callback(null, allowed);
    callback(null, first.address, first.family);
  });
};
