import type { Node } from '#contract/nodes.ts';

/** Names hold letters beyond f, or no colon; the contract has already refused everything else. */
export const isIpAddress = (address: string): boolean => /^\d+(\.\d+){3}$/.test(address) || address.includes(':');

/** Every address the node is known to have. */
export const addressesOfNode = (node: Pick<Node, 'address' | 'facts'>): readonly string[] => [
  node.address,
  ...(node.facts?.nics.flatMap((nic) => nic.addresses) ?? []),
];
