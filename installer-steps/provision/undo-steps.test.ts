import { expect, test } from 'vitest';
import { reversed } from '#core/runs/reversed.ts';
import { room, tryStep } from '#steps/fixtures.ts';
import { markNode } from './mark-node.ts';
import { prepareHostsFile } from './prepare-hosts-file.ts';

test('the hosts file loses its block, whatever names stand in it', async () => {
  let block = true;
  const { context, calls } = room({
    scripts: {
      'check-hosts-file': ({ args }) => ({ state: (args['entries'] === '') === !block ? 'same' : 'differs' }),
      'remove-hosts-block': () => {
        block = false;
        return { state: 'removed' };
      },
    },
  });
  expect(await tryStep(reversed(prepareHostsFile), context)).toMatchObject({ holds: true, applied: true });
  expect(calls.find(({ call }) => call.changes)?.call.asRoot).toBe(true);
  expect((await tryStep(reversed(prepareHostsFile), context)).applied).toBe(false);
});

test('a node loses the labels and taints that the run set, and only where they still have that value', async () => {
  const labels = new Map([
    ['disk', 'ssd'],
    ['zone', 'changed-since'],
    ['mine', 'x'],
  ]);
  const { context, calls } = room({
    input: { labels: { disk: 'ssd', zone: 'a' }, taints: ['gpu=:NoSchedule', 'gone=:NoExecute'] },
    scripts: {
      'cluster-nodes': { node: 'node1|10.0.0.1|True||v1.36.3|' },
      'cluster-node-marks': () => ({
        label: [...labels].map(([key, value]) => `node2|${key}=${value}`),
        taint: labels.has('disk') ? ['node2|gpu=:NoSchedule', 'node2|own=:NoSchedule'] : ['node2|own=:NoSchedule'],
      }),
      'cluster-unmark-node': () => {
        labels.delete('disk');
        return {};
      },
    },
  });
  expect(await tryStep(reversed(markNode), context)).toMatchObject({ holds: true, applied: true });
  expect(calls.find(({ call }) => call.changes)?.call.args).toEqual({
    system: 'microk8s',
    name: 'node2',
    labels: 'disk',
    taints: 'gpu:NoSchedule',
  });
  expect((await tryStep(reversed(markNode), context)).applied).toBe(false);
});
