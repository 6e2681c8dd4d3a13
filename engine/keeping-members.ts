// What a person saves, by whichever door, keeps the machines in the list that work in the cluster. Runs change the list as they change the cluster.
import { refuseLosingMembers, type ClusterMembers } from '#core/platform/keep-members.ts';
import type { PlatformStore } from '#core/ports/store.ts';

export const keepingMembers = (platforms: PlatformStore, members: ClusterMembers): PlatformStore => ({
  ...platforms,
  async update(next, expectedRevision, document) {
    const stored = await platforms.get(next.id);
    if (stored?.revision === expectedRevision) await refuseLosingMembers(members, { stored, next });
    return platforms.update(next, expectedRevision, document);
  },
});
