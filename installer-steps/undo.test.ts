// A run, its undo, and the run again, with the real plans and steps on the practice lab.
import { describe, expect, test } from 'vitest';
import { openPracticeRoom, otherThan } from '#adapters/conformance/practice-room.ts';

const signal = new AbortController().signal;

describe('access that is undone', () => {
  test('leaves the machines as they were, and can be had again', async () => {
    const { perform, undo, runs, lab } = await openPracticeRoom();
    const first = await perform('access');
    const plan = await runs.planUndo(first.id);
    expect(plan).toMatchObject({ kind: 'undo', title: `Undo: ${first.title}`, stays: [] });
    const back = await undo(first.id);
    expect([back.kind, otherThan(back, ['done'])]).toEqual(['undo', []]);
    for (const name of ['oak', 'elm', 'ash']) {
      const [rule, key] = [`sudo-rule:${name}`, `install-key:${name}`].map((id) => back.tasks.find((task) => task.id === id));
      expect(key?.startedAt).toBeGreaterThanOrEqual(rule?.endedAt ?? Infinity);
    }
    await expect(undo(first.id)).rejects.toMatchObject({ view: { code: 'NOT_POSSIBLE_NOW' } });
    expect(otherThan(await perform('access'), ['done'])).toEqual([]);
    lab.close();
  });

  test('keeps what an earlier run had done', async () => {
    const { perform, runs, lab } = await openPracticeRoom();
    await perform('access');
    const second = await perform('access');
    await expect(runs.planUndo(second.id)).rejects.toMatchObject({ view: { code: 'NOT_POSSIBLE_NOW' } });
    lab.close();
  });
});

describe('a set-up that is undone', () => {
  const labelled = {
    components: ['registry'],
    shape: (node: Parameters<NonNullable<NonNullable<Parameters<typeof openPracticeRoom>[0]>['shape']>>[0], index: number) =>
      index === 1 ? { ...node, labels: { disk: 'ssd' }, taints: [{ key: 'gpu', value: '', effect: 'NoSchedule' as const }] } : node,
  };

  test('takes components and labels away, leaves the cluster standing, says so, and ends as before when run again', async () => {
    const room = await openPracticeRoom(labelled);
    await room.perform('access');
    const first = await room.perform('provision');
    expect(otherThan(first, ['done', 'unchanged'])).toEqual([]);
    const client = await room.cluster();
    const at = async (path: string) => (await client.request({ method: 'GET', path, signal })).body;
    expect(await at('/api/v1/nodes/elm')).toMatchObject({ metadata: { labels: { disk: 'ssd' } }, spec: { taints: [{ key: 'gpu' }] } });

    const plan = await room.runs.planUndo(first.id);
    expect(plan.title).toMatch(/^Undo \d+ of \d+ steps: /);
    expect(new Set(plan.tasks.map((task) => task.step))).toEqual(
      new Set(['install-component', 'mark-node', 'join-worker', 'stagger-refresh']),
    );
    // One sentence for each kind of step, with the machines it stands on.
    expect(plan.stays).toContain(
      '"Tell oak the names of all nodes", and the same for elm and ash, stays: "Install MicroK8s on oak" needs it, and likewise on the others.',
    );
    expect(plan.stays.filter((sentence) => sentence.includes('volumes that its pods claimed'))).toHaveLength(1);

    expect(otherThan(await room.undo(first.id), ['done'])).toEqual([]);
    expect(JSON.stringify(await at('/api/v1/nodes'))).toContain('oak');
    for (const worker of ['elm', 'ash']) expect(JSON.stringify(await at('/api/v1/nodes'))).not.toContain(worker);
    const again = await room.perform('provision');
    expect(again.state).toBe('done');
    expect(new Set(again.tasks.filter((task) => task.state === 'done').map((task) => task.step))).toEqual(
      new Set(['install-component', 'mark-node', 'join-worker', 'stagger-refresh']),
    );
    expect(await at('/api/v1/nodes/elm')).toMatchObject({ metadata: { labels: { disk: 'ssd' } }, spec: { taints: [{ key: 'gpu' }] } });
    expect(otherThan(await room.perform('provision'), ['unchanged'])).toEqual([]);
    room.lab.close();
  });

  test('that had failed before the cluster came: the hosts file is cleared', async () => {
    const room = await openPracticeRoom();
    await room.perform('access');
    const runId = await room.start('provision');
    await room.reached(runId, 'prepare-packages:ash', 'running');
    for (const index of [0, 1, 2]) room.setFault(index, 'full-disk');
    const failed = await room.ended(runId);
    expect(failed.state).toBe('failed');
    for (const index of [0, 1, 2]) room.setFault(index, 'full-disk', false);
    const back = await room.undo(runId);
    expect(back.tasks.map((task) => `${task.id} ${task.state}`).toSorted()).toEqual(
      ['ash', 'elm', 'oak'].map((name) => `prepare-hosts-file:${name} done`),
    );
    await expect(room.runs.resume(runId)).rejects.toMatchObject({ view: { code: 'NOT_POSSIBLE_NOW' } });
    expect(otherThan(await room.perform('provision'), ['done', 'unchanged'])).toEqual([]);
    room.lab.close();
  });
});
