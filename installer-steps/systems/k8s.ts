// All that is particular to Canonical Kubernetes, the snap k8s. https://documentation.ubuntu.com/canonical-kubernetes
import { distributions } from '#contract/distributions.ts';
import type { Settings } from '#contract/platforms.ts';
import { change } from '#steps/calls/call.ts';
import { clusterCalls } from '#steps/calls/cluster.ts';
import { containerKernel } from './kernel.ts';
import type { System } from './system.ts';

const facts = distributions.k8s;
/** Certificates, database and the first pods. */
const bootstrapMs = 900_000;

/** For `k8s bootstrap --file`. */
const bootstrapConfiguration = ({ podCidr, serviceCidr }: Settings): string =>
  [
    'cluster-config:',
    '  network:',
    '    enabled: true',
    '  dns:',
    '    enabled: true',
    '  local-storage:',
    '    enabled: true',
    `pod-cidr: ${podCidr}`,
    `service-cidr: ${serviceCidr}`,
  ].join('\n');

export const k8s: System = {
  ...facts,
  id: 'k8s',
  calls: clusterCalls('k8s'),
  packages: ['snapd:snap'],
  kernel: containerKernel,
  volumesIn: '/var/snap/k8s/common/rawfile-storage',
  features: [
    {
      name: 'network',
      gives: 'network',
      title: 'cluster network',
      change: 'Cilium in kube-system carries the traffic of pods',
      // No node becomes ready without it, which every step looks for.
      workload: null,
      storageClass: null,
      toldToKubelets: false,
    },
    {
      name: 'dns',
      gives: 'dns',
      title: 'cluster DNS',
      change: 'CoreDNS in kube-system answers for names inside the cluster',
      workload: { namespace: 'kube-system', kind: 'deployment', name: 'coredns' },
      storageClass: null,
      toldToKubelets: true,
    },
    {
      name: 'local-storage',
      gives: 'storage',
      title: 'storage',
      change: 'Storage class csi-rawfile-default: volumes are files under /var/snap/k8s/common/rawfile-storage',
      workload: null,
      storageClass: facts.storageClass,
      toldToKubelets: false,
    },
  ],
  installConfiguration: () => '',
  bootstrap: (settings) => change('k8s-bootstrap', { args: { configuration: bootstrapConfiguration(settings) }, timeoutMs: bootstrapMs }),
  outsider: 'none',
  // Its etcd has to agree to its own going.
  memberLeaves: 'cluster-first',
  refusal: /does not contain join token name/i,
  stillKnown: /already part of the cluster/i,
};
