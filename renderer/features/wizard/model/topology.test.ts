import { describe, expect, test } from 'vitest';
import { onlyGpuPods, parseTaints, taintsText } from './taints.ts';
import { changeNode } from './fields.ts';
import { content, facts, node } from './fixtures.ts';
import { ownProblems } from './issues.ts';
import { controlsOf, countsFor, meaningOf, nearestCount, withControlTurned, withControls, withCount } from './topology.ts';

const machines = [4, 64, 16, 32, 8].map((memoryGib, index) => node(`n${index + 1}`, { facts: facts({ memoryGib }) }));
const gpu = node('gpu', { facts: facts({ memoryGib: 256, gpuCount: 1 }) });
const ids = (platform: ReturnType<typeof content>) => controlsOf(platform.nodes).map(({ id }) => id);
const led = (...leaders: string[]) => withControls(content({ nodes: [...machines, gpu] }), leaders);

describe('how many lead', () => {
  test('as many as there are machines for, and never an even number', () => {
    expect([1, 2, 3, 4, 5, 9].map(countsFor)).toEqual([[1], [1], [1, 3], [1, 3], [1, 3, 5], [1, 3, 5]]);
    expect([0, 1, 2, 3, 4, 5, 6].map(nearestCount)).toEqual([1, 1, 3, 3, 5, 5, 5]);
  });

  test('more are taken from the fittest, those that lead stay; fewer leave the fittest of them', () => {
    expect(ids(withCount(led('n1'), 3))).toEqual(['n1', 'n2', 'n4']);
    expect(ids(withCount(led('n1', 'n2', 'n4'), 1))).toEqual(['n2']);
    expect(ids(withCount(led('n1'), 5))).not.toContain('gpu');
  });

  test('an even number on the way is refused with its reason', () => {
    const two = withControlTurned(led('n1', 'n2', 'n3'), 'n3');
    expect(ids(two)).toEqual(['n1', 'n2']);
    expect(ownProblems(two)['roles']).toBe('Two control nodes stop when either one stops; choose one or three.');
    expect(meaningOf(two)).toBeNull();
    expect(ownProblems(withControlTurned(two, 'n4'))['roles']).toBeUndefined();
  });
});

test('what it means: who may stop, where pods run, who joins whom', () => {
  const kept = changeNode(led('n1', 'n2', 'n3'), 'gpu', (one) => ({ ...one, taints: [onlyGpuPods] }));
  expect(meaningOf(kept)).toEqual({
    controls: ['n1', 'n2', 'n3'],
    mayStop: 1,
    workers: ['n4', 'n5', 'gpu'],
    open: ['n1', 'n2', 'n3', 'n4', 'n5'],
    closed: ['gpu'],
    gpus: ['gpu'],
  });
  expect([led('n1'), led('n1', 'n2', 'n3', 'n4', 'n5')].map((platform) => meaningOf(platform)?.mayStop)).toEqual([0, 2]);
});

describe('taints as they are written', () => {
  test('with and without a value, and back', () => {
    const text = 'gpu=yes:NoSchedule, node.test/old:NoExecute';
    const parsed = parseTaints(text);
    expect(parsed).toEqual({
      taints: [
        { key: 'gpu', value: 'yes', effect: 'NoSchedule' },
        { key: 'node.test/old', value: '', effect: 'NoExecute' },
      ],
    });
    expect('taints' in parsed && taintsText(parsed.taints)).toBe(text);
    expect(parseTaints(' ')).toEqual({ taints: [] });
  });

  test.each([
    ['gpu', 'is no taint'],
    ['gpu=yes', 'is no taint'],
    ['gpu:Never', 'is no effect'],
    ['-x:NoSchedule', 'is not a taint name'],
    ['x=a b:NoSchedule', 'is not a taint value'],
    ['x=1:NoSchedule, x=2:NoSchedule', 'is there twice'],
  ])('%s', (text, message) => {
    expect(parseTaints(text)).toMatchObject({ message: expect.stringContaining(message) });
  });
});
