// What is wrong with the ranges of pods and services, each for itself.
import type { Issue, Settings } from '#contract/platforms.ts';
import { overlap, prefixLength, rangeOf, rangeText, within, type AddressRange } from './ipv4.ts';
import { error, warning } from './issue.ts';

interface RangeRule {
  readonly path: string;
  readonly what: string;
  readonly longestPrefix: number;
}
const rules: Readonly<Record<'podCidr' | 'serviceCidr', RangeRule>> = {
  /** A /25 is one block of 64 pods for two nodes; less cannot hold the system's own pods. */
  podCidr: { path: 'settings.podCidr', what: 'pods', longestPrefix: 24 },
  /** The API and the cluster DNS need the first and the tenth address. */
  serviceCidr: { path: 'settings.serviceCidr', what: 'services', longestPrefix: 28 },
};

const ranges = (...texts: readonly string[]): readonly AddressRange[] => texts.flatMap((text) => rangeOf(text) ?? []);
/** Nobody else's on the internet: RFC 1918, shared address space, and what is kept for measurements. */
const inner = ranges('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '198.18.0.0/15');
/** This computer, this link, many at once, and what was never given out. */
const unusable = ranges('0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4');

export function rangeIssues(settings: Pick<Settings, 'podCidr' | 'serviceCidr'>): readonly Issue[] {
  return [...issuesOf(settings.podCidr, rules.podCidr), ...issuesOf(settings.serviceCidr, rules.serviceCidr)];
}

function issuesOf(cidr: string, { path, what, longestPrefix }: RangeRule): readonly Issue[] {
  const range = rangeOf(cidr);
  if (range === null) return [];
  const right = rangeText(cidr);
  if (right !== cidr) return [error(path, `${cidr} begins in the middle of a range; the whole range is ${right}.`)];
  if (prefixLength(cidr) > longestPrefix) return [error(path, `Too small for ${what}; use /${longestPrefix} or wider.`)];
  if (unusable.some((one) => overlap(one, range)))
    return [error(path, `${cidr} holds addresses that no network may use; choose a range inside 10.0.0.0/8.`)];
  if (!inner.some((one) => within(one, range)))
    return [warning(path, `${cidr} are public addresses; what has them on the internet cannot be reached from ${what} any more.`)];
  return [];
}
