// Takes the snap with all its data off a machine that has left, so that it can be installed anew. Volumes on its disk stay.
import type { Step } from '#core/runs/step.ts';
import { snapPurge } from '#steps/calls/life.ts';
import { snapInfo, snapOf } from '#steps/calls/snap.ts';
import { ask } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

export const purgeDistribution: Step = {
  id: 'purge-distribution',
  attempts: 6,
  timeoutMs: 900_000,
  async check(context) {
    const { snap, title } = systemOf(context.platform);
    const { installed } = snapOf(await ask(context, nodeOf(context), snapInfo(snap)));
    return installed ? differs(`${title} is installed.`) : holds(`${title} is not installed.`);
  },
  async apply(context) {
    const { snap, volumesIn } = systemOf(context.platform);
    await ask(context, nodeOf(context), snapPurge(snap, volumesIn));
  },
};
