// Plans as the drift and what waits need them: also for an inventory that is not saved.
import type { Platform } from '#contract/platforms.ts';
import type { Plan, RunWish } from '#contract/runs.ts';
import type { Variables } from '#core/catalog/values.ts';

/** What a plan is made from. */
export interface PlanGround {
  readonly platform: Platform;
  readonly variables: Variables;
}

/** PLAN_INVALID and its like say why there is none. */
export type PlanOn = (wish: RunWish, ground: PlanGround) => Promise<Plan>;
