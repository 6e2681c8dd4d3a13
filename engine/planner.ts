import type { ComponentFile } from '#contract/component-file.ts';
import type { Platform } from '#contract/platforms.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import { fault } from '#core/fault.ts';
import { kubeconfigName, type SecretStore } from '#core/ports/secrets.ts';
import type { Store } from '#core/ports/store.ts';
import { median } from '#core/runs/estimate.ts';
import type { EnginePorts } from '#doors/engine-ports.ts';
import { planFor } from '#steps/plans/plan-for.ts';
import { steps } from '#steps/registry.ts';

/** So many past runs of a step speak for its time. */
const historyLength = 20;

async function pastDurations({ runs }: Pick<Store, 'runs'>): Promise<ReadonlyMap<string, number>> {
  const known = new Map<string, number>();
  for (const step of steps.keys()) {
    const usual = median(await runs.durations(step, historyLength));
    if (usual !== null) known.set(step, usual);
  }
  return known;
}

export interface PlannerParts {
  readonly store: Pick<Store, 'platforms' | 'runs'>;
  readonly secrets: Pick<SecretStore, 'get'>;
  readonly components: readonly ComponentFile[];
}

/** The only way into an existing cluster; it is a secret, so no rule about the platform's content can ask for it. */
async function requireWay(platform: Platform, secrets: PlannerParts['secrets']): Promise<void> {
  if (platform.distribution === 'existing' && (await secrets.get(kubeconfigName(platform.id))) === null)
    throw fault('PLAN_INVALID', { reason: 'the cluster is not connected; give its kubeconfig first.' }, { field: 'kubeconfig' });
}

/** Plans are made from the platform as it is stored, and from how long the same steps took before. */
export const planner =
  ({ store, secrets, components }: PlannerParts): EnginePorts['plan'] =>
  async (wish) => {
    const platform = await getPlatform(store, wish.platformId);
    await requireWay(platform, secrets);
    const past = await pastDurations(store);
    return { platform, plan: planFor({ wish, platform, components, durationOf: (step) => past.get(step) ?? null }) };
  };
