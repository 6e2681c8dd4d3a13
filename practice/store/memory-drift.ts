// What was applied, what was seen last, and what is waited for, in memory.
import { begunKept, type Applied, type AppliedStore, type Begun } from '#core/ports/applied.ts';
import type { IntentStore, KeptIntent } from '#core/ports/intents.ts';
import type { LastSeenStore, Seen } from '#core/ports/last-seen.ts';

export function memoryApplied(): AppliedStore {
  const begun: Begun[] = [];
  const applied = new Map<string, Applied>();
  return {
    async begin(run) {
      begun.push(run);
      const [oldest, ...others] = begun.filter(({ platformId }) => platformId === run.platformId);
      if (oldest !== undefined && others.length >= begunKept) begun.splice(begun.indexOf(oldest), 1);
    },
    begun: async (runId) => begun.find((run) => run.runId === runId) ?? null,
    get: async (platformId) => applied.get(platformId) ?? null,
    set: async (one) => void applied.set(one.platformId, one),
    remove: async (platformId) => void applied.delete(platformId),
  };
}

export function memoryLastSeen(): LastSeenStore {
  const seen = new Map<string, Seen>();
  return {
    get: async (platformId) => seen.get(platformId) ?? null,
    set: async (platformId, value) => void seen.set(platformId, value),
  };
}

export function memoryIntents(): IntentStore {
  const intents = new Map<string, KeptIntent>();
  return {
    list: async (platformId) =>
      [...intents.values()].filter((one) => one.platformId === platformId).toSorted((a, b) => a.askedAt - b.askedAt),
    save: async (one) => void intents.set(one.id, one),
    remove: async (platformId, intentId) => intents.get(intentId)?.platformId === platformId && intents.delete(intentId),
  };
}
