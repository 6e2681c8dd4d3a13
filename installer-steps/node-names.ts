// What a control node takes a name for.
import type { Node } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import type { NodeAnswer } from '#core/certificates/rung.ts';
import type { Hosts, HostTarget } from '#core/ports/hosts.ts';
import { look } from './calls/call.ts';
import { addressesOf } from './calls/cluster.ts';
import { readAnswer } from './read-machine.ts';

interface Deps {
  readonly hosts: Pick<Hosts, 'run'>;
  readonly target: (platform: Platform, node: Node) => HostTarget;
}

/** Null when the platform has no machine that Hearth logs in to. */
export const nodeNames =
  ({ hosts, target }: Deps) =>
  async (platform: Platform, name: string, signal: AbortSignal): Promise<NodeAnswer | null> => {
    const node = platform.nodes.find(({ role }) => role === 'control');
    if (node === undefined || platform.distribution === 'existing') return null;
    const answer = await readAnswer(hosts, { target: target(platform, node), call: look('resolve', { args: { name } }), signal });
    return { node: node.name, addresses: addressesOf(answer) };
  };
