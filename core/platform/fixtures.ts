// Machines and a platform for the tests of this folder.
import type { Node, NodeFacts } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import { defaultContent } from './default-content.ts';
import { outsideNames } from './checks-network.ts';
import type { Examined, Reach } from './preflight-check.ts';

/** A machine that meets every documented minimum, also for a worker. */
export const goodFacts = (number: number, more: Partial<NodeFacts> = {}): NodeFacts => ({
  at: 1000,
  hostname: `node${number}`,
  os: { id: 'ubuntu', version: '24.04', title: 'Ubuntu 24.04.3 LTS' },
  kernel: '6.8.0',
  arch: 'x86_64',
  cpu: { cores: 8, model: 'Test' },
  memoryBytes: 16e9,
  swapBytes: 0,
  disks: [{ mount: '/', filesystem: 'ext4', sizeBytes: 500e9, freeBytes: 400e9 }],
  swaps: [],
  blockDevices: [{ name: 'sda', sizeBytes: 500e9, model: 'Test', empty: false }],
  volumeGroups: [],
  nics: [
    {
      name: 'eth0',
      mac: `02:00:00:00:00:0${number}`,
      addresses: [`10.0.0.${number}`],
      mtu: 1500,
      networks: [{ address: `10.0.0.${number}`, prefix: 24, dynamic: false }],
      defaultRoute: true,
    },
  ],
  gateway: '10.0.0.254',
  nameServers: ['10.0.0.254'],
  gpus: [],
  nouveau: false,
  secureBoot: 'off',
  timeSync: { service: 'on', synchronised: true },
  productUuid: `00000000-0000-4000-8000-00000000000${number}`,
  cgroup: { version: 'v2', memory: 'yes' },
  modules: [{ name: 'overlay', state: 'loaded' }],
  firewall: '',
  containerd: false,
  leftovers: [],
  clockSkewMs: 20,
  virtualisation: 'none',
  machineId: `machine-${number}`,
  snapd: '2.71',
  ports: [22],
  resolves: true,
  membership: { kind: 'none', detail: '', members: [] },
  ...more,
});

export const sketchNode = (number: number, more: Partial<Node> = {}): Node => ({
  id: `n${number}`,
  name: `node${number}`,
  address: `10.0.0.${number}`,
  port: 22,
  user: 'ubuntu',
  credential: { method: 'hearth-key' },
  jump: null,
  hostKey: null,
  role: number === 1 ? 'control' : 'worker',
  labels: {},
  taints: [],
  facts: goodFacts(number),
  ...more,
});

export const sketchPlatform = (more: Partial<Platform> = {}): Platform => ({
  ...defaultContent,
  name: 'Home',
  nodes: [1, 2, 3].map((number) => sketchNode(number)),
  id: 'p1',
  revision: 1,
  createdAt: 0,
  savedAt: 0,
  ...more,
});

/** Everything answers. */
export const goodReach = (number: number): Reach => ({
  names: outsideNames.map((name) => ({ name, address: '198.51.100.7', answers: true, detail: '' })),
  ownAddress: `10.0.0.${number}`,
  ownName: `node${number}.home.lan`,
  inventsNames: false,
});

export const examined = (node: Node, more: Partial<Examined> = {}): Examined => ({
  node,
  facts: node.facts,
  sudo: 'free',
  reach: goodReach(Number(node.id.slice(1))),
  passwordKnown: false,
  fault: null,
  ...more,
});
