// A join that broke off leaves traces on both sides: the worker follows a cluster that does not count it, the control plane lists a node
// that is gone. Both are cleared before a new token is made.
import type { Node } from '#contract/nodes.ts';
import type { Finding, StepContext } from '#core/runs/step.ts';
import { leave, membership, membershipOf, nodes, nodesOf, removeNode } from '#steps/calls/microk8s.ts';
import { ask } from '#steps/run-call.ts';
import { waitUntil } from '#steps/wait-until.ts';

/** A node that has just joined needs this long to report; one that takes longer is taken for half-joined. */
const graceMs = 90_000;

interface HalfJoin {
  readonly node: Node;
  readonly control: Node;
  /** Does the control plane see the node ready? */
  readonly look: () => Promise<Finding>;
}

/** True when the node turns out to have joined after all. */
export async function clearHalfJoin(context: StepContext, { node, control, look }: HalfJoin): Promise<boolean> {
  const own = membershipOf(await ask(context, node, membership()));
  if (own.role === 'worker') {
    const listed = await isListed(context, { node, control });
    if (listed && (await waitUntil(context, { forMs: graceMs, everyMs: 2000 }, look)).holds) return true;
    context.log(`${node.name} is half joined; it leaves first, then joins anew.`);
    await ask(context, node, leave());
  }
  if (await isListed(context, { node, control })) {
    context.log(`${control.name} still lists ${node.name} from an earlier try; the entry is removed.`);
    await ask(context, control, removeNode(node.name));
  }
  return false;
}

const isListed = async (context: StepContext, { node, control }: Pick<HalfJoin, 'node' | 'control'>) =>
  nodesOf(await ask(context, control, nodes())).some((one) => one.name === node.name);
