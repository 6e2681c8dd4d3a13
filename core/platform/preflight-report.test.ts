import { expect, test } from 'vitest';
import type { PreflightCell } from '#contract/nodes.ts';
import { preflightReport } from './preflight-report.ts';

const cell = (nodeId: string, state: PreflightCell['state'], more: Partial<PreflightCell> = {}): PreflightCell => ({
  nodeId,
  check: 'os',
  title: 'Operating system',
  state,
  found: 'Ubuntu',
  wanted: 'Ubuntu 22.04 or newer',
  reason: '',
  remedy: '',
  command: 'cat /etc/os-release',
  fix: null,
  ...more,
});
const nodes = [
  { id: 'a', name: 'oak', address: '10.0.0.1' },
  { id: 'b', name: 'elm', address: '10.0.0.2' },
];

test('a table of all cells, and each that does not pass with its reason, remedy and command', () => {
  const cells = [
    cell('a', 'pass'),
    cell('b', 'block', { found: 'Alpine', reason: 'No snaps.', remedy: 'Install Ubuntu: `sudo dd_it *`.' }),
  ];
  expect(preflightReport({ name: 'Home', nodes, at: Date.UTC(2026, 0, 2, 3, 4, 5), cells })).toBe(`# Preflight of Home

Checked 2026-01-02T03:04:05.000Z. 1 pass, 0 warn, 1 block, 0 unknown.

| Check | oak (10.0.0.1) | elm (10.0.0.2) |
| --- | --- | --- |
| Operating system | pass | **block** |

## elm: Operating system (block)

- Found: Alpine
- Wanted: Ubuntu 22.04 or newer
- Why it matters: No snaps.
- What to do: Install Ubuntu: \`sudo dd_it *\`.
- See it there: \`cat /etc/os-release\`
`);
});

test('what machines and people say stays text', () => {
  const evil = 'x | y\n# heading <script>alert(1)</script> [a](http://b) `c` **d**';
  const text = preflightReport({ name: evil, nodes, at: 0, cells: [cell('a', 'warn', { title: evil, found: evil, command: 'a `b` c' })] });
  expect(text).not.toMatch(/^# heading/m);
  expect(text).not.toMatch(/(?<!\\)[<>[\]]/);
  expect(
    text
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split(/(?<!\\)\|/).length),
  ).toEqual([5, 5, 5]);
  expect(text).toContain('`` a `b` c ``');
});
