// What a port says first, as it may be shown: a stranger wrote it.
import type { FoundMachine } from '#contract/discovery.ts';

const longestBanner = 120;

/** Printable ASCII only: no line, colour or direction of a terminal survives. */
const presentable = (line: string): string =>
  line
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, longestBanner);

export interface Greeting {
  readonly banner: string;
  readonly speaks: FoundMachine['speaks'];
}

/** An SSH server may say other lines before its greeting (RFC 4253, 4.2). */
export function greetingIn(said: string): Greeting {
  const lines = said.split(/\r\n|\r|\n/);
  const ssh = lines.find((line) => /^SSH-(?:2\.0|1\.99)-/.test(line));
  if (ssh !== undefined) return { banner: presentable(ssh), speaks: 'ssh' };
  const banner = lines.map(presentable).find((line) => line !== '') ?? '';
  return { banner, speaks: said === '' ? 'silent' : 'other' };
}

/** A host name as DNS, mDNS or a file gave it, or null when it is none. */
export function presentableName(name: string | null): string | null {
  const plain = (name ?? '').replace(/\.$/, '');
  return /^[\p{L}\p{N}]([\p{L}\p{N} ._-]{0,251}[\p{L}\p{N}])?$/u.test(plain) ? plain : null;
}
