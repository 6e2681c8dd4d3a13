// Roles of nodes that stand in the cluster already: they change by leaving and joining again, and the cluster is led by one of its own.
import type { Node } from '#contract/nodes.ts';
import type { Platform, PlatformContent } from '#contract/platforms.ts';
import { fault } from '#core/fault.ts';

const title = { control: 'control node', worker: 'worker' } as const;

/** Throws PLAN_INVALID with the field. `applied`: as the last run left the platform. */
export function requireStandingRoles({ nodes }: Pick<Platform, 'nodes'>, applied: Pick<PlatformContent, 'nodes'> | null): void {
  const roles = new Map(applied?.nodes.map(({ id, role }) => [id, role]));
  nodes.forEach(({ id, name, role }, index) => {
    const is = roles.get(id);
    if (is !== undefined && is !== role)
      refuse(
        index,
        `${name} works in the cluster as a ${title[is]}. To make it a ${title[role]}, remove it from the cluster and add it again.`,
      );
  });
  const leads = nodes.findIndex(({ role }) => role === 'control');
  const standing = nodes.find(({ id }) => roles.get(id) === 'control');
  const first: Node | undefined = nodes[leads];
  if (first !== undefined && standing !== undefined && !roles.has(first.id))
    refuse(
      leads,
      `${first.name} is new and stands before ${standing.name}, which leads the cluster; put it behind ${standing.name} in the list.`,
    );
}

function refuse(index: number, reason: string): never {
  throw fault('PLAN_INVALID', { reason }, { field: `nodes.${index}.role` });
}
