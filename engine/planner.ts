import type { ComponentFile } from '#contract/component-file.ts';
import type { Platform } from '#contract/platforms.ts';
import type { PlanGround, PlanOn } from '#core/inventory/drift/planning.ts';
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
  readonly store: Pick<Store, 'runs' | 'applied'>;
  readonly secrets: Pick<SecretStore, 'get'>;
  readonly components: readonly ComponentFile[];
}

/** The only way into an existing cluster; it is a secret, so no rule about the platform's content can ask for it. */
async function requireWay(platform: Platform, secrets: PlannerParts['secrets']): Promise<void> {
  if (platform.distribution === 'existing' && (await secrets.get(kubeconfigName(platform.id))) === null)
    throw fault('PLAN_INVALID', { reason: 'the cluster is not connected; give its kubeconfig first.' }, { field: 'kubeconfig' });
}

/** Plans are made from a platform, what the last run applied of it, and how long the same steps took before. */
export const planOn =
  ({ store, secrets, components }: PlannerParts): PlanOn =>
  async (wish, { platform, variables }) => {
    await requireWay(platform, secrets);
    const past = await pastDurations(store);
    const applied = (await store.applied.get(platform.id))?.content ?? null;
    return planFor({ wish, platform, components, applied, variables, durationOf: (step) => past.get(step) ?? null });
  };

/** From the platform and the variables as they are stored. */
export const planner =
  (plan: PlanOn, stored: (platformId: string) => Promise<PlanGround>): EnginePorts['plan'] =>
  async (wish) => {
    const ground = await stored(wish.platformId);
    return { platform: ground.platform, plan: await plan(wish, ground) };
  };
