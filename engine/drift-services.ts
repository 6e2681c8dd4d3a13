// What compares the inventory with what was applied and what is, plans from it, and keeps its secrets.
import { ageSealer } from '#adapters/secrets/sealed.ts';
import { yaml } from '#adapters/inventory/yaml.ts';
import type { ComponentFile } from '#contract/component-file.ts';
import type { LiveCache } from '#core/cluster/live-cache.ts';
import { createIntents } from '#core/inventory/drift/intents.ts';
import type { DriftDeps } from '#core/inventory/drift/look.ts';
import type { ReachDeps } from '#core/inventory/drift/reach.ts';
import { lookAt, type SeenDeps } from '#core/inventory/drift/seen.ts';
import { savedInventory } from '#core/inventory/drift/wanted.ts';
import type { Drafts } from '#core/inventory/drafts/drafts.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { SecretStore } from '#core/ports/secrets.ts';
import type { Store } from '#core/ports/store.ts';
import type { RunWitness } from '#core/runs/engine.ts';
import type { Runs } from '#core/runs/runs.ts';
import type { EnginePorts } from '#doors/engine-ports.ts';
import { appliedKeeper } from './applied-keeper.ts';
import { planner, planOn } from './planner.ts';
import { randomness } from './randomness.ts';

interface WitnessParts extends Omit<SeenDeps, 'lastSeen'> {
  readonly store: Pick<Store, 'platforms' | 'applied' | 'lastSeen'>;
  readonly log: Pick<Log, 'error'>;
}

/** Writes down what runs apply, and looks at the cluster after each: what was seen last is then what that run left behind. */
export function runWitness({ store, log, ...parts }: WitnessParts): RunWitness {
  const failed = (error: unknown) => void log.error('The cluster could not be looked at after a run.', error);
  const onEnd = (platformId: string) => void lookAt({ ...parts, lastSeen: store.lastSeen }, platformId).catch(failed);
  return appliedKeeper({ store, clock: parts.clock, onEnd });
}

export interface DriftParts extends ReachDeps {
  readonly store: Pick<Store, 'platforms' | 'runs' | 'applied' | 'lastSeen' | 'intents'>;
  readonly clock: Clock;
  readonly secrets: SecretStore;
  readonly live: Pick<LiveCache, 'list'>;
  readonly components: readonly ComponentFile[];
  readonly drafts: Pick<Drafts, 'based'>;
  readonly runs: Pick<Runs, 'start'>;
}

export function driftServices(parts: DriftParts): Pick<EnginePorts, 'plan' | 'drift' | 'intents' | 'inventorySecrets'> {
  const { store, clock, secrets, live, components, drafts, runs, hosts, target } = parts;
  const { platforms, applied, lastSeen, intents } = store;
  const plan = planOn({ store, secrets, components });
  const drift: DriftDeps = { platforms, yaml, drafts, ids: randomness, clock, secrets, live, lastSeen, applied, components, planOn: plan };
  return {
    plan: planner(plan, (platformId) => savedInventory(drift, platformId)),
    drift,
    intents: createIntents({ ...drift, intents, runs, hosts, target }),
    inventorySecrets: { platforms, yaml, secrets, clock, applied, components, sealer: ageSealer() },
  };
}
