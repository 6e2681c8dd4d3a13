import { fault } from '#core/fault.ts';
import type { Step } from '#core/runs/step.ts';
import { doingOf, snapInfo, snapInstall, snapOf, snapProgress } from '#steps/calls/snap.ts';
import { aboutMachine } from '#steps/looks.ts';
import { ask } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { compareTracks } from '#steps/systems/tracks.ts';
import { differs, holds, leadOf, nodeOf } from '#steps/task-nodes.ts';

export const installDistribution: Step = {
  id: 'install-distribution',
  // snapd refreshes by itself and then keeps everybody waiting.
  attempts: 8,
  timeoutMs: 1_800_000,
  looks: (context) => aboutMachine(nodeOf(context), snapInfo(systemOf(context.platform).snap)),
  async check(context) {
    const node = nodeOf(context);
    const { channel } = context.platform;
    const { snap, title } = systemOf(context.platform);
    const found = snapOf(await ask(context, node, snapInfo(snap)));
    if (!found.installed) return differs(`${title} is not installed.`);
    if (found.channel === channel) return holds(`${title} ${found.version} is installed from ${channel}.`);
    if ((compareTracks(found.channel, channel) ?? 0) > 0) {
      const reason = `${node.name} runs ${title} from ${found.channel}, which is newer than ${channel}; Kubernetes cannot go back. Choose that channel, or remove ${title} there.`;
      throw fault('NOT_POSSIBLE_NOW', { reason });
    }
    return differs(`${title} is installed from ${found.channel}.`);
  },
  async apply(context) {
    const node = nodeOf(context);
    const { snap, installConfiguration } = systemOf(context.platform);
    const launch = node.id === leadOf(context.platform).id ? installConfiguration(context.platform.settings) : '';
    await ask(context, node, snapInstall(snap, context.platform.channel, launch));
  },
  async probe(context) {
    const node = nodeOf(context);
    const doing = doingOf(await ask(context, node, snapProgress()));
    return doing.length === 0 ? `snapd of ${node.name} has nothing under way.` : `snapd of ${node.name} is busy: ${doing.join('; ')}.`;
  },
};
