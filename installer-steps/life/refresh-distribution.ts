// Moves the snap of one node to another channel, and waits until the node is Ready with the new version.
import { TransientFault, fault } from '#core/fault.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { snapRefresh } from '#steps/calls/life.ts';
import { ask } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';
import { waitUntil } from '#steps/wait-until.ts';
import { isUpgraded, runsVersion, wantedChannel } from './upgrade-state.ts';

/** Control nodes start their database and the API anew; every node pulls the pictures of its own pods. */
const readySeconds = 600;

const channelFor = (context: StepContext): string => wantedChannel(context) ?? context.platform.channel;

/** While the control plane starts again nobody answers, and that is no failure. */
async function patientLook(context: StepContext): Promise<Finding> {
  try {
    return await runsVersion(context, channelFor(context));
  } catch (error) {
    if (error instanceof TransientFault) return differs(error.view.what);
    throw error;
  }
}

export const refreshDistribution: Step = {
  id: 'refresh-distribution',
  // snapd refreshes by itself and then keeps everybody waiting.
  attempts: 8,
  timeoutMs: 2_400_000,
  async check(context) {
    const upgraded = await isUpgraded(context);
    return upgraded === null ? differs(`${nodeOf(context).name} does not run ${channelFor(context)} yet.`) : holds(upgraded);
  },
  async apply(context) {
    await ask(context, nodeOf(context), snapRefresh(systemOf(context.platform).snap, channelFor(context)));
  },
  async verify(context) {
    const found = await waitUntil(context, { forMs: readySeconds * 1000, everyMs: 3000 }, () => patientLook(context));
    if (found.holds) return found;
    throw fault('NODE_NOT_READY', { host: nodeOf(context).name, seconds: readySeconds, reason: found.seen });
  },
};
