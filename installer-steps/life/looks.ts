// The looks behind the dialogs: what lies and runs on a node, and when certificates end.
import type { Node, NodeCertificates } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import { openCluster, type KubeconfigDeps } from '#core/access/kubeconfig.ts';
import { departureOf } from '#core/cluster/drain.ts';
import { isFault } from '#core/fault.ts';
import { nodeOf } from '#core/platform/amend.ts';
import type { LifeLooks } from '#core/platform/life-looks.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Hosts, HostTarget } from '#core/ports/hosts.ts';
import type { PlatformStore } from '#core/ports/store.ts';
import { clusterCalls } from '#steps/calls/cluster.ts';
import { certificatesOf } from '#steps/calls/life.ts';
import { readAnswer } from '#steps/read-machine.ts';
import { listBudgets, listNodes, listPods, listVolumes } from './cluster-nodes.ts';

export interface LooksDeps {
  readonly platforms: PlatformStore;
  readonly clusters: KubeconfigDeps;
  readonly hosts: Pick<Hosts, 'run'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly target: (platform: Platform, node: Node) => HostTarget;
}

export const lifeLooks = (deps: LooksDeps): LifeLooks => ({
  async departure({ platformId, nodeId }, signal) {
    const node = nodeOf(await getPlatform(deps, platformId), nodeId).name;
    const client = await openCluster(deps.clusters, platformId);
    try {
      const [nodes, pods, volumes, budgets] = await Promise.all([
        listNodes(client, signal),
        listPods(client, node, signal),
        listVolumes(client, signal),
        listBudgets(client, signal),
      ]);
      return departureOf({ at: deps.clock.now(), node, nodes, pods, volumes, budgets });
    } finally {
      client.close();
    }
  },
  async certificates(platformId, signal) {
    const platform = await getPlatform(deps, platformId);
    const { distribution } = platform;
    if (distribution === 'existing') return [];
    const call = clusterCalls(distribution).certificates();
    const controls = platform.nodes.filter(({ role }) => role === 'control');
    return Promise.all(
      controls.map(async (node): Promise<NodeCertificates> => {
        try {
          const answer = await readAnswer(deps.hosts, { target: deps.target(platform, node), call, signal });
          return { nodeId: node.id, certificates: certificatesOf(answer), fault: null };
        } catch (error) {
          if (!isFault(error)) throw error;
          return { nodeId: node.id, certificates: [], fault: error.view };
        }
      }),
    );
  },
});
