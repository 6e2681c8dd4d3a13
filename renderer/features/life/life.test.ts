import { describe, expect, test } from 'vitest';
import { certificateAttention, firstEnding } from './certificate-ends.ts';
import { nextChannel } from './next-channel.ts';
import { actOf, newPodsAct, nodeActItems, nodeCommands, platformCommands } from './node-acts.ts';

test.each([
  ['1.34/stable', '1.35/stable'],
  ['1.35/candidate', '1.36/candidate'],
  ['1.36/stable', '1.36/stable'],
  ['latest/edge', 'latest/edge'],
])('from %s the next channel is %s', (channel, next) => {
  expect(nextChannel(channel, ['1.36', '1.35', '1.34'])).toBe(next);
});

test('the next channel keeps the kind of track that the distribution has', () => {
  expect(nextChannel('1.35-classic/stable', ['1.36-classic', '1.35-classic'])).toBe('1.36-classic/stable');
});

describe('certificates that end', () => {
  const day = 86_400_000;
  const row = (nodeId: string, ends: readonly number[]) => ({
    nodeId,
    certificates: ends.map((days, index) => ({ name: `c${index}`, endsAt: days * day })),
    fault: null,
  });
  const nodes = [
    { id: 'n1', name: 'oak' },
    { id: 'n2', name: 'elm' },
  ];

  test('the first one counts', () => {
    expect(firstEnding(row('n1', [300, 20, 100]))?.name).toBe('c1');
    expect(firstEnding(row('n1', []))).toBeNull();
  });

  test('need somebody within their last month, and more so afterwards', () => {
    const rows = [row('n1', [300, 20]), row('n2', [31])];
    const [only, ...none] = certificateAttention({ platformId: 'p1', rows, nodes, now: 0 });
    expect(none).toEqual([]);
    expect(only).toMatchObject({ status: 'attention', title: 'Certificates of oak', text: 'c1 ends in 20 days.' });
    expect(certificateAttention({ platformId: 'p1', rows, nodes, now: 40 * day }).map(({ status, text }) => `${status}: ${text}`)).toEqual([
      'failed: c1 has ended.',
      'failed: c0 has ended.',
    ]);
  });

  test('a node whose certificates could not be read is not taken for a sound or a broken one', () => {
    expect(certificateAttention({ platformId: 'p1', rows: [row('n1', [])], nodes, now: 0 })).toEqual([]);
  });
});

test('the menu of a row leads to the dialogs of that node, and no other word opens one', () => {
  const gone: string[] = [];
  for (const item of nodeActItems('p1', { name: 'oak', schedulable: true }, (path) => gone.push(path))) item.run();
  expect(gone.map((path) => actOf(new URL(path, 'http://h').searchParams.get('act')))).toEqual([null, 'remove', 'rebuild', 'rename']);
  expect(gone.every((path) => new URL(path, 'http://h').searchParams.get('open') === 'oak')).toBe(true);
  expect([actOf('explode'), actOf(null)]).toEqual([null, null]);
});

test('a closed node can be opened, and an open one closed', () => {
  expect([true, false].map((schedulable) => newPodsAct({ schedulable }))).toEqual(['close-node', 'open-node']);
});

test('each command of the palette names what it is about, and opens the dialog of the button', () => {
  expect(nodeCommands('p1', { name: 'oak', schedulable: false }).map(({ title, to }) => [title, to])).toEqual([
    ['Open node oak for new pods', '/p/p1/nodes?open=oak&act=open-node'],
    ['Remove node oak', '/p/p1/nodes?open=oak&act=remove'],
    ['Rebuild node oak', '/p/p1/nodes?open=oak&act=rebuild'],
    ['Rename node oak', '/p/p1/nodes?open=oak&act=rename'],
  ]);
  expect(platformCommands('Home').map(({ title, to }) => [title, to])).toEqual([
    ['Upgrade Home', '/settings/platform?act=upgrade'],
    ['Renew certificates of Home', '/settings/platform?act=renew'],
  ]);
});
