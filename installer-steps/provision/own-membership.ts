// What a machine itself says of its membership in a cluster.
import type { Node } from '#contract/nodes.ts';
import type { StepContext } from '#core/runs/step.ts';
import { membershipOf, type Membership } from '#steps/calls/cluster.ts';
import { ask } from '#steps/run-call.ts';
import type { System } from '#steps/systems/system.ts';
import { systemOf } from '#steps/systems/system-of.ts';

export const ownMembership = async (context: StepContext, node: Node): Promise<Membership> =>
  membershipOf(await ask(context, node, systemOf(context.platform).calls.membership()));

/** A control node that nobody follows. */
export const leadsNobody = ({ role, members, servers }: Membership, node: Node): boolean =>
  role === 'control' && servers.length === 0 && members.every((name) => name === node.name || name === node.facts?.hostname);

/** As the installation leaves a machine: it follows nobody, and nobody follows it. */
export const standsAlone = ({ outsider }: Pick<System, 'outsider'>, own: Membership, node: Node): boolean =>
  own.role === 'none' || (outsider === 'control' && leadsNobody(own, node));
