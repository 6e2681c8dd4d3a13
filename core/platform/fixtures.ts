// Machines and a platform for the tests of this folder.
import type { Node, NodeFacts } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import { defaultContent } from './platforms.ts';
import type { Examined } from './preflight-check.ts';

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
  nics: [{ name: 'eth0', mac: `02:00:00:00:00:0${number}`, addresses: [`10.0.0.${number}`] }],
  gpus: [],
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

export const examined = (node: Node, more: Partial<Examined> = {}): Examined => ({
  node,
  facts: node.facts,
  sudo: 'free',
  passwordKnown: false,
  fault: null,
  ...more,
});
