// The private networks this computer is attached to, the likely home of the machines first.
import { mostAddresses, type AttachedNetwork } from '#contract/discovery.ts';
import { addressNumber, rangeOf } from '#core/platform/ipv4.ts';
import type { Attachment, Network } from '#core/ports/network.ts';
import { addressText, isPrivateAddress } from './address-blocks.ts';

/** Bridges of containers and virtual machines: seldom where the machines are. */
const virtualNames = /^(docker|br-|virbr|veth|cni|flannel|cali|vmnet|vboxnet|lxc|lxd|podman|bridge|utun|tun|tailscale|zt|wg)/i;

const cidr = (address: number, prefix: number) => {
  const range = rangeOf(`${addressText(address)}/${prefix}`);
  return `${addressText(range?.first ?? address)}/${prefix}`;
};

function networkOf({ interface: name, address, prefix }: Attachment): AttachedNetwork | null {
  const number = addressNumber(address);
  // A network of one or two addresses leads to nothing but this computer and its peer.
  if (number === null || !isPrivateAddress(address) || prefix > 30) return null;
  const isTooLarge = 2 ** (32 - prefix) > mostAddresses;
  return { interface: name, address, network: cidr(number, prefix), range: cidr(number, isTooLarge ? 24 : prefix) };
}

export function networks(network: Pick<Network, 'attached'>): AttachedNetwork[] {
  const all = network.attached().flatMap((each) => networkOf(each) ?? []);
  const unique = all.filter((each, index) => all.findIndex((other) => other.range === each.range) === index);
  const rank = (each: AttachedNetwork) => (virtualNames.test(each.interface) ? 1 : 0);
  return unique.toSorted((a, b) => rank(a) - rank(b));
}
