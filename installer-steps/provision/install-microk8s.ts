import { fault } from '#core/fault.ts';
import type { Step } from '#core/runs/step.ts';
import { snapInfo, snapInstall, snapOf } from '#steps/calls/snap.ts';
import { ask } from '#steps/run-call.ts';
import { compareTracks, launchConfiguration, snap } from '#steps/systems/microk8s.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

export const installMicrok8s: Step = {
  id: 'install-microk8s',
  // snapd refreshes by itself and then keeps everybody waiting.
  attempts: 8,
  timeoutMs: 1_800_000,
  async check(context) {
    const node = nodeOf(context);
    const { channel } = context.platform;
    const found = snapOf(await ask(context, node, snapInfo(snap)));
    if (!found.installed) return differs('MicroK8s is not installed.');
    if (found.channel === channel) return holds(`MicroK8s ${found.version} is installed from ${channel}.`);
    if ((compareTracks(found.channel, channel) ?? 0) > 0) {
      const reason = `${node.name} runs MicroK8s from ${found.channel}, which is newer than ${channel}; Kubernetes cannot go back. Choose that channel, or remove MicroK8s there.`;
      throw fault('NOT_POSSIBLE_NOW', { reason });
    }
    return differs(`MicroK8s is installed from ${found.channel}.`);
  },
  async apply(context) {
    const node = nodeOf(context);
    const launch = node.role === 'control' ? launchConfiguration(context.platform.settings) : '';
    await ask(context, node, snapInstall(snap, context.platform.channel, launch));
  },
};
