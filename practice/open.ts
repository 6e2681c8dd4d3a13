// The practice lab as a set of ports: what adapters/ gives the engine for real machines, in memory.
import type { PracticeFault, PracticeNode } from '#contract/system.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Charts, Helm } from '#core/ports/helm.ts';
import type { HearthKey, Hosts } from '#core/ports/hosts.ts';
import type { Kube, KubeconfigReader } from '#core/ports/kube.ts';
import type { Http } from '#core/ports/http.ts';
import type { Resolver } from '#core/ports/resolver.ts';
import type { Network } from '#core/ports/network.ts';
import { fault } from '#core/fault.ts';
import { createPracticeClient } from './cluster/client.ts';
import { createExistingCluster, type ExistingCluster } from './existing.ts';
import { createPracticeHelm, practiceCharts } from './helm.ts';
import { createPracticeHosts } from './hosts.ts';
import { createPracticeHttp } from './web-services.ts';
import { createPracticeResolver } from './resolver.ts';
import { createLab, type Lab } from './lab.ts';
import type { Machine } from './machines.ts';
import { createPracticeNetwork } from './network.ts';

export interface Practice {
  readonly hosts: Hosts;
  readonly hearthKey: HearthKey;
  readonly network: Network;
  readonly http: Http;
  readonly resolver: Resolver;
  readonly kube: Kube;
  readonly helm: Helm;
  readonly charts: Charts;
  nodes(): readonly PracticeNode[];
  /** Of a cluster that is there already. */
  kubeconfig(): string;
  setFault(name: string, change: { readonly fault: PracticeFault; readonly on: boolean }): PracticeNode;
  close(): void;
}

const view = (machine: Machine): PracticeNode => ({
  name: machine.spec.name,
  address: machine.spec.address,
  title: machine.spec.title,
  faults: [...machine.faults],
});

function practiceKube({ lab, existing }: Rooms, kubeconfigs: KubeconfigReader): Kube {
  return {
    inspect: (yaml) => kubeconfigs.inspect(yaml),
    connect(kubeconfig, choice = {}) {
      const server = kubeconfigs.serverOf(kubeconfig.reveal(), choice);
      if (existing.isAt(server)) return existing.connect(choice.context);
      const unreachable = (reason: string) => fault('CLUSTER_UNREACHABLE', { server, reason });
      const reach = () => {
        const machine = lab.machineAt(new URL(server).hostname);
        if (machine === null || !lab.isUp(machine) || machine.memberOf === '') throw unreachable('The control node does not answer.');
        return lab.power(machine);
      };
      return createPracticeClient(lab.objects, {
        server,
        reach,
        broken: () => unreachable('The connection to the control node broke.'),
        leave: (pod) => lab.world.evicted(pod),
      });
    },
  };
}

interface Rooms {
  readonly lab: Lab;
  readonly existing: ExistingCluster;
}

/** Shown as Hearth's key; nothing real trusts it. */
const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPracticePracticePracticePracticePracticePrac hearth-practice';

export interface PracticeOptions {
  readonly clock: Clock;
  /** Reads kubeconfigs as for real clusters, with the same refusals. */
  readonly kubeconfigs: KubeconfigReader;
}

export function openPractice({ clock, kubeconfigs }: PracticeOptions): Practice {
  const lab = createLab(clock);
  const existing = createExistingCluster(clock);
  return {
    hosts: createPracticeHosts(lab),
    hearthKey: { publicKey: async () => ({ publicKey, fingerprint: 'SHA256:PracticePracticePracticePracticePracticePra' }) },
    network: createPracticeNetwork(lab),
    http: createPracticeHttp(lab),
    resolver: createPracticeResolver(lab),
    kube: practiceKube({ lab, existing }, kubeconfigs),
    helm: createPracticeHelm(lab, existing),
    charts: practiceCharts,
    nodes: () => lab.machines.map(view),
    setFault(name, change) {
      const machine = lab.machines.find((m) => m.spec.name === name);
      if (!machine) throw fault('NOT_FOUND', { thing: 'practice machine', id: name });
      lab.setFault(machine, change.fault, change.on);
      return view(machine);
    },
    kubeconfig: () => existing.kubeconfig,
    close() {
      lab.close();
      existing.close();
    },
  };
}
