// Drafts over a real store, for tests that look at what is left of them.
import { randomUUID } from 'node:crypto';
import { yaml } from '#adapters/inventory/yaml.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import { createDrafts } from '#core/inventory/drafts/drafts.ts';
import { createPlatform } from '#core/platform/platforms.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Store } from '#core/ports/store.ts';
import { sketchLog } from '#core/runs/fixtures.ts';

type Kept = Pick<Store, 'platforms' | 'drafts' | 'runs'>;

/** Nothing is wrong with anything. */
const openLinter = async () => ({ look: () => [], refresh: async () => {} });

export function draftRoom({ platforms, drafts, runs }: Kept, clock: Pick<Clock, 'now'>) {
  const ids = { id: () => randomUUID() };
  const deps = { platforms, drafts, runs, clock, ids, yaml, secrets: memorySecrets(), log: sketchLog(), openLinter };
  return {
    deps,
    drafts: createDrafts(deps),
    /** The one that is there, or a new one. */
    platform: async () => {
      const [known] = await platforms.list();
      return known ?? createPlatform(deps, { name: 'Home', core: ['cert-manager'] });
    },
  };
}
