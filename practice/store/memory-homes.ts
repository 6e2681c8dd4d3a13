import type { HomeRecord, HomeStore } from '#core/ports/homes.ts';

/** The second homes of inventories, in memory. */
export function memoryHomes(): HomeStore {
  const homes = new Map<string, HomeRecord>();
  return {
    list: async () => [...homes.values()],
    get: async (platformId) => homes.get(platformId) ?? null,
    save: async (record) => void homes.set(record.platformId, record),
    remove: async (platformId) => void homes.delete(platformId),
  };
}
