// What the Kubernetes distributions are that Hearth can set up; how each is worked with lies in installer-steps/systems.
import { z } from 'zod';

/** Those that Hearth installs; the other way is a cluster that is there already. */
export const installable = z.enum(['microk8s', 'k8s']);
export type Installable = z.infer<typeof installable>;
export const distribution = z.enum([...installable.options, 'existing']);
export type Distribution = z.infer<typeof distribution>;

export interface UsedPort {
  readonly port: number;
  readonly by: string;
  readonly on: 'all' | 'control';
  /** Taken by something else, the installation cannot work. */
  readonly vital: boolean;
}

export interface DistributionFacts {
  readonly title: string;
  /** Also the name of its command. */
  readonly snap: string;
  /** Snap tracks that are known to work, newest first. */
  readonly tracks: readonly string[];
  readonly storageClass: string;
  /** What the ranges are when nothing is said. */
  readonly podCidr: string;
  readonly serviceCidr: string;
  readonly apiPort: number;
  readonly ports: readonly UsedPort[];
  /** Wraps the packets of pods between nodes. */
  readonly podTraffic: string;
  /** Begins nowhere where another containerd lives at /run/containerd. */
  readonly bringsContainerd: boolean;
  /** Nodes can join by way of an IPv6 address. */
  readonly joinsByIpv6: boolean;
}

export const distributions: Readonly<Record<Installable, DistributionFacts>> = {
  microk8s: {
    title: 'MicroK8s',
    snap: 'microk8s',
    tracks: ['1.36', '1.35', '1.34', '1.33', '1.32'],
    storageClass: 'microk8s-hostpath',
    podCidr: '10.1.0.0/16',
    serviceCidr: '10.152.183.0/24',
    apiPort: 16443,
    podTraffic: '4789/udp',
    bringsContainerd: false,
    joinsByIpv6: false,
    ports: [
      { port: 16443, by: 'the Kubernetes API', on: 'all', vital: true },
      { port: 10250, by: 'the kubelet', on: 'all', vital: true },
      { port: 25000, by: 'joining nodes', on: 'all', vital: true },
      { port: 19001, by: 'the cluster database', on: 'control', vital: true },
      { port: 10257, by: 'the controller manager', on: 'control', vital: true },
      { port: 10259, by: 'the scheduler', on: 'control', vital: true },
    ],
  },
  k8s: {
    title: 'Canonical Kubernetes',
    snap: 'k8s',
    tracks: ['1.36-classic', '1.35-classic', '1.34-classic', '1.33-classic', '1.32-classic'],
    storageClass: 'csi-rawfile-default',
    podCidr: '10.1.0.0/16',
    serviceCidr: '10.152.183.0/24',
    apiPort: 6443,
    podTraffic: '8472/udp',
    bringsContainerd: true,
    joinsByIpv6: true,
    ports: [
      { port: 6443, by: 'the Kubernetes API', on: 'all', vital: true },
      { port: 10250, by: 'the kubelet', on: 'all', vital: true },
      { port: 10248, by: 'the health of the kubelet', on: 'all', vital: true },
      { port: 10249, by: 'the figures of the kube-proxy', on: 'all', vital: true },
      { port: 10256, by: 'the health of the kube-proxy', on: 'all', vital: true },
      { port: 4240, by: 'the health of the network', on: 'all', vital: false },
      { port: 4244, by: 'what the network tells', on: 'all', vital: false },
      { port: 6400, by: 'joining nodes', on: 'all', vital: true },
      { port: 2379, by: 'the cluster database', on: 'control', vital: true },
      { port: 2380, by: 'the cluster database of other control nodes', on: 'control', vital: true },
      { port: 10257, by: 'the controller manager', on: 'control', vital: true },
      { port: 10259, by: 'the scheduler', on: 'control', vital: true },
    ],
  },
};

export const channelOf = (kind: Installable): string => `${distributions[kind].tracks[0] ?? 'latest'}/stable`;
