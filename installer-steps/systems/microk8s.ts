// All that is particular to MicroK8s. https://canonical.com/microk8s/docs
import { distributions } from '#contract/distributions.ts';
import type { Settings } from '#contract/platforms.ts';
import { clusterCalls } from '#steps/calls/cluster.ts';
import { microk8sRanges } from '#steps/calls/snap.ts';
import { containerKernel } from './kernel.ts';
import type { System } from './system.ts';

const facts = distributions.microk8s;

/** YAML, read by MicroK8s at its first start. https://canonical.com/microk8s/docs/ref-launch-config */
function installConfiguration({ podCidr, serviceCidr }: Settings): string {
  if (podCidr === facts.podCidr && serviceCidr === facts.serviceCidr) return '';
  const bytes = serviceCidr.slice(0, serviceCidr.indexOf('/')).split('.');
  const host = (last: number) => [...bytes.slice(0, 3), String(Number(bytes[3]) + last)].join('.');
  return [
    '---',
    'version: 0.1.0',
    'extraCNIEnv:',
    '  IPv4_SUPPORT: "true"',
    `  IPv4_CLUSTER_CIDR: ${podCidr}`,
    `  IPv4_SERVICE_CIDR: ${serviceCidr}`,
    'extraSANs:',
    `  - ${host(1)}`,
    'addons:',
    '  - name: dns',
  ].join('\n');
}

export const microk8s: System = {
  ...facts,
  id: 'microk8s',
  calls: clusterCalls('microk8s'),
  // MicroK8s brings everything else itself.
  packages: ['snapd:snap'],
  kernel: containerKernel,
  volumesIn: '/var/snap/microk8s/common/default-storage',
  features: [
    {
      name: 'dns',
      gives: 'dns',
      title: 'cluster DNS',
      change: 'CoreDNS in kube-system answers for names inside the cluster',
      workload: { namespace: 'kube-system', kind: 'deployment', name: 'coredns' },
      storageClass: null,
      toldToKubelets: true,
      fromTheStart: false,
    },
    {
      name: 'hostpath-storage',
      gives: 'storage',
      title: 'storage',
      change: 'Storage class microk8s-hostpath: volumes are folders under /var/snap/microk8s/common/default-storage',
      workload: { namespace: 'kube-system', kind: 'deployment', name: 'hostpath-provisioner' },
      storageClass: facts.storageClass,
      toldToKubelets: false,
      fromTheStart: false,
    },
    {
      name: 'helm3',
      gives: 'helm',
      title: 'Helm',
      change: 'The command microk8s helm3 on the control node',
      workload: null,
      storageClass: null,
      toldToKubelets: false,
      fromTheStart: false,
    },
  ],
  installConfiguration,
  installedRanges: microk8sRanges,
  bootstrap: () => null,
  outsider: 'control',
  memberLeaves: 'machine-first',
  againstDatastore: null,
  controlsShareVersion: false,
  refusal: /refusing join|does not resolve|should resolve|same ip|supports joining worker nodes|identity of/i,
  leftovers: null,
  stillKnown: /already known/i,
};
