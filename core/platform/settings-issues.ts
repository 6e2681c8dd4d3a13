// What is wrong between the settings of a platform; the form of each field alone is the contract's matter.
import { distributions } from '#contract/distributions.ts';
import type { Issue, PlatformContent } from '#contract/platforms.ts';
import { adminIssues } from './admin-issues.ts';
import { certificateIssues } from './certificate-issues.ts';
import { channelIssues } from './channel-issues.ts';
import { domainIssues } from './domain-issues.ts';
import { poolRange, poolTrouble, type PlacedMachine } from './ingress-pool.ts';
import { addressNumber, contains, overlap, rangeOf, type AddressRange } from './ipv4.ts';
import { error, warning } from './issue.ts';
import { rangeIssues } from './range-issues.ts';

const roomyPool = 1024;
const poolPath = 'settings.ingressPool.from';

interface NamedRange {
  readonly path: string;
  readonly title: string;
  readonly range: AddressRange;
}

type Nodes = readonly PlacedMachine[];
interface Settled extends Pick<PlatformContent, 'settings' | 'channel' | 'distribution'> {
  readonly nodes: Nodes;
}

export function settingsIssues({ settings, nodes, channel, distribution }: Settled): readonly Issue[] {
  // An existing cluster has its own ranges, and its nodes are not those of the list.
  const isOurs = distribution !== 'existing';
  const pods = isOurs ? rangeOf(settings.podCidr) : null;
  const services = isOurs ? rangeOf(settings.serviceCidr) : null;
  const pool = poolRange(settings);
  const inner: NamedRange[] = [
    ...(pods ? [{ path: 'settings.podCidr', title: `the pod range ${settings.podCidr}`, range: pods }] : []),
    ...(services ? [{ path: 'settings.serviceCidr', title: `the service range ${settings.serviceCidr}`, range: services }] : []),
  ];
  const ingress = pool ? [{ path: poolPath, title: 'the ingress addresses', range: pool }] : [];
  return [
    ...(isOurs ? rangeIssues(settings) : []),
    ...poolIssues(settings.ingressPool),
    ...(isOurs && pool ? poolPlaceIssues(pool, nodes) : []),
    ...overlapIssues([...inner, ...ingress]),
    ...(isOurs ? nodeRangeIssues(nodes, inner) : []),
    ...domainIssues(settings.domain),
    ...certificateIssues(settings),
    ...adminIssues(settings.adminUser),
    ...channelIssues({ distribution, channel }),
    ...storageIssues({ distribution, settings }),
  ];
}

/** What an existing cluster has is not known here; the page that reads its storage classes says it. */
function storageIssues({ distribution, settings }: Pick<PlatformContent, 'distribution' | 'settings'>): Issue[] {
  if (distribution === 'existing') return [];
  const { storageClass: own, title } = distributions[distribution];
  if (settings.storageClass === own) return [];
  return [warning('settings.storageClass', `Hearth sets up ${own} with ${title}; ${settings.storageClass} must be there by other means.`)];
}

function poolIssues(pool: PlatformContent['settings']['ingressPool']): Issue[] {
  if (pool === null) return [];
  const [first, last] = [addressNumber(pool.from), addressNumber(pool.to)];
  if (first === null || last === null) return [];
  if (first > last) return [error('settings.ingressPool.to', `The last address must not come before ${pool.from}.`)];
  if (first === last)
    return [error('settings.ingressPool.to', 'There are two ingress controllers, nginx and nginx-kn; give them at least two addresses.')];
  if (last - first >= roomyPool)
    return [warning('settings.ingressPool.to', `${last - first + 1} addresses are many; two are enough for ingress.`)];
  return [];
}

function poolPlaceIssues(pool: AddressRange, nodes: Nodes): Issue[] {
  const trouble = poolTrouble(pool, { machines: nodes, fleet: nodes });
  if (trouble === null) return [];
  const { severity, found, reason, remedy } = trouble;
  return [{ path: poolPath, severity, message: `The ingress addresses ${found}. ${reason} ${remedy}` }];
}

function overlapIssues(ranges: readonly NamedRange[]): Issue[] {
  return ranges.flatMap((one, index) =>
    ranges
      .slice(0, index)
      .filter((other) => overlap(one.range, other.range))
      .map((other) => error(one.path, `This overlaps with ${other.title}.`)),
  );
}

function nodeRangeIssues(nodes: Nodes, ranges: readonly NamedRange[]): Issue[] {
  return nodes.flatMap((node, index) => {
    const address = addressNumber(node.address);
    if (address === null) return [];
    return ranges
      .filter((one) => contains(one.range, address))
      .map((one) => error(`nodes.${index}.address`, `${node.address} lies inside ${one.title}; traffic to the machine would go astray.`));
  });
}
