import { describe, expect, test } from 'vitest';
import type { Node, NodeFacts } from '#contract/nodes.ts';
import { isFault } from '#core/fault.ts';
import { fixes } from '#core/platform/fixes.ts';
import { goodFacts, sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import { steps } from '#steps/registry.ts';
import { planFor } from './plan-for.ts';

const swap = { swapBytes: 1e9, swaps: ['/swap.img'] };
const node = (number: number, facts: Partial<NodeFacts>): Node => sketchNode(number, { facts: goodFacts(number, facts) });
const make = (nodes: readonly Node[], wanted: readonly (readonly [number, string])[]) =>
  planFor({
    wish: { kind: 'fix', platformId: 'p1', fixes: wanted.map(([number, check]) => ({ nodeId: `n${number}`, check })) },
    platform: sketchPlatform({ nodes: [...nodes] }),
    components: [],
    durationOf: () => null,
  });
const refusal = (act: () => unknown): string => {
  try {
    act();
    return '';
  } catch (error) {
    if (isFault(error)) return error.view.what;
    throw error;
  }
};

describe('the plan of mending', () => {
  test('has one task for each finding that was chosen, with what it changes, and no other', () => {
    const off = { timeSync: { service: 'off' as const, synchronised: false } };
    const plan = make(
      [node(1, swap), node(2, { ...swap, ...off }), node(3, swap)],
      [
        [1, 'swap'],
        [2, 'swap'],
        [2, 'clock'],
        [2, 'time-sync'],
      ],
    );
    expect(plan.tasks.map((task) => task.id)).toEqual(['swap-off:node1', 'swap-off:node2', 'time-sync-on:node2']);
    for (const task of plan.tasks) expect(task.changes[0]).toMatch(/^node[12]: /);
  });

  test('leaves out what would not be safe on the machine as it was last seen, whatever was asked for', () => {
    const member = { machineId: 'machine-1', membership: { kind: 'k3s' as const, detail: '', members: [] } };
    expect(refusal(() => make([node(1, {}), node(2, member)], [[2, 'machine-id']]))).toContain('none of these findings');
    expect(refusal(() => make([node(1, {}), sketchNode(2, { facts: null })], [[2, 'swap']]))).toContain('none of these findings');
    expect(refusal(() => make([node(1, {})], [[1, 'os']]))).toContain('none of these findings');
  });

  test('every remedy that is offered has its step', () => {
    for (const { step } of fixes) expect(steps.has(step), step).toBe(true);
  });
});
