// All that is particular to Canonical Kubernetes, the snap k8s. https://documentation.ubuntu.com/canonical-kubernetes
import { distributions } from '#contract/distributions.ts';
import type { Settings } from '#contract/platforms.ts';
import { change } from '#steps/calls/call.ts';
import { clusterCalls } from '#steps/calls/cluster.ts';
import { containerKernel } from './kernel.ts';
import type { System } from './system.ts';
import { compareTracks } from './tracks.ts';

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
      // `k8s enable network` also takes kube-proxy away, which nothing gives back.
      fromTheStart: true,
    },
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
      name: 'local-storage',
      gives: 'storage',
      title: 'storage',
      change: 'Storage class csi-rawfile-default: volumes are files under /var/snap/k8s/common/rawfile-storage',
      workload: null,
      storageClass: facts.storageClass,
      toldToKubelets: false,
      fromTheStart: false,
    },
  ],
  installConfiguration: () => '',
  installedRanges: null,
  bootstrap: (settings, address) =>
    change('k8s-bootstrap', { args: { configuration: bootstrapConfiguration(settings), address }, timeoutMs: bootstrapMs }),
  outsider: 'none',
  // Its etcd has to agree to its own going.
  memberLeaves: 'cluster-first',
  againstDatastore: (datastore, channel) =>
    datastore !== 'k8s-dqlite' || (compareTracks(channel, '1.36-classic/stable') ?? 0) < 0
      ? null
      : 'The cluster is kept in k8s-dqlite, which Canonical Kubernetes 1.36 and later does not know. Stay on 1.35, or set up a new cluster, which is kept in etcd.',
  controlsShareVersion: true,
  refusal: /does not contain join token name|different patch version|different Kubernetes versions|in-place upgrade is in progress/i,
  leftovers: /containerd socket already exists|\(needed by: [^)]*\) is already in use/i,
  stillKnown: /already part of the cluster|node name already exists|"core_cluster_members" entry already exists|Remote with address/i,
};
