// What preflight says is compared and copied by people: one unit for memory and disks, commands marked as such.
import { expect, test } from 'vitest';
import type { NodeFacts } from '#contract/nodes.ts';
import { examined, goodFacts, sketchNode, sketchPlatform } from './fixtures.ts';
import { judge } from './judge.ts';

const { settings } = sketchPlatform();
const intent = { settings, distribution: 'microk8s' } as const;
const cellsOf = (facts: Partial<NodeFacts>) =>
  judge([examined(sketchNode(1)), examined(sketchNode(2, { facts: goodFacts(2, facts) }), { sudo: 'none' })], intent);
const disk = (sizeBytes: number, freeBytes: number) => [{ mount: '/', filesystem: 'ext4', sizeBytes, freeBytes }];
const weak = cellsOf({
  memoryBytes: 4e9,
  swapBytes: 2e9,
  disks: disk(64e9, 9e9),
  clockSkewMs: -180_000,
  ports: [16443],
  snapd: '',
  resolves: false,
  machineId: 'machine-1',
});
const weaker = cellsOf({ memoryBytes: 0.5e9, disks: disk(64e9, 1e9) });

test('sizes are in GiB, what is wanted as well as what is found', () => {
  const said = [...weak, ...weaker].flatMap(({ found, wanted, reason }) => [found, wanted, reason]);
  expect(said.filter((text) => /\d\s?[KMGT]B\b|\d\s?MiB/.test(text))).toEqual([]);
  expect(said.filter((text) => text.includes('GiB')).length).toBeGreaterThan(8);
});

test('enough is what is wanted or more, as both are shown', () => {
  const number = (text: string) => Number(/^[\d.]+/.exec(text)?.[0]);
  for (const gib of [1, 6, 8, 13, 14, 16, 64]) {
    const cell = cellsOf({ memoryBytes: gib * 2 ** 30 }).find((one) => one.nodeId === 'n2' && one.check === 'memory');
    expect(cell?.state === 'pass', `${gib} GiB`).toBe(number(cell?.found ?? '') >= number(cell?.wanted ?? ''));
  }
});

test('commands in remedies stand between backticks, so that they can be told from the sentence and copied', () => {
  const remedies = [...weak, ...weaker].map((cell) => cell.remedy).filter((text) => text !== '');
  expect(remedies.some((text) => text.includes('`sudo '))).toBe(true);
  for (const remedy of remedies) {
    const prose = remedy.split('`').filter((_, index) => index % 2 === 0);
    expect(prose.join(' '), remedy).not.toMatch(/\b(sudo|apt-get|systemctl|timedatectl) [a-z-]/);
  }
});
