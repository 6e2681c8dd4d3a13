// A line of /etc/hosts: an address, then the names it goes by.
import { isIp, isPlainName } from './address-form.ts';
import type { Draft } from './draft.ts';

/** Has a letter, so that a mistyped address is not taken for a name. */
const isHostName = (text: string): boolean => /^[a-zA-Z0-9][a-zA-Z0-9.-]*$/.test(text) && /[a-zA-Z]/.test(text);
/** Loopback, everybody, nobody, and what the resolver keeps for itself. */
const isSpecial = (address: string): boolean =>
  /^(127\.|0\.0\.0\.0$|255\.255\.255\.255$|::1?$|fe[0-9a-f]0::|ff[0-9a-f]{2}::)/i.test(address);

/** Null: not such a line. `10.0.0.5 node1` is also how people write one machine, and means the same. */
export function readHostsLine(words: readonly string[]): Draft | string | null {
  const [written = '', ...names] = words;
  // A link-local address may name its network card.
  const address = written.replace(/%.*$/, '');
  if (names.length === 0 || !isIp(address) || !names.every(isHostName)) return null;
  if (isSpecial(address)) return `${address} is not the address of a machine: every computer has it for itself.`;
  const name = names.find(isPlainName) ?? names[0]?.split('.')[0] ?? null;
  return { address, port: null, user: null, name };
}
