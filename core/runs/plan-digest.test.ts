import { describe, expect, test } from 'vitest';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { memoryRuns } from '#practice/store/memory-runs.ts';
import { sketchDeps, sketchNode, sketchPlan, sketchPlatform, sketchStep } from './fixtures.ts';
import { planDigest } from './plan-digest.ts';
import { createRuns } from './runs.ts';

const plan = sketchPlan([{ id: 'a', input: { size: 1 } }]);
const platform = { ...sketchPlatform(), nodes: [sketchNode('oak')] };
const digest = planDigest(plan, platform);

describe('the digest of a plan', () => {
  test('is another one for another task, another input and another machine', () => {
    const other = (tasks: Parameters<typeof sketchPlan>[0]) => planDigest(sketchPlan(tasks), platform);
    expect(other([{ id: 'a', input: { size: 1 } }])).toBe(digest);
    const nodes = [{ ...sketchNode('oak'), address: '192.0.2.9' }];
    const others = [
      other([{ id: 'a', input: { size: 2 } }]),
      other([{ id: 'a', input: { size: 1 }, mode: 'undo' }]),
      other([{ id: 'a', input: { size: 1 } }, { id: 'b' }]),
      planDigest(plan, { ...platform, nodes }),
      planDigest(plan, { ...platform, settings: { ...platform.settings, domain: 'other.lan' } }),
      planDigest({ ...plan, stays: ['Volumes stay.'] }, platform),
    ];
    expect(new Set([digest, ...others]).size).toBe(others.length + 1);
  });

  test('is the same whatever the times, the page of the wizard, and what was found out about the machines', () => {
    const later = { ...plan, estimateMs: 9, tasks: plan.tasks.map((task) => Object.assign({}, task, { estimateMs: 9, usual: true })) };
    const hostKey = { algorithm: 'ed25519', fingerprint: 'SHA256:x', trustedAt: 1 };
    const seen = { ...platform, page: 'run' as const, revision: 9, savedAt: 9, nodes: [{ ...sketchNode('oak'), hostKey }] };
    expect(planDigest(later, seen)).toBe(digest);
  });

  test('of a dry run is that of what it rehearses', () => {
    expect(planDigest(sketchPlan([{ id: 'a', input: { size: 1 }, mode: 'rehearse' }]), platform)).toBe(digest);
  });
});

describe('starting', () => {
  const runs = createRuns(sketchDeps({ store: memoryRuns(), clock: virtualClock(), steps: [sketchStep('a', async () => {})] }));
  const start = (read?: string) => runs.start({ plan: { ...plan, digest }, platform, startedBy: 'test', read });

  test('another plan than was read is refused, and nothing is there afterwards', async () => {
    await expect(start('0000')).rejects.toMatchObject({ view: { code: 'PLAN_CHANGED', details: { title: 'Provision Home' } } });
    expect(await runs.list({ limit: 9 })).toEqual([]);
  });

  test('the plan that was read is started, and one that nobody has read', async () => {
    for (const read of [digest, undefined]) {
      const runId = await start(read);
      for await (const _ of runs.watch(runId, -1, new AbortController().signal)) void _;
      expect((await runs.get(runId)).state).toBe('done');
    }
  });
});
