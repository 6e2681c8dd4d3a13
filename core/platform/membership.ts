// Whose is a machine that already runs Kubernetes: ours, nobody's, or somebody else's?
import { installable } from '#contract/distributions.ts';
import type { Node, NodeFacts } from '#contract/nodes.ts';

/** The facts of a cluster of its own begin like this when it runs workloads somebody made; the facts script says so. */
export const inUseMark = 'in use';

export type Belonging =
  | { readonly kind: 'free' }
  | { readonly kind: 'ours' }
  | { readonly kind: 'other'; readonly cluster: string }
  /** Stands alone, but joining it to a cluster would throw its workloads away. */
  | { readonly kind: 'in-use'; readonly what: string };

type Subject = Pick<Node, 'name' | 'address' | 'role'>;

export function belongingOf(node: Subject, facts: Pick<NodeFacts, 'membership' | 'hostname' | 'nics'>, fleet: readonly Node[]): Belonging {
  const { kind, detail, members } = facts.membership;
  if (kind === 'none') return { kind: 'free' };
  if (!installable.safeParse(kind).success) return { kind: 'other', cluster: detail === '' ? kind : detail };
  const own = new Set([node.name, node.address, facts.hostname, ...facts.nics.flatMap((nic) => nic.addresses)]);
  const others = members.filter((member) => !own.has(member));
  const known = new Set(fleet.flatMap((one) => [one.name, one.address, ...(one.facts?.nics.flatMap((nic) => nic.addresses) ?? [])]));
  const strangers = others.filter((member) => !known.has(member));
  if (strangers.length > 0) return { kind: 'other', cluster: `with ${strangers.slice(0, 3).join(', ')}` };
  if (others.length > 0) return { kind: 'ours' };
  // The first control node keeps the cluster it has; whatever joins it gives its own up.
  const joins = fleet.find((one) => one.role === 'control')?.name !== node.name;
  const what = joins ? whatItRuns(facts.membership) : null;
  return what === null ? { kind: 'free' } : { kind: 'in-use', what };
}

function whatItRuns({ kind, detail, members }: NodeFacts['membership']): string | null {
  if (detail.startsWith(inUseMark)) return detail;
  // MicroK8s begins one by itself; the other snap only when it is told to.
  return kind === 'k8s' && members.length > 0 ? 'which somebody began' : null;
}
