import type { PlatformContent } from '#contract/platforms.ts';
import { fault } from '#core/fault.ts';
import { k8s } from './k8s.ts';
import { microk8s } from './microk8s.ts';
import type { System } from './system.ts';

/** Throws PLAN_INVALID for a cluster that Hearth did not set up: nothing of its nodes is ours to change. */
export function systemOf({ distribution }: Pick<PlatformContent, 'distribution'>): System {
  if (distribution === 'existing') throw fault('PLAN_INVALID', { reason: 'the nodes of an existing cluster are not changed by Hearth.' });
  return { microk8s, k8s }[distribution];
}
