// What must not be joined is refused before a token is made and before anything is changed.
import type { Node } from '#contract/nodes.ts';
import { fault } from '#core/fault.ts';
import { isInOwnCluster, isListedAs, namesOf } from '#core/platform/membership.ts';
import type { StepContext } from '#core/runs/step.ts';
import { addressesOf, type Membership, type SeenNode } from '#steps/calls/cluster.ts';
import { snapInfo, snapOf } from '#steps/calls/snap.ts';
import { knownCluster } from '#steps/known-cluster.ts';
import { ask } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { nodeOf } from '#steps/task-nodes.ts';
import { countedAs, listedIn, type ControlView, type FullView } from './control-view.ts';
import { addressesOfNode, isIpAddress } from './node-address.ts';
import { leadsNobody, standsAlone } from './own-membership.ts';

/** Throws ALREADY_IN_CLUSTER when the machine follows, or leads, nodes that are neither of this platform nor of its cluster. */
export async function refuseForeignMember(context: StepContext, node: Node, own: Membership): Promise<void> {
  const { nodes } = context.platform;
  const others = [...own.servers, ...own.members].filter((one) => !namesOf(node).has(one) && !isLoopback(one));
  const strangers = others.filter((one) => !nodes.some((machine) => isListedAs(machine, one)));
  if (strangers.length > 0 && !isInOwnCluster(namesOf(node), others, await knownCluster(context)))
    throw fault('ALREADY_IN_CLUSTER', { host: node.name, cluster: strangers.slice(0, 3).join(', ') });
  if (strangers.length > 0) context.log(`The cluster has members that the list lacks: ${strangers.slice(0, 3).join(', ')}.`);
  const led =
    own.role === 'control' && node.role === 'worker'
      ? own.members.filter((member) => member !== node.name && member !== node.facts?.hostname)
      : [];
  if (led.length > 0) throw fault('ALREADY_IN_CLUSTER', { host: node.name, cluster: `it leads ${led.join(', ')}` });
}

const isLoopback = (address: string) => address.startsWith('127.') || address === '::1';

/** Throws when joining would take the place of something that works: a namesake, the node itself in its other role, a cluster of its own. */
export function refuseWorking(context: StepContext, view: FullView, own: Membership): void {
  const node = nodeOf(context);
  const seen = listedIn(view, node);
  const alone = standsAlone(systemOf(context.platform), own, node);
  if (seen?.ready === true) {
    const reason = isNamesake(seen, node) ? namesake(seen, node) : !alone && own.role !== node.role ? otherRole(node) : null;
    if (reason !== null) throw fault('JOIN_REFUSED', { host: node.name, control: view.control.name, reason });
  }
  const began = !alone && !own.joining && leadsNobody(own, node);
  if (began && seen === undefined && countedAs(view, node) === null)
    throw fault('ALREADY_IN_CLUSTER', { host: node.name, cluster: 'one of its own' });
}

/** Told by all addresses of the machine; those of one that was never looked at are not known. */
const isNamesake = (seen: SeenNode, node: Node) => node.facts !== null && !addressesOfNode(node).includes(seen.address);

const namesake = ({ address }: SeenNode, { name }: Node) =>
  `Another machine (${address}) works in the cluster under the name ${name}. Give ${name} another name.`;

const otherRole = ({ name, role }: Node) =>
  role === 'control'
    ? `${name} works in this cluster as a worker. To make it a control node, let it leave first (undo its join), then set it up anew.`
    : `${name} works in this cluster as a control node. To make it a worker, let it leave first (undo its join), then set it up anew.`;

/**
 * Throws JOIN_REFUSED where the cluster would refuse a control node for its version, after minutes of joining: snapd brings patches to the
 * machines on different days. What names no version is left to the cluster.
 */
export async function refuseOtherVersion(context: StepContext, { control, nodes }: ControlView): Promise<void> {
  const node = nodeOf(context);
  const { controlsShareVersion, snap } = systemOf(context.platform);
  if (node.role !== 'control' || !controlsShareVersion) return;
  const own = { name: node.name, version: snapOf(await ask(context, node, snapInfo(snap))).version };
  const known = [own, ...nodes.filter(({ name }) => name !== node.name)].filter(({ version }) => /^v\d+\.\d+\.\d+/.test(version));
  if (new Set(known.map(({ version }) => version)).size <= 1) return;
  const versions = known.map(({ name, version }) => `${name} ${version}`).join(', ');
  const reason = `A control node joins only while all nodes have the same version, and they have: ${versions}. Bring those that are behind to the newest: sudo snap refresh ${snap}, one machine after the other.`;
  throw fault('JOIN_REFUSED', { host: node.name, control: control.name, reason });
}

/** Throws JOIN_REFUSED when the control node takes the worker's name for another address: MicroK8s would refuse, in words about the wrong machine. */
export async function refuseWrongName(
  context: StepContext,
  { node, control }: { readonly node: Node; readonly control: Node },
): Promise<void> {
  const seen = addressesOf(await ask(context, control, systemOf(context.platform).calls.resolve(node.name)));
  const own = addressesOfNode(node);
  if (seen.some((address) => own.includes(address))) return;
  if (seen.length > 0 && !isIpAddress(node.address) && node.facts === null) return;
  const found = seen.length === 0 ? `does not know the name ${node.name}` : `takes ${node.name} for ${seen.join(', ')}`;
  const reason = `${control.name} ${found}, but it has the address ${node.address}. Correct /etc/hosts or the name server of ${control.name}.`;
  throw fault('JOIN_REFUSED', { host: node.name, control: control.name, reason });
}
