// Where a platform's Helm works: on its first control node; for an existing cluster, on this computer.
import { readKubeconfig } from '#core/access/kubeconfig.ts';
import type { HelmPlace } from '#core/ports/helm.ts';
import type { StepContext } from '#core/runs/step.ts';
import { systemOf } from './systems/system-of.ts';
import { leadOf } from './task-nodes.ts';

/** Throws SECRET_MISSING when an existing cluster has no kubeconfig yet. */
export async function helmPlaceOf({ platform, ports, target }: Pick<StepContext, 'platform' | 'ports' | 'target'>): Promise<HelmPlace> {
  if (platform.distribution !== 'existing') return { kind: 'node', target: target(leadOf(platform)), distribution: systemOf(platform).id };
  return { kind: 'kubeconfig', ...(await readKubeconfig(ports, platform.id)) };
}
