// The forms one line of a pasted list may have.
import { ipAddress } from '#contract/nodes.ts';
import type { Draft } from './draft.ts';

const isIp = (text: string) => ipAddress.safeParse(text).success;
const keyTypes = /^(ssh-|ecdsa-|sk-)/;
/** The variables of Ansible that say how a machine is reached, with their old names. */
const ansibleHost = ['ansible_host', 'ansible_ssh_host'];
const ansiblePort = ['ansible_port', 'ansible_ssh_port'];
const ansibleUser = ['ansible_user', 'ansible_ssh_user'];

/** One draft or one complaint for each machine the line names; at least one of them. */
export function readWords(content: string): readonly (Draft | string)[] {
  const known = readKnownHosts(content);
  if (known !== null) return [known];
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

const isPlainName = (text: string) => /^[a-zA-Z0-9][a-zA-Z0-9-]*$/.test(text);

/** `[@marker] host,host keytype key comment`; hashed hosts cannot be turned back. Null: not such a line. */
function readKnownHosts(content: string): Draft | string | null {
  const words = content.split(/\s+/);
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

/** `name key=value key=value`; only how the machine is reached is read. */
function readAnsible(content: string): Draft {
  const words = content.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  const name = words[0] ?? '';
  const values = new Map(
    words
      .slice(1)
      .filter((word) => word.includes('='))
      .map(
        (word) => [word.slice(0, word.indexOf('=')).toLowerCase(), word.slice(word.indexOf('=') + 1).replace(/^["']|["']$/g, '')] as const,
      ),
  );
  const value = (names: readonly string[]) => names.map((one) => values.get(one)).find((one) => one !== undefined && one !== '');
  const inName = readAddress(name);
  const host = value(ansibleHost);
  return {
    address: host ?? inName.address,
    port: value(ansiblePort) ?? inName.port,
    user: value(ansibleUser) ?? inName.user,
    name: host === undefined || !isPlainName(inName.address) || host === inName.address ? null : inName.address,
  };
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
  if (isIp(other.address)) return { ...other, name: first };
  return { ...one, name: second };
}

/** `[user@]host[:port]`, IPv6 in brackets when a port follows. */
function readAddress(text: string): Draft {
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
