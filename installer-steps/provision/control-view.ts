// The cluster as one of its control nodes sees it.
import type { Node } from '#contract/nodes.ts';
import { againstQuorum, type DatabaseMember, type MembershipChange } from '#core/platform/topology.ts';
import { fault, TransientFault } from '#core/fault.ts';
import type { StepContext } from '#core/runs/step.ts';
import { nodesOf, statusOf, type ClusterStatus, type SeenNode } from '#steps/calls/cluster.ts';
import { ask } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { leadOf } from '#steps/task-nodes.ts';
import { addressesOfNode } from './node-address.ts';

export interface ControlView {
  /** Who was asked. */
  readonly control: Node;
  readonly nodes: readonly SeenNode[];
}

/**
 * The first control node is asked; when it does not answer, another one that does, never the one the task is about. One that does not
 * know the first stands in no cluster of ours yet. Null when machines answer but none of their APIs; throws why when the first cannot be reached.
 */
async function viewOf(context: StepContext): Promise<ControlView | null> {
  const { platform } = context;
  const lead = leadOf(platform);
  const others = platform.nodes.filter(({ id, role }) => role === 'control' && id !== lead.id);
  let unreached: TransientFault | null = null;
  for (const control of [lead, ...others].filter(({ id }) => id !== context.node?.id)) {
    try {
      const nodes = nodesOf(await ask(context, control, systemOf(platform).calls.nodes()));
      if (!nodes.some(({ name }) => name === lead.name)) continue;
      if (control.id !== lead.id) context.log(`${lead.name} does not answer; ${control.name} is asked instead.`);
      return { control, nodes };
    } catch (error) {
      if (!(error instanceof TransientFault)) throw error;
      unreached ??= error;
    }
  }
  if (unreached !== null) throw unreached;
  return null;
}

/** Who is asked about the cluster as a whole: one whose API answers, else the first, whose API may be on its way. */
export const answeringControl = async (context: StepContext): Promise<Node> =>
  (await viewOf({ ...context, node: null }))?.control ?? leadOf(context.platform);

/** Throws NODE_NOT_READY when no control node's API answers. */
export async function reachableControl(context: StepContext): Promise<ControlView> {
  const view = await viewOf(context);
  if (view !== null) return view;
  throw fault('NODE_NOT_READY', {
    host: leadOf(context.platform).name,
    seconds: 0,
    reason: 'The API of the control plane does not answer.',
  });
}

/** With what it says of the cluster's database; on real machines that takes seconds. */
export interface FullView extends ControlView {
  readonly state: ClusterStatus;
}
/** Throws NODE_NOT_READY also when it does not say who its database counts: that is no answer, as a control node always counts itself. */
export async function fullView(context: StepContext): Promise<FullView> {
  const view = await reachableControl(context);
  const state = statusOf(await ask(context, view.control, systemOf(context.platform).calls.status()));
  if (state.database.length > 0) return { ...view, state };
  throw fault('NODE_NOT_READY', {
    host: view.control.name,
    seconds: 0,
    reason: `${view.control.name} does not say which members the cluster database has.`,
  });
}

/** With those control nodes not ready that do not answer: of one that just lost its power, the cluster takes most of a minute to say so. */
export async function withoutSilent(context: StepContext, view: FullView): Promise<FullView> {
  const { platform, node } = context;
  const others = platform.nodes.filter(({ id, role }) => role === 'control' && id !== node?.id && id !== view.control.id);
  const silent = new Set<string>();
  const askOne = async (one: Node) => {
    try {
      await ask(context, one, systemOf(platform).calls.nodes());
    } catch (error) {
      if (!(error instanceof TransientFault)) throw error;
      context.log(`${one.name} does not answer: ${error.view.what}`);
      silent.add(one.name);
    }
  };
  await Promise.all(others.map(askOne));
  return { ...view, nodes: view.nodes.map((one) => (silent.has(one.name) ? { ...one, ready: false } : one)) };
}

/** As the control node lists it; undefined when it does not. */
export const listedIn = ({ nodes }: ControlView, { name }: Pick<Node, 'name'>): SeenNode | undefined =>
  nodes.find((one) => one.name === name);

/** The address by which the cluster's database counts this node; null: it does not. */
export function countedAs(view: FullView, node: Node): string | null {
  const own = new Set([...addressesOfNode(node), listedIn(view, node)?.address]);
  return view.state.database.find(({ address }) => own.has(address))?.address ?? null;
}

/** Throws NO_QUORUM when the cluster could lose the majority of its database by this change, or has lost it already. */
export function requireQuorum(view: FullView, node: Node, change: MembershipChange): void {
  const votes = view.state.database.filter((member) => member.votes);
  if (votes.length === 0 && change !== 'worker-joins')
    throw fault('NO_QUORUM', { host: node.name, reason: `${view.control.name} does not say which members the cluster database has.` });
  const own = countedAs(view, node);
  // The third member makes voters of all.
  const counting = change === 'member-joins' && votes.length < 3 ? view.state.database : votes;
  const others = counting.filter(({ address }) => address !== own).map(({ address }) => memberAt(view, address));
  const reason = againstQuorum(others, change);
  if (reason !== null) throw fault('NO_QUORUM', { host: node.name, reason });
}

/** Throws ONLY_VOTER where the machine itself would refuse to leave, and only after its pods are gone: the others hold no vote. */
export function requireOtherVoter({ platform }: StepContext, view: FullView, node: Node): void {
  const own = countedAs(view, node);
  const votes = view.state.database.filter((member) => member.votes);
  const others = view.state.database.filter(({ address }) => address !== own);
  if (systemOf(platform).memberLeaves !== 'machine-first' || others.length === 0) return;
  if (votes.length !== 1 || votes[0]?.address !== own) return;
  throw fault('ONLY_VOTER', { host: node.name, others: others.map(({ address }) => memberAt(view, address).name).join(', ') });
}

function memberAt({ control, nodes }: ControlView, address: string): DatabaseMember {
  // A cluster of one counts itself by its own loopback address.
  const seen = nodes.find((one) => one.address === address || (address.startsWith('127.') && one.name === control.name));
  return seen === undefined ? { name: address, ready: false } : { name: seen.name, ready: seen.ready };
}
