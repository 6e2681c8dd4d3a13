// The forms one line of a pasted list may have.
import { isIp, isPlainName, readAddress } from './address-form.ts';
import { ansibleHost, readVariable } from './ansible-host.ts';
import type { Draft } from './draft.ts';
import { readHostsLine } from './hosts-line.ts';
import { readSshCommand } from './ssh-command.ts';

const keyTypes = /^(ssh-|ecdsa-|sk-)/;

/** One draft or one complaint for each machine the line names; at least one of them. */
export function readWords(content: string): readonly (Draft | string)[] {
  const words = content.split(/\s+/);
  const whole = readKnownHosts(words) ?? readSshCommand(words) ?? readHostsLine(words);
  if (whole !== null) return [whole];
  if (/\s[a-z_]+=/i.test(content)) return [readAnsible(content)];
  const parts = content.split(/[,;]/).map((part) => part.trim());
  // "node1, 10.0.0.5" of a spreadsheet is one machine; "10.0.0.5, 10.0.0.6" are two.
  const [first = '', second = ''] = parts;
  if (parts.length === 2 && isIp(first) !== isIp(second) && isPlainName(isIp(first) ? second : first)) return [readPair(first, second)];
  return parts
    .filter((part) => part !== '')
    .map(readPlain)
    .concat(parts.every((part) => part === '') ? ['There is no address in this line.'] : []);
}

/** `[@marker] host,host keytype key comment`; hashed hosts cannot be turned back. Null: not such a line. */
function readKnownHosts(words: readonly string[]): Draft | string | null {
  const marked = words[0]?.startsWith('@') === true;
  const [hosts = '', type = '', key] = marked ? words.slice(1) : words;
  if (!keyTypes.test(type) || key === undefined) return null;
  if (marked) return `A ${words[0]} line of known_hosts names no machine to add.`;
  if (hosts.startsWith('|')) return 'The host of this known_hosts line is hashed, so its address cannot be read.';
  return readKnownHost(hosts.split(',').filter((host) => host !== ''));
}

/** The address among the names of one known machine, and its plain name beside it. */
function readKnownHost(hosts: readonly string[]): Draft | string {
  const addresses = hosts.map((host) => readAddress(host));
  const chosen = addresses.find((one) => isIp(one.address)) ?? addresses[0];
  if (chosen === undefined) return 'There is no address in this line.';
  const name = addresses.find((one) => isPlainName(one.address))?.address ?? null;
  return { ...chosen, name: name === chosen.address ? null : name };
}

/** Words of a line, with quoted spaces kept together. */
export const hostWords = (content: string): readonly string[] => content.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];

/** `name key=value key=value`. */
function readAnsible(content: string): Draft | string {
  const [name = '', ...rest] = hostWords(content);
  return ansibleHost(name, new Map(rest.flatMap((word) => [readVariable(word)].filter((one) => one !== null))));
}

function readPlain(part: string): Draft | string {
  const words = part.split(/\s+/);
  const [first = '', second] = words;
  if (words.length > 2) return `There are ${words.length} words here; write an address, or an address and a name.`;
  return second === undefined ? readAddress(first) : readPair(first, second);
}

/** An address and a name, in either order; the IP address decides which is which. */
function readPair(first: string, second: string): Draft | string {
  const [one, other] = [readAddress(first), readAddress(second)];
  if (isIp(one.address) && isIp(other.address)) return 'There are two addresses here; write one machine on each line.';
  const [machine, name] = isIp(other.address) ? [other, first] : [one, second];
  if (/^\d+$/.test(name)) return `"${name}" looks like a port; write ${machine.address}:${name}.`;
  return { ...machine, name };
}
