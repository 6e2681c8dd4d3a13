import type { ComponentFile } from '#contract/component-file.ts';
import { getPlatform } from '#core/platform/platforms.ts';
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

/** Plans are made from the platform as it is stored, and from how long the same steps took before. */
export const planner =
  (store: Pick<Store, 'platforms' | 'runs'>, components: readonly ComponentFile[]): EnginePorts['plan'] =>
  async ({ platformId, kind, passwordlessSudo, nodeIds }) => {
    const platform = await getPlatform(store, platformId);
    const past = await pastDurations(store);
    const durationOf = (step: string) => past.get(step) ?? null;
    const asked =
      kind === 'access' && nodeIds !== undefined
        ? { ...platform, nodes: platform.nodes.filter(({ id }) => nodeIds.includes(id)) }
        : platform;
    return { platform, plan: planFor({ kind, platform: asked, passwordlessSudo, components, durationOf }) };
  };
