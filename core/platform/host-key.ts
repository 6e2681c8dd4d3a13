// A host key is read without a credential, shown to the person, and pinned only when the machine still shows that one.
import type { HostKey, SeenKey } from '#contract/nodes.ts';
import { fault } from '#core/fault.ts';
import type { Hosts } from '#core/ports/hosts.ts';
import { amendNodes, nodeOf, type AmendDeps } from './amend.ts';
import { getPlatform } from './platforms.ts';

export type HostKeyDeps = AmendDeps & { readonly hosts: Pick<Hosts, 'readHostKey'> };
interface OnNode {
  readonly platformId: string;
  readonly nodeId: string;
}

export async function readHostKey(deps: HostKeyDeps, { platformId, nodeId }: OnNode, signal: AbortSignal): Promise<SeenKey> {
  const node = nodeOf(await getPlatform(deps, platformId), nodeId);
  const { address, port, jump, hostKey, name } = node;
  return deps.hosts.readHostKey({ address, port, jump, hostKey, label: name }, signal);
}

/** Throws HOST_KEY_CHANGED when the machine shows another key than the one asked for, HOST_KEY_REVOKED. */
export async function trustHostKey(
  deps: HostKeyDeps,
  request: OnNode & { readonly fingerprint: string },
  signal: AbortSignal,
): Promise<HostKey> {
  const { platformId, nodeId, fingerprint } = request;
  const { address: host, port } = nodeOf(await getPlatform(deps, platformId), nodeId);
  const seen = await readHostKey(deps, request, signal);
  if (seen.state === 'revoked') throw fault('HOST_KEY_REVOKED', { host, port, fingerprint: seen.fingerprint });
  if (seen.fingerprint !== fingerprint)
    throw fault('HOST_KEY_CHANGED', { host, port, trusted: fingerprint, fingerprint: seen.fingerprint });
  const hostKey: HostKey = { algorithm: seen.algorithm, fingerprint, trustedAt: deps.clock.now() };
  // Only for the machine that was looked at: the address may have been edited meanwhile.
  const saved = await amendNodes(deps, platformId, (node) =>
    node.id === nodeId && node.address === host && node.port === port ? { ...node, hostKey } : node,
  );
  if (nodeOf(saved, nodeId).hostKey !== hostKey)
    throw fault('CHANGED_MEANWHILE', { thing: 'machine', yours: saved.revision, stored: saved.revision });
  return hostKey;
}
