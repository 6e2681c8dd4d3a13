// Drift and what waits, over the practice lab and a real data folder.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDriftRoom } from '#adapters/conformance/drift-room.ts';

let room: Awaited<ReturnType<typeof openDriftRoom>>;
beforeEach(async () => {
  room = await openDriftRoom();
});
afterEach(() => room.close());
const labels = (disk: string | null) => () =>
  room.save(({ nodes }) => ({
    nodes: nodes.map((node, index) => (index === 1 ? { ...node, labels: disk === null ? {} : { disk } } : node)),
  }));

describe('drift', () => {
  test('is what a set-up has to do, then nothing, then what changed; the run that closes it closes it', async () => {
    const { platformId } = room;
    const bare = await room.look();
    expect(bare).toMatchObject({ applied: null, live: { state: 'never', at: null }, wish: { kind: 'provision', platformId } });
    expect(bare.differences.map(({ what }) => what)).toEqual(['missing', 'missing', 'missing']);
    expect((await room.setUp()).state).toBe('done');
    const settled = await room.look();
    expect(settled).toMatchObject({ differences: [], plan: null, wish: null, planReason: '', live: { state: 'now' } });
    expect(settled.applied?.revision).toBe(settled.wanted.revision);

    await labels('ssd')();
    const changed = await room.look();
    expect(changed.differences.map(({ sentence }) => sentence)).toEqual(['elm lacks the label disk.']);
    expect(changed.plan?.tasks.map(({ id }) => id)).toContain('mark-node:elm');
    expect((await room.perform({ kind: 'provision', platformId })).state).toBe('done');
    expect(await room.found()).toEqual([]);

    await labels(null)();
    const gone = await room.look();
    expect(gone.differences).toMatchObject([{ what: 'label disk', wanted: null, applied: 'ssd', live: 'ssd' }]);
    expect(gone.plan?.tasks.find(({ id }) => id === 'unmark-node:elm')?.changes).toEqual(['elm: label disk goes']);
    await room.perform({ kind: 'provision', platformId });
    expect(await room.found()).toEqual([]);
    expect(JSON.stringify(await room.engine().live.list(platformId, 'nodes', 9))).not.toContain('ssd');
  });

  test('goes along with runs that change the inventory themselves, and keeps what they did not apply', async () => {
    const { platformId } = room;
    await room.setUp();
    await labels('ssd')();
    const [, , ash] = (await room.stored()).nodes;
    const about = { platformId, nodeId: ash?.id ?? '', keepVolumes: false };
    expect((await room.perform({ kind: 'rename-node', ...about, name: 'birch' })).state).toBe('done');
    expect(await room.found()).toEqual(['node:elm:label disk']);
    expect((await room.perform({ kind: 'remove-node', ...about, machine: 'leave' })).state).toBe('done');
    expect(await room.found()).toEqual(['node:elm:label disk']);
    await labels(null)();
    expect(await room.look()).toMatchObject({ differences: [] });
  });

  test('says what was seen last while nothing answers, also after a restart', async () => {
    await room.setUp();
    const { live } = await room.look();
    await labels('ssd')();
    for (const index of [0, 1, 2]) room.power(index, false);
    await room.restart();
    const offline = await room.look();
    expect(offline.live).toEqual({ state: 'before', at: live.at });
    expect(offline.differences).toMatchObject([{ id: 'node:elm:label disk', live: null }]);
    expect(offline.plan?.kind).toBe('provision');
    expect(offline.planReason).toContain('what was seen last');
  });

  test('tells what else the draft says, which no run has to bring about, until it is applied', async () => {
    const { platformId } = room;
    expect((await room.look()).besides).toBeNull();
    await room.setUp();
    expect((await room.look()).besides).toEqual({ differences: [], more: 0 });
    const { summary } = await room.engine().drafts.open({ platformId, name: 'draft' });
    const draftId = summary.id;
    await room.engine().drafts.change({
      platformId,
      draftId,
      changes: [
        { kind: 'set', path: ['variables', 'dns_servers'], value: ['10.0.0.53'] },
        { kind: 'set', path: ['nodes', 'elm', 'labels', 'disk'], value: 'ssd' },
      ],
      label: 'change',
    });
    const drift = await room.look(draftId);
    expect(drift.differences.map(({ id }) => id)).toEqual(['node:elm:label disk']);
    const dns = { path: ['variables', 'dns_servers'], kind: 'added', sentence: 'The variable dns_servers is new: 10.0.0.53.' };
    expect(drift.besides).toEqual({ differences: [dns], more: 0 });

    await room.write((text) => text.replace('variables: {}', 'variables: {dns_servers: [10.0.0.53]}'));
    expect((await room.look()).besides?.differences).toEqual([dns]);
    await room.perform({ kind: 'provision', platformId });
    expect((await room.look()).besides).toEqual({ differences: [], more: 0 });
  });

  test('of a draft is computed before it is saved', async () => {
    const { platformId } = room;
    await room.setUp();
    const { summary } = await room.engine().drafts.open({ platformId, name: 'draft' });
    const draftId = summary.id;
    await room.engine().drafts.change({
      platformId,
      draftId,
      changes: [
        { kind: 'set', path: ['nodes', 'elm', 'labels', 'disk'], value: 'ssd' },
        { kind: 'remove', path: ['nodes', 'ash'] },
      ],
      label: 'change',
    });
    const drift = await room.look(draftId);
    expect(drift.wanted.draftId).toBe(draftId);
    expect(drift.differences).toMatchObject([
      { id: 'node:elm:label disk', closedBy: 'Set up' },
      { id: 'node:ash:unknown', closedBy: 'Remove ash', closedWhen: 'before-saving', wish: { kind: 'remove-node', nodeId: 'n3' } },
    ]);
    expect(drift.plan?.tasks.find(({ id }) => id === 'mark-node:elm')?.changes).toEqual(['elm: label disk=ssd']);
    expect(await room.found()).toEqual([]);
  });
});

