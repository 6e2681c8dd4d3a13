// A machine that works in the cluster is not taken from the list, nor called otherwise in it, without a word: the cluster would keep it.
import type { Node } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import { fault } from '#core/fault.ts';
import type { ClusterMember } from './membership.ts';

/** Who is in the cluster of a platform by all that is known; nobody where nothing was set up. */
export type ClusterMembers = (platformId: string) => Promise<readonly ClusterMember[]>;

interface Change {
  readonly stored: Pick<Platform, 'id' | 'distribution' | 'nodes'>;
  readonly next: Pick<Platform, 'nodes'>;
}

/** Throws NODE_IS_MEMBER. The cluster is asked only where a name is gone from the list. */
export async function refuseLosingMembers(members: ClusterMembers, { stored, next }: Change): Promise<void> {
  const names = new Set(next.nodes.map(({ name }) => name));
  const gone = stored.nodes.filter(({ name }) => !names.has(name));
  // The nodes of a cluster that was there already are no matter of the list.
  if (gone.length === 0 || stored.distribution === 'existing') return;
  const inCluster = new Set((await members(stored.id)).map(({ name }) => name));
  const member = gone.find(({ name }) => inCluster.has(name));
  if (member !== undefined) throw lost(member, next.nodes.find(({ id }) => id === member.id)?.name ?? '');
}

const lost = ({ id, name }: Node, renamed: string) => fault('NODE_IS_MEMBER', { host: name, nodeId: id, renamed }, { field: 'nodes' });
