// Drift, as a person asks for it: what is wanted is read, what is is looked at, and the run that closes the difference is planned.
import type { Difference, Drift } from '#contract/inventory/drift.ts';
import type { Platform } from '#contract/platforms.ts';
import type { Plan, RunWish } from '#contract/runs.ts';
import { isFault } from '#core/fault.ts';
import type { AppliedStore } from '#core/ports/applied.ts';
import type { SecretStore } from '#core/ports/secrets.ts';
import { changedTimes } from '#core/inventory/secrets/kept.ts';
import { besides } from './besides.ts';
import { closingOf, driftOf } from './drift-of.ts';
import type { DriftInput } from './input.ts';
import type { PlanOn } from './planning.ts';
import { lookAt, type Look, type SeenDeps } from './seen.ts';
import { wantedOf, type Wanted, type WantedDeps } from './wanted.ts';

export interface DriftDeps extends SeenDeps, WantedDeps {
  readonly secrets: SecretStore;
  readonly applied: AppliedStore;
  readonly planOn: PlanOn;
}

interface Asked {
  readonly platformId: string;
  readonly draftId?: string | undefined;
}

/** Throws NOT_FOUND; INVENTORY_UNFIT for a draft that cannot be a platform. */
export async function lookForDrift(deps: DriftDeps, { platformId, draftId }: Asked): Promise<Drift> {
  const wanted = await wantedOf(deps, platformId, draftId);
  const look = await lookAt(deps, platformId);
  const input = await inputOf(deps, wanted, look);
  const { applied } = input;
  const differences = driftOf(input);
  return {
    at: deps.clock.now(),
    wanted: { revision: wanted.revision, draftId: draftId ?? null },
    applied: applied === null ? null : { revision: applied.revision, runId: applied.runId, at: applied.at },
    live: { state: look.state, at: look.seen?.at ?? null },
    differences,
    besides: await besides(deps, wanted, applied),
    ...(await closing(deps, { wanted, look, input, differences })),
  };
}

export async function inputOf(
  { applied, secrets, components }: Pick<DriftDeps, 'applied' | 'secrets' | 'components'>,
  { platform, variables, draftOf }: Wanted,
  { seen }: Pick<Look, 'seen'>,
): Promise<DriftInput> {
  return {
    platformId: platform.id,
    wanted: platform,
    variables,
    draftOf,
    applied: await applied.get(platform.id),
    live: seen,
    components,
    secrets: await changedTimes(secrets, platform.id),
  };
}

interface Found {
  readonly wanted: Wanted;
  readonly look: Look;
  readonly input: DriftInput;
  readonly differences: readonly Difference[];
}

async function closing(deps: DriftDeps, found: Found): Promise<Pick<Drift, 'plan' | 'planReason' | 'wish'>> {
  const { wanted, look, input, differences } = found;
  const { wish, reason } = closingOf(wanted.platform.id, differences);
  if (wish === null) return { plan: null, planReason: reason, wish };
  const made = await planned(deps, wish, { ...wanted, platform: groundOf(wish, wanted.platform, input) });
  if (made.plan === null) return { plan: null, planReason: made.reason, wish: null };
  return { plan: made.plan, planReason: [reason, ageOf(look)].filter((part) => part !== '').join(' '), wish };
}

/** An upgrade begins with what is there. */
const groundOf = (wish: RunWish, platform: Platform, { applied }: DriftInput): Platform =>
  wish.kind === 'upgrade' && applied !== null ? { ...platform, channel: applied.content.channel } : platform;

const ageOf = ({ state }: Look): string => {
  if (state === 'now') return '';
  return state === 'before'
    ? 'The cluster does not answer: this plan was made from what was seen last. Each task looks again before it acts.'
    : 'The cluster has not been seen yet: each task looks before it acts.';
};

export async function planned(
  { planOn }: Pick<DriftDeps, 'planOn'>,
  wish: RunWish,
  ground: Parameters<PlanOn>[1],
): Promise<{ readonly plan: Plan; readonly reason: '' } | { readonly plan: null; readonly reason: string }> {
  try {
    return { plan: await planOn(wish, ground), reason: '' };
  } catch (error) {
    if (!isFault(error)) throw error;
    return { plan: null, reason: `${error.view.what} ${error.view.why}` };
  }
}
