// Names of hosts as names of nodes: lower-case letters, digits and hyphens.
import { nodeName } from '#contract/nodes.ts';

const longest = 63;

/** Names that fit stay; two that become alike get a number. */
export function createNamer(hosts: Iterable<string>): (host: string) => string {
  const taken = new Set([...hosts].filter((host) => nodeName.safeParse(host).success));
  /** Of each name, the number to try next. */
  const numbers = new Map<string, number>();
  return (host) => {
    if (taken.has(host)) return host;
    const plain = fitting(host);
    let name = plain;
    for (let count = numbers.get(plain) ?? 2; taken.has(name); count += 1) {
      name = `${plain.slice(0, longest - 1 - String(count).length)}-${count}`;
      numbers.set(plain, count + 1);
    }
    taken.add(name);
    return name;
  };
}

/** The first label of a long name is enough; an address keeps all of it. */
function fitting(host: string): string {
  const label = /^[^.:]*[^\d.:][^.:]*(?=\.)/.exec(host)?.[0] ?? host;
  const plain = label
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replaceAll(/^-+|-+$/g, '');
  return plain === '' ? 'node' : plain;
}
