// While a node leaves, the cluster is asked by way of another control node, also where it was the first.
import type { Platform } from '#contract/platforms.ts';
import type { StepContext } from '#core/runs/step.ts';
import { nodeOf } from '#steps/task-nodes.ts';

/** The same inventory, with this node last. */
export const withLast = (platform: Platform, nodeId: string): Platform => ({
  ...platform,
  nodes: [...platform.nodes.filter(({ id }) => id !== nodeId), ...platform.nodes.filter(({ id }) => id === nodeId)],
});

export const ledByAnother = (context: StepContext): StepContext => ({
  ...context,
  platform: withLast(context.platform, nodeOf(context).id),
});
