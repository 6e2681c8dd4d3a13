import { expect, test } from 'vitest';
import { t } from '#renderer/texts/current.ts';
import { content, node } from './fixtures.ts';
import { awayOf, standingOf } from './standing.ts';

const three = content({ name: 'Shelf', nodes: ['oak', 'elm', 'fir'].map((name) => node(name, { name })) });

test('a machine that was left out is named and not counted among the nodes', () => {
  const { state } = t.wizard.finish;
  expect(state({ ...standingOf(three, []), time: '9 min' })).toBe('Shelf runs on 3 nodes. It was built in 9 min.');
  expect(state({ ...standingOf(three, ['fir']), time: null })).toBe('Shelf runs on 2 nodes, without fir.');
});

test('a node that has gone since the build is not called ready', () => {
  const known = new Map([
    ['oak', { status: 'ready' as const }],
    ['elm', { status: 'unknown' as const }],
    ['fir', { status: 'attention' as const }],
  ]);
  expect(awayOf(three, known)).toEqual(['elm']);
  expect(awayOf(three, null)).toEqual([]);
});
