import { describe, expect, test } from 'vitest';
import { sketchPlan } from './fixtures.ts';
import { clockTime, planText } from './plan-text.ts';

const plan = sketchPlan([
  { id: 'join:n2', title: 'Join two', nodeId: 'n2', needs: ['lead:n1'], changes: ['n2: becomes a worker'], estimateMs: 45_000 },
  { id: 'look:n1', title: 'Look at one', nodeId: 'n1', estimateMs: 5000 },
  {
    id: 'lead:n1',
    title: 'Start *one* | <b>',
    nodeId: 'n1',
    needs: ['look:n1'],
    changes: ['n1: the API', 'n1: its database'],
    estimateMs: 60_000,
  },
  { id: 'dns', title: 'Switch on DNS', needs: ['lead:n1'], changes: ['CoreDNS'], estimateMs: 30_000 },
]);
const machines = [
  { id: 'n1', name: 'oak' },
  { id: 'n2', name: 'elm' },
];
const text = planText({ ...plan, estimateMs: 110_000, stays: ['Volumes stay.'] }, machines);
const cellsOf = (line: string) =>
  line
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())
    .slice(1, -1);
const rowsAfter = (heading: string) =>
  (text.split(heading)[1] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map(cellsOf);

describe('the plan for reading', () => {
  test('has its tasks in the order in which they start, with their times and what they wait for', () => {
    expect(rowsAfter('## In this order').map(([number, from, takes, , where, , , after]) => [number, from, takes, where, after])).toEqual([
      ['1', '0:00', '0:05', 'oak', ''],
      ['2', '0:05', '1:00', 'oak', '1'],
      ['3', '1:05', '0:45', 'elm', '2'],
      ['4', '1:05', '0:30', 'The cluster', '2'],
    ]);
  });

  test('sums up the changes for each machine, for the cluster and in all', () => {
    const totals = rowsAfter('## Changes for each machine').slice(0, 4);
    expect(totals.map(([where, tasks, changes]) => [where, tasks, changes])).toEqual([
      ['oak', '2', '2'],
      ['elm', '1', '1'],
      ['The cluster', '1', '1'],
      ['In all', '4', '4'],
    ]);
    expect(text).toContain('4 tasks, 4 changes, about 1:50');
    expect(text).toContain('- Volumes stay.');
  });

  test('takes no title for Markdown or HTML', () => {
    expect(text).toContain(String.raw`Start \*one\* \| \<b\>`);
  });
});

test.each([
  [0, '0:00'],
  [65_000, '1:05'],
  [3_605_000, '1:00:05'],
])('%i ms is %s', (ms, shown) => expect(clockTime(ms)).toBe(shown));
