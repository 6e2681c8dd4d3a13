// What was asked for while machines or the cluster did not answer. It waits, is planned anew, and is started by a person only.
import type { Intent } from '#contract/inventory/drift.ts';
import type { Plan, RunWish } from '#contract/runs.ts';
import { canonicalText } from '#core/catalog/values-hash.ts';
import { fault } from '#core/fault.ts';
import type { IntentStore, KeptIntent } from '#core/ports/intents.ts';
import type { Runs } from '#core/runs/runs.ts';
import { createSerials } from '#core/serial.ts';
import { planned, type DriftDeps } from './look.ts';
import { planChanges, samePlan } from './plan-changes.ts';
import { askedOnce, silenceOf, type Answers, type ReachDeps } from './reach.ts';
import { lookAt, type Look } from './seen.ts';
import { savedInventory, type Wanted } from './wanted.ts';

export interface IntentDeps extends DriftDeps, ReachDeps {
  readonly intents: IntentStore;
  readonly runs: Pick<Runs, 'start'>;
}

/** Who asks several times within this time is told what was found. */
const freshMs = 5000;
const waitingAtMost = 50;

interface Queueing {
  readonly platformId: string;
  readonly wish: RunWish;
  readonly askedBy: string;
}

interface Naming {
  readonly platformId: string;
  readonly intentId: string;
}

export interface Intents {
  /** Throws NOT_FOUND, INPUT_INVALID. The same wish twice is one. */
  queue(asked: Queueing, signal: AbortSignal): Promise<Intent>;
  /** Looks whether what they wait for answers by now. Throws NOT_FOUND. */
  list(platformId: string, signal: AbortSignal): Promise<Intent[]>;
  /** Throws NOT_FOUND, NOT_POSSIBLE_NOW, PLAN_CHANGED, and what starting a run throws. */
  confirm(asked: Naming & { readonly plannedAt: number; readonly startedBy: string }, signal: AbortSignal): Promise<{ runId: string }>;
  /** Throws NOT_FOUND. */
  drop(asked: Naming): Promise<{ dropped: true }>;
}

/** Whatever is asked for at a time: machines and cluster are asked once for all of it. */
interface Round {
  readonly ground: Wanted;
  readonly signal: AbortSignal;
  readonly answers: Answers;
  readonly cluster: () => Promise<Look>;
}

export const createIntents = (deps: IntentDeps): Intents => new Waiting(deps);

class Waiting implements Intents {
  readonly #deps: IntentDeps;
  /** Two windows that ask at a time must not plan one thing twice. */
  readonly #serial = createSerials();
  readonly #lookedAt = new Map<string, number>();

  constructor(deps: IntentDeps) {
    this.#deps = deps;
  }

