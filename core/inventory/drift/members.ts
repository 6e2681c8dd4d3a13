// Who is in the cluster of a platform by all that is known, as the drift has it too: what was seen of it, else what was set up last.
import type { ClusterMembers } from '#core/platform/keep-members.ts';
import type { AppliedStore } from '#core/ports/applied.ts';
import { lookAt, type SeenDeps } from './seen.ts';

export interface MemberDeps extends SeenDeps {
  readonly applied: Pick<AppliedStore, 'get'>;
}

export const membersOf =
  (deps: MemberDeps): ClusterMembers =>
  async (platformId) => {
    const applied = await deps.applied.get(platformId);
    const { state, seen } = await lookAt(deps, platformId);
    // What was seen before all of it was taken back is there no more.
    if (applied === null && state !== 'now') return [];
    return (seen ?? applied?.content)?.nodes.map(({ name, address }) => ({ name, address })) ?? [];
  };