describe('what waits', () => {
  const queue = (kind: 'provision' | 'renew-certificates' = 'provision') => {
    const { platformId, signal } = room;
    return room.engine().services.intents.queue({ platformId, wish: { kind, platformId }, askedBy: 'test' }, signal);
  };
  const list = async () => {
    await room.clock.sleep(0);
    return room.engine().services.intents.list(room.platformId, room.signal);
  };

  test('outlives a restart, is ready once everything answers, says what changed, and starts as it was shown', async () => {
    const { platformId, signal } = room;
    await room.setUp();
    room.power(1, false);
    expect(await queue()).toMatchObject({ state: 'waiting', reason: 'elm does not answer.', plan: null, plannedAt: null });
    await room.restart();
    const [waiting] = await list();
    expect(waiting).toMatchObject({ state: 'waiting', askedBy: 'test' });
    await expect(
      room.engine().services.intents.confirm({ platformId, intentId: waiting?.id ?? '', plannedAt: 0, startedBy: 'test' }, signal),
    ).rejects.toMatchObject({ view: { code: 'NOT_POSSIBLE_NOW' } });

    room.power(1, true);
    await labels('ssd')();
    await room.restart();
    const [ready] = await list();
    expect(ready).toMatchObject({ state: 'ready', changed: ['New: Label elm.'] });
    const intents = room.engine().services.intents;
    const confirm = (plannedAt: number | null | undefined) =>
      intents.confirm({ platformId, intentId: ready?.id ?? '', plannedAt: plannedAt ?? -1, startedBy: 'test' }, signal);

    await labels('nvme')();
    await expect(confirm(ready?.plannedAt)).rejects.toMatchObject({ view: { code: 'PLAN_CHANGED' } });
    await room.restart();
    const [again] = await list();
    const { runId } = await room
      .engine()
      .services.intents.confirm({ platformId, intentId: again?.id ?? '', plannedAt: again?.plannedAt ?? -1, startedBy: 'test' }, signal);
    const run = await room.ended(runId);
    expect(run.tasks.map(({ id }) => id)).toEqual(again?.plan?.tasks.map(({ id }) => id));
    expect(await list()).toEqual([]);
    expect(await room.found()).toEqual([]);
  });

  test('is unfit with its reason where no plan can be made, and may be dropped', async () => {
    const { platformId } = room;
    await room.save(({ nodes }) => ({ nodes: nodes.map((node) => ({ ...node, role: 'worker' as const })) }));
    const asked = await queue();
    expect(asked.state).toBe('unfit');
    expect(asked.reason).toMatch(/^No plan can be made yet: /);
    expect(await queue()).toMatchObject({ id: asked.id });
    const { intents } = room.engine().services;
    expect(await intents.drop({ platformId, intentId: asked.id })).toEqual({ dropped: true });
    await expect(intents.drop({ platformId, intentId: asked.id })).rejects.toMatchObject({ view: { code: 'NOT_FOUND' } });
  });
});