  queue({ platformId, wish, askedBy }: Queueing, signal: AbortSignal): Promise<Intent> {
    return this.#serial(platformId, async () => {
      if (wish.platformId !== platformId)
        throw fault('INPUT_INVALID', { field: 'wish.platformId', reason: 'It is another platform.' }, { field: 'wish.platformId' });
      const ground = await savedInventory(this.#deps, platformId);
      const kept = await this.#deps.intents.list(platformId);
      const known = kept.find((one) => canonicalText(one.wish) === canonicalText(wish));
      if (known !== undefined) return viewOf(await this.#renew(known, this.#round(ground, signal)));
      if (kept.length >= waitingAtMost)
        throw fault('NOT_POSSIBLE_NOW', { reason: `${waitingAtMost} wishes wait already; drop some first.` });
      const { clock, ids } = this.#deps;
      const asked = await planned(this.#deps, wish, ground);
      const { revision } = ground;
      const waiting = { state: 'waiting', reason: '', plannedAt: null, changed: [], plan: null } as const;
      const fresh = { id: ids.id(), platformId, wish, revision, askedAt: clock.now(), askedBy, asked: asked.plan, ...waiting, changed: [] };
      return viewOf(await this.#renew(fresh, this.#round(ground, signal)));
    });
  }

  list(platformId: string, signal: AbortSignal): Promise<Intent[]> {
    return this.#serial(platformId, async () => {
      const ground = await savedInventory(this.#deps, platformId);
      const kept = await this.#deps.intents.list(platformId);
      const now = this.#deps.clock.now();
      const isFresh = Math.abs(now - (this.#lookedAt.get(platformId) ?? -Infinity)) < freshMs;
      if (isFresh || kept.length === 0) return kept.map(viewOf);
      const renewed: KeptIntent[] = [];
      const round = this.#round(ground, signal);
      for (const one of kept) renewed.push(await this.#renew(one, round));
      this.#lookedAt.set(platformId, this.#deps.clock.now());
      return renewed.map(viewOf);
    });
  }

  confirm(
    { platformId, intentId, plannedAt, startedBy }: Naming & { readonly plannedAt: number; readonly startedBy: string },
    signal: AbortSignal,
  ): Promise<{ runId: string }> {
    return this.#serial(platformId, async () => {
      const ground = await savedInventory(this.#deps, platformId);
      const found = (await this.#deps.intents.list(platformId)).find(({ id }) => id === intentId);
      if (found === undefined) throw unknown(intentId);
      const now = await this.#renew(found, this.#round(ground, signal));
      if (now.state !== 'ready' || now.plan === null) throw fault('NOT_POSSIBLE_NOW', { reason: now.reason });
      if (now.plannedAt !== plannedAt) throw fault('PLAN_CHANGED', { title: now.plan.title });
      const runId = await this.#deps.runs.start({ plan: now.plan, platform: ground.platform, startedBy });
      await this.#deps.intents.remove(platformId, intentId);
      return { runId };
    });
  }

  drop({ platformId, intentId }: Naming): Promise<{ dropped: true }> {
    return this.#serial(platformId, async () => {
      if (!(await this.#deps.intents.remove(platformId, intentId))) throw unknown(intentId);
      return { dropped: true };
    });
  }

  /** As it stands now; stored where that changed. */
  async #renew(before: KeptIntent, round: Round): Promise<KeptIntent> {
    const after = await this.#stateOf(before, round);
    if (canonicalText(after) !== canonicalText(before) || after.plannedAt === null) await this.#deps.intents.save(after);
    return after;
  }

  async #stateOf(before: KeptIntent, round: Round): Promise<KeptIntent> {
    const { plan, reason } = await planned(this.#deps, before.wish, round.ground);
    if (plan === null) return { ...before, state: 'unfit', reason, plan: null, plannedAt: null, changed: [] };
    const silence = await this.#silence(before.wish, plan, round);
    if (silence !== '') return { ...before, state: 'waiting', reason: silence };
    const now = this.#deps.clock.now();
    // The plan that was shown stays the one to confirm as long as it is the same.
    const shown =
      before.plan !== null && samePlan(before.plan, plan) ? before : { plan, plannedAt: Math.max(now, (before.plannedAt ?? 0) + 1) };
    const changed = before.asked === null ? [] : planChanges(before.asked, plan);
    return { ...before, state: 'ready', reason: '', plan: shown.plan, plannedAt: shown.plannedAt, changed };
  }

  #round(ground: Wanted, signal: AbortSignal): Round {
    const { platform } = ground;
    let cluster: Promise<Look> | undefined;
    return {
      ground,
      signal,
      answers: askedOnce(this.#deps, platform, signal),
      cluster: () => (cluster ??= lookAt(this.#deps, platform.id)),
    };
  }

  async #silence(wish: RunWish, plan: Plan, { ground: { platform }, signal, answers, cluster }: Round): Promise<string> {
    if (platform.distribution !== 'existing') return silenceOf(answers, { platform, wish, plan }, signal);
    return (await cluster()).state === 'now' ? '' : 'The cluster does not answer.';
  }
}

const unknown = (intentId: string) => fault('NOT_FOUND', { thing: 'wish', id: intentId });

function viewOf(kept: KeptIntent): Intent {
  const { id, platformId, wish, revision, askedAt, askedBy, state, reason, plannedAt, changed, plan } = kept;
  return { id, platformId, wish, revision, askedAt, askedBy, state, reason, plannedAt, changed, plan };
}
