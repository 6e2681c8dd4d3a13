// What is particular to MicroK8s. Another distribution is a sibling of this file with the same shape.
import type { PlatformContent, Settings } from '#contract/platforms.ts';
import type { KernelWants } from '#steps/calls/machine.ts';
import type { Workload } from '#steps/calls/microk8s.ts';

export const snap = 'microk8s';

/** What the ranges are when nothing is said; other ones must be set before the first start. */
const defaults = { podCidr: '10.1.0.0/16', serviceCidr: '10.152.183.0/24' };

/** PACKAGE:COMMAND. MicroK8s brings everything else itself. */
export const packages: readonly string[] = ['snapd:snap'];

/** Container file systems, and pod traffic that passes the machine's own filters; the numbers are those that `microk8s inspect` asks for. */
export const kernel: KernelWants = {
  modules: ['overlay', 'br_netfilter'],
  sysctls: [
    'net.ipv4.ip_forward=1',
    'net.bridge.bridge-nf-call-iptables=1',
    'fs.inotify.max_user_instances=1024',
    'fs.inotify.max_user_watches=1048576',
  ],
};

export interface Addon {
  readonly name: 'dns' | 'hostpath-storage' | 'helm3';
  readonly title: string;
  /** What it changes, for the review. */
  readonly change: string;
  /** What must run before it counts as on; null: nothing of its own runs. */
  readonly workload: Workload | null;
  readonly storageClass: string | null;
  /** Its change reaches every kubelet, which a join must not meet. */
  readonly toldToKubelets: boolean;
  /** The way components are installed, so that all of them wait for it. */
  readonly isHelm: boolean;
}

export const addons: readonly Addon[] = [
  {
    name: 'dns',
    title: 'cluster DNS',
    change: 'CoreDNS in kube-system answers for names inside the cluster',
    workload: { namespace: 'kube-system', kind: 'deployment', name: 'coredns' },
    storageClass: null,
    toldToKubelets: true,
    isHelm: false,
  },
  {
    name: 'hostpath-storage',
    title: 'storage',
    change: 'Storage class microk8s-hostpath: volumes are folders under /var/snap/microk8s/common/default-storage',
    workload: { namespace: 'kube-system', kind: 'deployment', name: 'hostpath-provisioner' },
    storageClass: 'microk8s-hostpath',
    toldToKubelets: false,
    isHelm: false,
  },
  {
    name: 'helm3',
    title: 'Helm',
    change: 'The command microk8s helm3 on the control node',
    workload: null,
    storageClass: null,
    toldToKubelets: false,
    isHelm: true,
  },
];

/**
 * Launch configuration (YAML) for the control node, read by MicroK8s at its first start; "" when nothing differs from the defaults.
 * https://canonical.com/microk8s/docs/ref-launch-config
 */
export function launchConfiguration({ podCidr, serviceCidr }: Settings): string {
  if (podCidr === defaults.podCidr && serviceCidr === defaults.serviceCidr) return '';
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

/** Below zero: `a` is the older track. Null where a track has no number, such as latest. */
export function compareTracks(a: PlatformContent['channel'], b: PlatformContent['channel']): number | null {
  const [one, other] = [a, b].map((channel) => /^(\d+)\.(\d+)/.exec(channel));
  if (!one || !other) return null;
  return Number(one[1]) - Number(other[1]) || Number(one[2]) - Number(other[2]);
}
