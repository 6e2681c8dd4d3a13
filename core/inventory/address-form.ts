// How an address is written, alone or with a user and a port.
import { ipAddress } from '#contract/nodes.ts';
import type { Draft } from './draft.ts';

/** A quick look first: the full rule is asked only of what could be an address. */
export const isIp = (text: string): boolean => /^\d+\.\d+\.\d+\.\d+$|:/.test(text) && ipAddress.safeParse(text).success;
export const isPlainName = (text: string): boolean => /^[a-zA-Z0-9][a-zA-Z0-9-]*$/.test(text);

/** `[user@]host[:port]`, IPv6 in brackets when a port follows. */
export function readAddress(text: string): Draft {
  const plain = text.replace(/^ssh:\/\//, '').replace(/\/$/, '');
  const at = plain.lastIndexOf('@');
  const user = at < 0 ? null : plain.slice(0, at);
  const host = plain.slice(at + 1);
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(host);
  if (bracketed) return { address: bracketed[1] ?? '', port: bracketed[2] ?? null, user, name: null };
  const colon = host.indexOf(':');
  if (colon < 0 || isIp(host) || host.indexOf(':', colon + 1) >= 0) return { address: host, port: null, user, name: null };
  return { address: host.slice(0, colon), port: host.slice(colon + 1), user, name: null };
}
