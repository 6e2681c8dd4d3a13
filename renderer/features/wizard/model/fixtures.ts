// A small platform for the tests of this folder.
import { nodeFacts, type Node, type NodeFacts } from '#contract/nodes.ts';
import type { Platform, PlatformContent } from '#contract/platforms.ts';

const GIB = 2 ** 30;

export function facts(part: Partial<NodeFacts> & { cores?: number; memoryGib?: number; gpuCount?: number } = {}): NodeFacts {
  const { cores = 8, memoryGib = 16, gpuCount = 0, ...rest } = part;
  return nodeFacts.parse({
    at: 1,
    hostname: 'node1',
    os: { id: 'ubuntu', version: '24.04', title: 'Ubuntu 24.04 LTS' },
    kernel: '6.8.0',
    arch: 'x86_64',
    cpu: { cores, model: 'Test' },
    memoryBytes: memoryGib * GIB,
    swapBytes: 0,
    disks: [{ mount: '/', filesystem: 'ext4', sizeBytes: 500 * GIB, freeBytes: 400 * GIB }],
    nics: [],
    gpus: Array.from({ length: gpuCount }, () => ({ vendor: 'NVIDIA', model: 'RTX 4090' })),
    clockSkewMs: 0,
    virtualisation: 'none',
    machineId: 'm',
    snapd: '2.63',
    ports: [22],
    resolves: true,
    membership: { kind: 'none', detail: '', members: [] },
    ...rest,
  });
}

export function node(id: string, part: Partial<Node> = {}): Node {
  return {
    id,
    name: id,
    address: `10.0.0.${id.replace(/\D/g, '') || '9'}`,
    port: 22,
    user: 'ubuntu',
    credential: { method: 'hearth-key' },
    jump: null,
    hostKey: null,
    role: 'worker',
    labels: {},
    taints: [],
    facts: null,
    ...part,
  };
}

export function content(part: Partial<PlatformContent> = {}): PlatformContent {
  return {
    name: 'Home lab',
    distribution: 'microk8s',
    channel: '1.36/stable',
    nodes: [node('n1', { role: 'control' }), node('n2')],
    settings: {
      domain: 'home.lan',
      certificates: { mode: 'self-signed' },
      ingressPool: null,
      storageClass: 'microk8s-hostpath',
      adminUser: 'admin',
      podCidr: '10.1.0.0/16',
      serviceCidr: '10.152.183.0/24',
    },
    components: [],
    page: 'nodes',
    ...part,
  };
}

export const stored = (part: Partial<Platform> = {}): Platform => ({
  ...content(),
  id: 'p1',
  revision: 1,
  createdAt: 1,
  savedAt: 1,
  ...part,
});
