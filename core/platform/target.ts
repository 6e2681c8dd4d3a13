// How to reach a node now: what the inventory says, and the passwords of this session.
import type { Node } from '#contract/nodes.ts';
import type { HostTarget } from '#core/ports/hosts.ts';
import { sudoName, type SessionSecrets } from '#core/ports/secrets.ts';

/** As the run engine wants it: one function for all nodes of all platforms. */
export const targetsWith =
  (session: SessionSecrets) =>
  (platform: { readonly id: string }, node: Node): HostTarget => ({
    label: node.name,
    address: node.address,
    port: node.port,
    user: node.user,
    login: node.credential,
    jump: node.jump,
    hostKey: node.hostKey,
    sudoPassword: session.get(sudoName(platform.id, node.id)),
  });

/** Keeps the sudo password of these nodes in memory for this session. */
export function unlockNodes(
  session: SessionSecrets,
  platform: { readonly id: string; readonly nodes: readonly Node[] },
  { nodeIds, password }: { nodeIds: readonly string[]; password: Parameters<SessionSecrets['set']>[1] },
): { unlocked: string[] } {
  const unlocked = platform.nodes.map((node) => node.id).filter((id) => nodeIds.includes(id));
  for (const id of unlocked) session.set(sudoName(platform.id, id), password);
  return { unlocked };
}
