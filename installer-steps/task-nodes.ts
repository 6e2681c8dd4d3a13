// Which machine a task is about, and the control node that the cluster began with.
import type { Node } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import { fault } from '#core/fault.ts';
import type { Finding, StepContext } from '#core/runs/step.ts';

/** The first control node; the others join it. Throws PLAN_INVALID. */
export function leadOf(platform: Pick<Platform, 'nodes'>): Node {
  const control = platform.nodes.find((node) => node.role === 'control');
  if (control === undefined) throw fault('PLAN_INVALID', { reason: 'no machine is the control node.' });
  return control;
}

/** The task's own node. Throws PLAN_INVALID for a task of the whole platform. */
export function nodeOf({ node }: Pick<StepContext, 'node'>): Node {
  if (node === null) throw fault('PLAN_INVALID', { reason: 'a task for one machine names none.' });
  return node;
}

export const holds = (seen: string): Finding => ({ holds: true, seen });
export const differs = (seen: string): Finding => ({ holds: false, seen });
