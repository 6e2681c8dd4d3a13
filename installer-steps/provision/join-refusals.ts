// What must not be joined is refused before a token is made and before anything is changed.
import type { Node } from '#contract/nodes.ts';
import { fault } from '#core/fault.ts';
import type { StepContext } from '#core/runs/step.ts';
import { addressesOf, resolve, type Membership } from '#steps/calls/microk8s.ts';
import { ask } from '#steps/run-call.ts';
import { addressesOfNode, isIpAddress } from './node-address.ts';

/** Throws ALREADY_IN_CLUSTER when the machine follows, or leads, nodes that are not of this platform. */
export function refuseForeignMember({ platform }: StepContext, node: Node, own: Membership): void {
  const known = new Set(platform.nodes.flatMap((one) => [one.name, ...addressesOfNode(one)]));
  const strangers = [...own.servers, ...own.members].filter((one) => !known.has(one) && one !== node.facts?.hostname && !isLoopback(one));
  if (strangers.length > 0) throw fault('ALREADY_IN_CLUSTER', { host: node.name, cluster: strangers.slice(0, 3).join(', ') });
  const led = own.role === 'control' ? own.members.filter((member) => member !== node.name && member !== node.facts?.hostname) : [];
  if (led.length > 0) throw fault('ALREADY_IN_CLUSTER', { host: node.name, cluster: `it leads ${led.join(', ')}` });
}

const isLoopback = (address: string) => address.startsWith('127.') || address === '::1';

/** Throws JOIN_REFUSED when the control node takes the worker's name for another address: MicroK8s would refuse, in words about the wrong machine. */
export async function refuseWrongName(
  context: StepContext,
  { node, control }: { readonly node: Node; readonly control: Node },
): Promise<void> {
  const seen = addressesOf(await ask(context, control, resolve(node.name)));
  const own = addressesOfNode(node);
  if (seen.some((address) => own.includes(address))) return;
  if (seen.length > 0 && !isIpAddress(node.address) && node.facts === null) return;
  const found = seen.length === 0 ? `does not know the name ${node.name}` : `takes ${node.name} for ${seen.join(', ')}`;
  const reason = `${control.name} ${found}, but it has the address ${node.address}. Correct /etc/hosts or the name server of ${control.name}.`;
  throw fault('JOIN_REFUSED', { host: node.name, control: control.name, reason });
}
