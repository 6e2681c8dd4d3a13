import { expect, test } from 'vitest';
import { nodeFacts } from '#contract/nodes.ts';
import { examined, sketchNode, sketchPlatform } from './fixtures.ts';
import { judge } from './judge.ts';

/** As the first version stored them. */
const stored = {
  at: 1,
  hostname: 'node1',
  os: { id: 'ubuntu', version: '24.04', title: 'Ubuntu 24.04.3 LTS' },
  kernel: '6.8.0',
  arch: 'x86_64',
  cpu: { cores: 8, model: 'Test' },
  memoryBytes: 16e9,
  swapBytes: 0,
  disks: [{ mount: '/', filesystem: 'ext4', sizeBytes: 500e9, freeBytes: 400e9 }],
  nics: [{ name: 'eth0', mac: '02:00:00:00:00:01', addresses: ['10.0.0.1'] }],
  gpus: [{ vendor: 'NVIDIA', model: 'RTX 4090' }],
  clockSkewMs: 0,
  virtualisation: 'none',
  machineId: 'm',
  snapd: '2.71',
  ports: [22],
  resolves: true,
  membership: { kind: 'none', detail: '', members: [] },
};

test('facts that were stored before there were more still read, and what is not known blocks nothing', () => {
  const cells = judge([examined(sketchNode(1, { facts: nodeFacts.parse(stored) }))], {
    settings: sketchPlatform().settings,
    distribution: 'microk8s',
  });
  expect(cells.filter((cell) => cell.state === 'block' || cell.state === 'unknown')).toEqual([]);
});
