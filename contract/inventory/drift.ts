// Drift: what differs between the draft, what was applied last, and what is; and the run that closes it.
import { z } from 'zod';
import { id, instant, procedure } from '#contract/base.ts';
import { plan, runWish } from '#contract/runs.ts';
import { documentDifference } from './document.ts';

export const difference = z.object({
  /** Stable as long as the same thing differs. */
  id: z.string(),
  subject: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('node'), name: z.string() }),
    z.object({ kind: z.literal('component'), name: z.string() }),
    z.object({ kind: z.literal('platform') }),
    z.object({ kind: z.literal('secret'), name: z.string() }),
  ]),
  /** Such as role, label gpu, missing, unknown. */
  what: z.string(),
  /** In words; null where that side says nothing about it. */
  wanted: z.string().nullable(),
  applied: z.string().nullable(),
  live: z.string().nullable(),
  sentence: z.string(),
  /** What closes it; null: only a person can, and the sentence says how. */
  closedBy: z.string().nullable(),
  /** When that has to be run, where saving the draft decides it. */
  closedWhen: z.enum(['before-saving', 'after-saving']).nullable(),
  /** The run of its own that closes this one, where the plan of the whole does not. */
  wish: runWish.nullable(),
});
export type Difference = z.infer<typeof difference>;

/** As many of what else changed as anybody reads. */
export const besidesTold = 200;

export const drift = z.object({
  at: instant,
  /** Of which text: the saved inventory, or a draft. */
  wanted: z.object({ revision: z.number().int().positive(), draftId: id.nullable() }),
  /** The last run that finished; null: nothing was ever applied. */
  applied: z.object({ revision: z.number().int().positive(), runId: id, at: instant }).nullable(),
  /** now: the cluster answers. before: as it was last seen. never: nothing was seen yet. */
  live: z.object({ state: z.enum(['now', 'before', 'never']), at: instant.nullable() }),
  differences: z.array(difference),
  /**
   * What the text says otherwise than the version that was applied last, and no difference above tells: variables, groups, how machines
   * are reached. It holds at once, or with the next run that uses it. Null: nothing was applied, or its version is no longer kept.
   */
  besides: z
    .object({
      differences: z.array(documentDifference.pick({ path: true, kind: true, sentence: true })).max(besidesTold),
      /** So many more are not told. */
      more: z.number().int().nonnegative(),
    })
    .nullable(),
  /** What closes all that a run can close, from what is known; null: nothing to do, or the reason why no plan can be made. */
  plan: plan.nullable(),
  planReason: z.string(),
  /** Start this after saving the draft. */
  wish: runWish.nullable(),
});
export type Drift = z.infer<typeof drift>;

/** Asked for while the machines or the cluster did not answer. It waits until they do, is planned anew then, and runs only when a person says so. */
export const intent = z.object({
  id,
  platformId: id,
  wish: runWish,
  /** Of the inventory when it was asked for. */
  revision: z.number().int().positive(),
  askedAt: instant,
  askedBy: z.string(),
  state: z.enum(['waiting', 'ready', 'unfit']),
  /** waiting: what does not answer. ready: planned anew at `plannedAt`. unfit: why it cannot be done as things are now. */
  reason: z.string(),
  plannedAt: instant.nullable(),
  /** What changed in the plan since it was asked for, in words. */
  changed: z.array(z.string()),
  plan: plan.nullable(),
});
export type Intent = z.infer<typeof intent>;

const one = z.object({ platformId: id });
const oneIntent = one.extend({ intentId: id });
export const inventoryDrift = {
  look: procedure
    .route({
      method: 'GET',
      path: '/platforms/{platformId}/drift',
      summary: 'Say what differs between the inventory, what was applied last and what is, and the plan that closes it',
    })
    .input(one.extend({ draftId: id.optional() }))
    .output(drift),
  intents: procedure
    .route({ method: 'GET', path: '/platforms/{platformId}/intents', summary: 'List what waits for machines or the cluster to answer' })
    .input(one)
    .output(z.array(intent)),
  queue: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/intents',
      summary: 'Ask for a run that is planned anew once machines and cluster answer; it never starts by itself',
    })
    .meta({ scope: 'change' })
    .input(one.extend({ wish: runWish }))
    .output(intent),
  /** Plans anew and starts exactly that. NOT_POSSIBLE_NOW while it waits; PLAN_CHANGED when the plan is not the one that was shown. */
  confirm: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/intents/{intentId}/confirm',
      summary: 'Start what has waited, as it is planned now',
    })
    .meta({ scope: 'change' })
    .input(oneIntent.extend({ plannedAt: instant }))
    .output(z.object({ runId: id })),
  drop: procedure
    .route({ method: 'DELETE', path: '/platforms/{platformId}/intents/{intentId}', summary: 'Drop what waits' })
    .meta({ scope: 'change' })
    .input(oneIntent)
    .output(z.object({ dropped: z.literal(true) })),
};
