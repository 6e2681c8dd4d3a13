import type { NodeFacts } from '#contract/nodes.ts';

export type Nic = NodeFacts['nics'][number];

/** By which the node is spoken to: the card that has its address, else the one that leads out. */
export function mainNic({ nics }: Pick<NodeFacts, 'nics'>, address: string): Nic | null {
  return (
    nics.find((nic) => nic.addresses.includes(address)) ??
    nics.find((nic) => nic.defaultRoute) ??
    nics.find((nic) => nic.addresses.length > 0) ??
    null
  );
}
