import { fault } from '#core/fault.ts';
import type { Step, StepContext } from '#core/runs/step.ts';
import { doingOf, rangesOf, snapInfo, snapInstall, snapOf, snapProgress } from '#steps/calls/snap.ts';
import { aboutMachine } from '#steps/looks.ts';
import { ask } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { compareTracks } from '#steps/systems/tracks.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

/** Throws NOT_POSSIBLE_NOW: the certificate of its API server would not name the address by which pods call it. */
async function refuseOtherRanges(context: StepContext): Promise<void> {
  const node = nodeOf(context);
  const { installedRanges, snap, title } = systemOf(context.platform);
  if (node.role !== 'control' || installedRanges === null) return;
  const { pods, services } = rangesOf(await ask(context, node, installedRanges()));
  const { podCidr, serviceCidr } = context.platform.settings;
  if ((pods === '' || pods === podCidr) && (services === '' || services === serviceCidr)) return;
  const reason = `${title} is installed on ${node.name} with the range ${pods} for pods and ${services} for Services, and takes others only when it is installed. Choose these ranges, remove ${title} there (\`snap remove --purge ${snap}\`), or rebuild ${node.name} if it is in the cluster.`;
  throw fault('NOT_POSSIBLE_NOW', { reason });
}

export const installDistribution: Step = {
  id: 'install-distribution',
  // snapd refreshes by itself and then keeps everybody waiting.
  attempts: 8,
  timeoutMs: 1_800_000,
  looks(context) {
    const { snap, installedRanges } = systemOf(context.platform);
    const node = nodeOf(context);
    const ranges = node.role === 'control' && installedRanges !== null ? [installedRanges()] : [];
    return aboutMachine(node, snapInfo(snap), ...ranges);
  },
  async check(context) {
    const node = nodeOf(context);
    const { channel } = context.platform;
    const { snap, title } = systemOf(context.platform);
    const found = snapOf(await ask(context, node, snapInfo(snap)));
    if (!found.installed) return differs(`${title} is not installed.`);
    await refuseOtherRanges(context);
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
    const launch = node.role === 'control' ? installConfiguration(context.platform.settings) : '';
    await ask(context, node, snapInstall(snap, context.platform.channel, launch));
  },
  async probe(context) {
    const node = nodeOf(context);
    const doing = doingOf(await ask(context, node, snapProgress()));
    return doing.length === 0 ? `snapd of ${node.name} has nothing under way.` : `snapd of ${node.name} is busy: ${doing.join('; ')}.`;
  },
};
