// Whose is a machine that already runs Kubernetes: ours, nobody's, or somebody else's?
import { installable } from '#contract/distributions.ts';
import type { Node, NodeFacts } from '#contract/nodes.ts';

/** The facts of a cluster of its own begin like this when it runs workloads somebody made; the facts script says so. */
export const inUseMark = 'in use';

/** A node of the cluster that the kubeconfig of the platform leads to. */
export interface ClusterMember {
  readonly name: string;
  /** "" where the cluster does not say. */
  readonly address: string;
}

export type Belonging =
  | { readonly kind: 'free' }
  /** `unlisted`: members of the platform's own cluster that its list lacks. */
  | { readonly kind: 'ours'; readonly unlisted: readonly string[] }
  /** `shared`: machines of the list that are in that cluster as well. */
  | { readonly kind: 'other'; readonly cluster: string; readonly shared: readonly string[] }
  /** Stands alone, but joining it to a cluster would throw its workloads away. */
  | { readonly kind: 'in-use'; readonly what: string };

type Subject = Pick<Node, 'name' | 'address' | 'role'>;

export interface Around {
  readonly fleet: readonly Node[];
  /** The platform's own cluster; nobody where it is not known. */
  readonly cluster: readonly ClusterMember[];
}

export function belongingOf(
  node: Subject,
  facts: Pick<NodeFacts, 'membership' | 'hostname' | 'nics'>,
  { fleet, cluster }: Around,
): Belonging {
  const { kind, detail, members } = facts.membership;
  if (kind === 'none') return { kind: 'free' };
  if (!installable.safeParse(kind).success) return { kind: 'other', cluster: detail === '' ? kind : detail, shared: [] };
  const own = new Set([node.name, node.address, facts.hostname, ...facts.nics.flatMap((nic) => nic.addresses)]);
  const others = members.filter((member) => !own.has(member));
  const strangers = others.filter((member) => !fleet.some((one) => isListedAs(one, member)));
  if (strangers.length > 0 && isInOwnCluster(own, others, cluster))
    return { kind: 'ours', unlisted: strangers.map((member) => nameIn(cluster, member)) };
  const shared = fleet.filter((one) => one.name !== node.name && others.some((member) => isListedAs(one, member))).map(({ name }) => name);
  if (strangers.length > 0) return { kind: 'other', cluster: `with ${strangers.slice(0, 3).join(', ')}`, shared };
  if (others.length > 0) return { kind: 'ours', unlisted: [] };
  // The first control node keeps the cluster it has; whatever joins it gives its own up.
  const joins = fleet.find((one) => one.role === 'control')?.name !== node.name;
  const what = joins ? whatItRuns(facts.membership) : null;
  return what === null ? { kind: 'free' } : { kind: 'in-use', what };
}

/** Not by its host name: until Hearth has named it that may be one of many, such as "ubuntu". */
export const isListedAs = ({ name, address, facts }: Pick<Node, 'name' | 'address' | 'facts'>, member: string): boolean =>
  member === name || member === address || (facts?.nics.some((nic) => nic.addresses.includes(member)) ?? false);

/** All that a machine of the list may be called by its cluster. */
export const namesOf = ({ name, address, facts }: Pick<Node, 'name' | 'address' | 'facts'>): ReadonlySet<string> =>
  new Set([name, address, ...(facts === null ? [] : [facts.hostname, ...facts.nics.flatMap((nic) => nic.addresses)])]);

/**
 * The cluster lists a machine at an address of this one, and at least one more of those whom the machine itself names. A name is no
 * proof: other clusters have a node1 as well.
 */
export const isInOwnCluster = (own: ReadonlySet<string>, others: readonly string[], cluster: readonly ClusterMember[]): boolean =>
  cluster.some(({ address }) => address !== '' && own.has(address)) &&
  cluster.some(({ name, address }) => !own.has(address) && (others.includes(name) || (address !== '' && others.includes(address))));

const nameIn = (cluster: readonly ClusterMember[], member: string): string =>
  cluster.find(({ address }) => address === member)?.name ?? member;

function whatItRuns({ kind, detail, members }: NodeFacts['membership']): string | null {
  if (detail.startsWith(inUseMark)) return detail;
  // MicroK8s begins one by itself; the other snap only when it is told to.
  return kind === 'k8s' && members.length > 0 ? 'which somebody began' : null;
}
