// The practice lab as a set of ports: what adapters/ gives the engine for real machines, in memory.
import type { PracticeFault, PracticeNode } from '#contract/system.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Charts, Helm } from '#core/ports/helm.ts';
import type { HearthKey, Hosts } from '#core/ports/hosts.ts';
import type { Kube } from '#core/ports/kube.ts';
import { fault } from '#core/fault.ts';
import { createPracticeClient } from './cluster/client.ts';
import { createPracticeHelm, practiceCharts } from './helm.ts';
import { createPracticeHosts } from './hosts.ts';
import { createLab, type Lab } from './lab.ts';
import type { Machine } from './machines.ts';

export interface Practice {
  readonly hosts: Hosts;
  readonly hearthKey: HearthKey;
  readonly kube: Kube;
  readonly helm: Helm;
  readonly charts: Charts;
  nodes(): readonly PracticeNode[];
  setFault(name: string, change: { readonly fault: PracticeFault; readonly on: boolean }): PracticeNode;
  close(): void;
}

const view = (machine: Machine): PracticeNode => ({
  name: machine.spec.name,
  address: machine.spec.address,
  title: machine.spec.title,
  faults: [...machine.faults],
});

const serverPattern = /server:\s*"?(https:\/\/([0-9.]+):\d+)"?/u;

function practiceKube(lab: Lab): Kube {
  return {
    inspect: (yaml) => ({
      contexts: [{ name: 'microk8s', server: serverPattern.exec(yaml)?.[1] ?? '', user: 'admin', current: true }],
      commands: [],
      warnings: [],
    }),
    connect(kubeconfig) {
      const [, server = 'https://10.20.0.11:16443', address = '10.20.0.11'] = serverPattern.exec(kubeconfig.reveal()) ?? [];
      const unreachable = (reason: string) => fault('CLUSTER_UNREACHABLE', { server, reason });
      const reach = () => {
        const machine = lab.machineAt(address);
        if (machine === null || !lab.isUp(machine) || machine.microk8sChannel === '')
          throw unreachable('The control node does not answer.');
        return lab.power(machine);
      };
      return createPracticeClient(lab.objects, { server, reach, broken: () => unreachable('The connection to the control node broke.') });
    },
  };
}

/** Shown as Hearth's key; nothing real trusts it. */
const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPracticePracticePracticePracticePracticePrac hearth-practice';

export function openPractice(options: { readonly clock: Clock }): Practice {
  const lab = createLab(options.clock);
  return {
    hosts: createPracticeHosts(lab),
    hearthKey: { publicKey: async () => ({ publicKey, fingerprint: 'SHA256:PracticePracticePracticePracticePracticePra' }) },
    kube: practiceKube(lab),
    helm: createPracticeHelm(lab),
    charts: practiceCharts,
    nodes: () => lab.machines.map(view),
    setFault(name, change) {
      const machine = lab.machines.find((m) => m.spec.name === name);
      if (!machine) throw fault('NOT_FOUND', { thing: 'practice machine', id: name });
      lab.setFault(machine, change.fault, change.on);
      return view(machine);
    },
    close: () => lab.close(),
  };
}
