// What is wrong between the settings of a platform; the form of each field alone is the contract's matter.
import type { Issue, PlatformContent } from '#contract/platforms.ts';
import { addressNumber, contains, overlap, prefixLength, rangeOf, type AddressRange } from './ipv4.ts';
import { error, warning } from './issue.ts';

/** A /25 is one block of 64 pods for two nodes; less cannot hold the system's own pods. */
const smallestPodPrefix = 24;
/** The API and the cluster DNS need the first and the tenth address. */
const smallestServicePrefix = 28;
const roomyPool = 1024;

interface NamedRange {
  readonly path: string;
  readonly title: string;
  readonly range: AddressRange;
}

export function settingsIssues({ settings, nodes, channel }: PlatformContent): readonly Issue[] {
  const pods = rangeOf(settings.podCidr);
  const services = rangeOf(settings.serviceCidr);
  const pool = poolOf(settings.ingressPool);
  const ranges: NamedRange[] = [
    ...(pods ? [{ path: 'settings.podCidr', title: `the pod range ${settings.podCidr}`, range: pods }] : []),
    ...(services ? [{ path: 'settings.serviceCidr', title: `the service range ${settings.serviceCidr}`, range: services }] : []),
    ...(pool ? [{ path: 'settings.ingressPool.from', title: 'the ingress addresses', range: pool }] : []),
  ];
  return [
    ...sizeIssues(settings),
    ...poolIssues(settings.ingressPool),
    ...overlapIssues(ranges),
    ...nodeRangeIssues(nodes, ranges),
    ...domainIssues(settings.domain),
    ...channelIssues(channel),
    ...(settings.storageClass === 'microk8s-hostpath'
      ? []
      : [warning('settings.storageClass', `Hearth sets up microk8s-hostpath; ${settings.storageClass} must be there by other means.`)]),
  ];
}

const poolOf = (pool: PlatformContent['settings']['ingressPool']): AddressRange | null => {
  if (pool === null) return null;
  const [first, last] = [addressNumber(pool.from), addressNumber(pool.to)];
  return first === null || last === null || first > last ? null : { first, last };
};

function sizeIssues({ podCidr, serviceCidr }: PlatformContent['settings']): Issue[] {
  const found: Issue[] = [];
  if (prefixLength(podCidr) > smallestPodPrefix)
    found.push(error('settings.podCidr', `Too small for pods; use /${smallestPodPrefix} or wider.`));
  if (prefixLength(serviceCidr) > smallestServicePrefix)
    found.push(error('settings.serviceCidr', `Too small for services; use /${smallestServicePrefix} or wider.`));
  return found;
}

function poolIssues(pool: PlatformContent['settings']['ingressPool']): Issue[] {
  if (pool === null) return [];
  const [first, last] = [addressNumber(pool.from), addressNumber(pool.to)];
  if (first === null || last === null) return [];
  if (first > last) return [error('settings.ingressPool.to', `The last address must not come before ${pool.from}.`)];
  if (last - first >= roomyPool)
    return [warning('settings.ingressPool.to', `${last - first + 1} addresses are many; two are enough for ingress.`)];
  return [];
}

function overlapIssues(ranges: readonly NamedRange[]): Issue[] {
  return ranges.flatMap((one, index) =>
    ranges
      .slice(0, index)
      .filter((other) => overlap(one.range, other.range))
      .map((other) => error(one.path, `This overlaps with ${other.title}.`)),
  );
}

function nodeRangeIssues(nodes: PlatformContent['nodes'], ranges: readonly NamedRange[]): Issue[] {
  return nodes.flatMap((node, index) => {
    const address = addressNumber(node.address);
    if (address === null) return [];
    return ranges
      .filter((one) => contains(one.range, address))
      .map((one) => error(`nodes.${index}.address`, `${node.address} lies inside ${one.title}; traffic to the machine would go astray.`));
  });
}

function domainIssues(domain: string): Issue[] {
  if (addressNumber(domain) !== null) return [error('settings.domain', 'This is an IP address; enter a domain such as home.lan.')];
  if (domain === 'local' || domain.endsWith('.local'))
    return [warning('settings.domain', 'Names under .local are answered by mDNS on most computers; home.lan or home.arpa do not collide.')];
  if (!domain.includes('.')) return [warning('settings.domain', 'A domain of one word is taken for a computer name by many programs.')];
  return [];
}

function channelIssues(channel: string): Issue[] {
  if (channel.includes('-strict')) return [error('channel', 'Hearth sets up the classic snap; choose a channel without -strict.')];
  if (channel.startsWith('latest/'))
    return [warning('channel', 'latest moves to new Kubernetes versions by itself; a track such as 1.36 does not.')];
  if (!channel.endsWith('/stable')) return [warning('channel', 'This channel gets untested builds.')];
  return [];
}
