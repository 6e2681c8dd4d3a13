// What every store must do, the one on SQLite and the one in memory.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeFault } from '#contract/faults/catalogue.ts';
import type { LogLine, Plan, Run, RunState } from '#contract/runs.ts';
import type { AccessToken } from '#contract/system.ts';
import { sketchPlan, sketchPlatform, type TaskSketch } from '#core/runs/fixtures.ts';
import { newRun } from '#core/runs/summary.ts';
import type { DraftEntry, DraftRecord } from '#core/ports/drafts.ts';
import type { NewDocument, Store } from '#core/ports/store.ts';

interface Sketch {
  readonly id: string;
  readonly platformId?: string;
  readonly startedAt?: number;
  readonly tasks?: readonly TaskSketch[];
}

const sketchRun = ({
  id,
  platformId = 'p1',
  startedAt = 1000,
  tasks = [{ id: 'a' }, { id: 'b', needs: ['a'] }],
}: Sketch): { run: Run; plan: Plan } => {
  const plan = sketchPlan(tasks, platformId);
  return { run: newRun({ id, plan, startedAt, startedBy: 'window', attemptsOf: () => 3 }), plan };
};

const line = (seq: number, text: string, taskId = 'a'): LogLine => ({ seq, taskId, at: 5000 + seq, stream: 'out', text });

export function storeConformance(name: string, open: () => Promise<Store>): void {
  describe(`${name} keeps`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());
    const create = async (sketch: Sketch) => {
      const { run, plan } = sketchRun(sketch);
      return store.runs.create(run, plan);
    };

    platformCases(() => store);
    versionCases(() => store);
    describe('of what is being typed:', () => draftCases(() => store));
    tokenCases(() => store);
    sessionCases(() => store);
    journalCases(() => store, create);
    historyCases(() => store, create);
    logCases(() => store, create);
  });
}

type Create = (sketch: Sketch) => Promise<boolean>;

function platformCases(store: () => Store): void {
  it('platforms, as they were given', async () => {
    const platform = sketchPlatform('p1');
    await store().platforms.insert(platform);
    expect(await store().platforms.get('p1')).toEqual(platform);
    expect(await store().platforms.list()).toEqual([platform]);
    expect(await store().platforms.get('p2')).toBeNull();
  });

  it('the newest revision, and refuses one made from an older', async () => {
    const platform = sketchPlatform('p1');
    await store().platforms.insert(platform);
    expect(await store().platforms.update({ ...platform, revision: 2, name: 'Two' }, 1)).toBe(true);
    expect(await store().platforms.update({ ...platform, revision: 2, name: 'Other' }, 1)).toBe(false);
    expect(await store().platforms.get('p1')).toMatchObject({ revision: 2, name: 'Two' });
    expect(await store().platforms.update({ ...platform, id: 'p9' }, 1)).toBe(false);
  });

  it('no platform that was removed', async () => {
    await store().platforms.insert(sketchPlatform('p1'));
    expect(await store().platforms.remove('p1')).toBe(true);
    expect(await store().platforms.remove('p1')).toBe(false);
    expect(await store().platforms.list()).toEqual([]);
  });
}

function versionCases(store: () => Store): void {
  const platform = (revision: number) => ({ ...sketchPlatform('p1'), revision, savedAt: 100 * revision });
  const document = (text: string, more: Partial<NewDocument> = {}): NewDocument => ({
    text,
    author: 'wizard',
    message: `Now ${text}`,
    changes: 2,
    ...more,
  });
  const version = (revision: number, text: string) => ({
    text,
    version: { revision, savedAt: 100 * revision, author: 'wizard', message: `Now ${text}`, changes: 2 },
  });
  const revisions = async (page: { before?: number; limit: number }) => {
    const { versions, more } = await store().platforms.versions('p1', page);
    return { revisions: versions.map(({ revision }) => revision), more };
  };

  it('the text with the revisions that changed it, and no version of those that did not', async () => {
    await store().platforms.insert(platform(1), document('one'));
    await store().platforms.update(platform(2), 1);
    await store().platforms.update(platform(3), 2, document('three'));
    await store().platforms.update(platform(4), 3);
    expect(await store().platforms.document('p1')).toEqual(version(3, 'three'));
    expect(await store().platforms.version('p1', 1)).toEqual(version(1, 'one'));
    expect(await store().platforms.version('p1', 2)).toBeNull();
    expect(await store().platforms.version('p2', 1)).toBeNull();
    expect(await revisions({ limit: 10 })).toEqual({ revisions: [3, 1], more: false });
    expect(await revisions({ limit: 1 })).toEqual({ revisions: [3], more: true });
    expect(await revisions({ limit: 1, before: 3 })).toEqual({ revisions: [1], more: false });
  });

  it('no text of a revision that was refused', async () => {
    await store().platforms.insert(platform(1), document('one'));
    expect(await store().platforms.update(platform(2), 7, document('two'))).toBe(false);
    expect(await store().platforms.document('p1')).toEqual(version(1, 'one'));
  });

  it('texts byte for byte', async () => {
    const text = 'a: "Grüße 👋"\r\n# tab\there\n\u2028\n\n';
    await store().platforms.insert(platform(1), document(text));
    expect((await store().platforms.document('p1'))?.text).toBe(text);
  });

  it('the text that a platform without one is given, for its newest revision and only once', async () => {
    await store().platforms.insert(platform(1));
    await store().platforms.update(platform(2), 1);
    expect(await store().platforms.document('p1')).toBeNull();
    await store().platforms.adopt('p1', document('first'));
    await store().platforms.adopt('p1', document('second'));
    expect(await store().platforms.document('p1')).toEqual(version(2, 'first'));
    await store().platforms.update(platform(3), 2);
    await store().platforms.adopt('p1', document('third'));
    expect(await revisions({ limit: 10 })).toEqual({ revisions: [2], more: false });
    await store().platforms.adopt('p9', document('nobody'));
    expect(await store().platforms.document('p9')).toBeNull();
  });
}

function draftCases(store: () => Store): void {
  const record = (id: string, more: Partial<DraftRecord> = {}): DraftRecord => ({
    id,
    platformId: 'p1',
    name: id,
    baseRevision: 1,
    origin: 'saved',
    changedAt: 10,
    ...more,
  });
  const entry = (seq: number, more: Partial<DraftEntry> = {}): DraftEntry => ({
    seq,
    kind: 'edit',
    label: 'typing',
    at: 1000 + seq,
    edits: [{ from: seq, removed: 'old', insert: 'new' }],
    ...more,
  });
  beforeEach(() => store().platforms.insert(sketchPlatform('p1')));

  it('drafts by their names, each name once on a platform', async () => {
    await store().platforms.insert(sketchPlatform('p2'));
    await store().drafts.insert(record('d2'), 'two');
    await store().drafts.insert(record('d1'), 'one');
    await store().drafts.insert(record('d3', { platformId: 'p2', name: 'd1', origin: 'version' }), 'three');
    expect(await store().drafts.get('d3')).toMatchObject({ origin: 'version' });
    await expect(store().drafts.insert(record('d4', { name: 'd1' }), '')).rejects.toThrow();
    expect(await store().drafts.list('p1')).toEqual([record('d1'), record('d2')]);
    expect(await store().drafts.get('d2')).toEqual({ ...record('d2'), snapshot: { text: 'two', seq: 0 }, entries: [] });
    expect(await store().drafts.get('d9')).toBeNull();
  });

  it('each change in its order, and when the last one was', async () => {
    await store().drafts.insert(record('d1'), 'text');
    const odd = entry(2, { kind: 'undo', edits: [{ from: 0, removed: '\ud83d', insert: '"\\\n\u0000👋' }] });
    await store().drafts.append('d1', entry(1));
    await store().drafts.append('d1', odd);
    await expect(store().drafts.append('d1', entry(2))).rejects.toMatchObject({ view: { code: 'CHANGED_MEANWHILE' } });
    expect(await store().drafts.get('d1')).toMatchObject({ entries: [entry(1), odd], changedAt: 1002 });
    expect(await store().drafts.list('p1')).toEqual([record('d1', { changedAt: 1002 })]);
  });

  it('a change together with the version that it brings in', async () => {
    await store().drafts.insert(record('d1'), 'text');
    const merged = entry(1, { rebased: { from: 1, to: 5 } });
    await store().drafts.rebase('d1', merged, 5);
    await expect(store().drafts.rebase('d1', entry(1), 6)).rejects.toMatchObject({ view: { code: 'CHANGED_MEANWHILE' } });
    expect(await store().drafts.get('d1')).toMatchObject({ baseRevision: 5, entries: [merged] });
  });

  it('a snapshot, with as many of the changes before it as are asked for', async () => {
    await store().drafts.insert(record('d1'), 'text');
    for (let seq = 1; seq <= 6; seq += 1) await store().drafts.append('d1', entry(seq));
    await store().drafts.snapshot('d1', { text: 'half \ud83d', seq: 5 }, 2);
    expect(await store().drafts.get('d1')).toMatchObject({
      snapshot: { text: 'half \ud83d', seq: 5 },
      entries: [entry(4), entry(5), entry(6)],
    });
  });

  it('what a draft was saved as, together with the revision', async () => {
    await store().drafts.insert(record('d1'), 'text');
    await store().drafts.append('d1', entry(1));
    const draft = { id: 'd1', seq: 1 };
    const document = { text: 'saved', author: 'window', message: '', changes: 1, draft };
    expect(await store().platforms.update({ ...sketchPlatform('p1'), revision: 2 }, 9, document)).toBe(false);
    expect(await store().drafts.get('d1')).toMatchObject({ baseRevision: 1, snapshot: { text: 'text', seq: 0 } });
    expect(await store().platforms.update({ ...sketchPlatform('p1'), revision: 2, savedAt: 5000 }, 1, document)).toBe(true);
    expect(await store().drafts.get('d1')).toMatchObject({
      baseRevision: 2,
      changedAt: 5000,
      snapshot: { text: 'saved', seq: 1 },
      entries: [entry(1)],
    });
  });

  it('no draft that was removed, or whose platform was', async () => {
    await store().drafts.insert(record('d1'), 'one');
    await store().drafts.insert(record('d2'), 'two');
    await store().drafts.append('d2', entry(1));
    expect(await store().drafts.remove('d1')).toBe(true);
    expect(await store().drafts.remove('d1')).toBe(false);
    await expect(store().drafts.append('d1', entry(1))).rejects.toMatchObject({ view: { code: 'NOT_FOUND' } });
    await store().platforms.remove('p1');
    expect(await store().drafts.get('d2')).toBeNull();
    await expect(store().drafts.insert(record('d3'), '')).rejects.toMatchObject({ view: { code: 'NOT_FOUND' } });
    expect(await store().drafts.list('p1')).toEqual([]);
  });
}

function tokenCases(store: () => Store): void {
  const token = (id: string): AccessToken => ({
    id,
    label: 'CI',
    scopes: ['read', 'change'],
    createdAt: 1,
    lastUsedAt: null,
    expiresAt: 99,
    revokedAt: null,
  });

  it('tokens under the hash of their value', async () => {
    await store().tokens.insert(token('t1'), 'hash-1');
    await store().tokens.insert(token('t2'), 'hash-2');
    expect(await store().tokens.findByHash('hash-2')).toEqual(token('t2'));
    expect(await store().tokens.findByHash('hash-3')).toBeNull();
    expect((await store().tokens.list()).map((entry) => entry.id)).toEqual(['t1', 't2']);
  });

  it('when a token was used, and when it was first revoked', async () => {
    await store().tokens.insert(token('t1'), 'hash-1');
    await store().tokens.touch('t1', 50);
    expect(await store().tokens.revoke('t1', 60)).toEqual({ ...token('t1'), lastUsedAt: 50, revokedAt: 60 });
    expect(await store().tokens.revoke('t1', 70)).toMatchObject({ revokedAt: 60 });
    expect(await store().tokens.revoke('t9', 70)).toBeNull();
  });
}

function sessionCases(store: () => Store): void {
  const session = (hash: string, beganAt: number) => ({ hash, beganAt, usedAt: beganAt });

  it('sessions of the window until they are removed', async () => {
    const { sessions } = store();
    for (const [index, hash] of ['h1', 'h2', 'h3'].entries()) await sessions.save(session(hash, index));
    await sessions.save({ ...session('h2', 1), usedAt: 50 });
    await sessions.remove(['h1', 'h3', 'h9']);
    expect(await sessions.list()).toEqual([{ hash: 'h2', beganAt: 1, usedAt: 50 }]);
  });

  it('an id of its own', () => {
    expect(store().installationId).toMatch(/^[\w-]{8,}$/);
  });
}

function journalCases(store: () => Store, create: Create): void {
  it('a run with its tasks, as it was made', async () => {
    const { run, plan } = sketchRun({ id: 'r1' });
    expect(await store().runs.create(run, plan)).toBe(true);
    expect(await store().runs.get('r1')).toEqual(run);
    expect(await store().runs.get('r2')).toBeNull();
  });

  it('one unfinished run for each platform', async () => {
    expect(await create({ id: 'r1' })).toBe(true);
    expect(await create({ id: 'r2' })).toBe(false);
    expect(await store().runs.get('r2')).toBeNull();
    expect(await create({ id: 'r3', platformId: 'p2' })).toBe(true);
  });

  it.each<[RunState, boolean]>([
    ['pausing', false],
    ['paused', false],
    ['cancelling', false],
    ['interrupted', false],
    ['done', true],
    ['failed', true],
    ['cancelled', true],
  ])('the platform: a run that is %s leaves it free: %s', async (state, free) => {
    await create({ id: 'r1' });
    await store().runs.recordRun('r1', { state, endedAt: null });
    expect((await store().runs.unfinished()).map((run) => run.id)).toEqual(free ? [] : ['r1']);
    expect(await create({ id: 'r2' })).toBe(free);
  });

  it('a run that is taken up again, unless another holds the platform', async () => {
    await create({ id: 'r1' });
    await store().runs.recordRun('r1', { state: 'failed', endedAt: 2000 });
    expect(await store().runs.reopen('r1')).toBe(true);
    expect(await store().runs.get('r1')).toMatchObject({ state: 'running', endedAt: null });
    expect(await store().runs.reopen('r1')).toBe(false);
    await store().runs.recordRun('r1', { state: 'cancelled', endedAt: 3000 });
    await create({ id: 'r2' });
    expect(await store().runs.reopen('r1')).toBe(false);
    expect(await store().runs.get('r1')).toMatchObject({ state: 'cancelled', endedAt: 3000 });
  });

  it('what became of tasks, and counts them', async () => {
    await create({ id: 'r1' });
    const problem = describeFault('SNAP_MISSING', { host: 'n1' });
    await store().runs.recordTasks('r1', [
      { taskId: 'a', patch: { state: 'failed', attempt: 2, startedAt: 10, endedAt: 20, fault: problem, lastLine: 'oh', acted: true } },
      { taskId: 'b', patch: { state: 'skipped' } },
    ]);
    const run = await store().runs.get('r1');
    expect(run?.tasks[0]).toMatchObject({ state: 'failed', attempt: 2, startedAt: 10, endedAt: 20, fault: problem, lastLine: 'oh' });
    expect(run).toMatchObject({ counts: { failed: 1, skipped: 1, waiting: 0 }, headline: problem.what, seq: 1 });
    await store().runs.recordTasks('r1', [{ taskId: 'a', patch: { state: 'waiting', fault: null, endedAt: null } }]);
    expect((await store().runs.get('r1'))?.tasks[0]).toMatchObject({
      state: 'waiting',
      fault: null,
      endedAt: null,
      attempt: 2,
      acted: true,
    });
    expect((await store().runs.get('r1'))?.tasks[1]?.acted ?? false).toBe(false);
  });
}

function historyCases(store: () => Store, create: Create): void {
  it('the history, newest first', async () => {
    for (const [id, startedAt] of [['r1', 100] as const, ['r2', 300] as const, ['r3', 200] as const]) {
      await create({ id, startedAt, platformId: id === 'r3' ? 'p2' : 'p1' });
      await store().runs.recordRun(id, { state: 'done', endedAt: startedAt + 5 });
    }
    const ids = async (filter: { platformId?: string; limit: number }) => (await store().runs.list(filter)).map((run) => run.id);
    expect(await ids({ limit: 10 })).toEqual(['r2', 'r3', 'r1']);
    expect(await ids({ limit: 1 })).toEqual(['r2']);
    expect(await ids({ platformId: 'p2', limit: 10 })).toEqual(['r3']);
  });

  it('summaries with counts and the sentence of the first failure', async () => {
    await create({ id: 'r1' });
    const late = describeFault('SNAP_MISSING', { host: 'late' });
    const early = describeFault('SNAP_MISSING', { host: 'early' });
    await store().runs.recordTasks('r1', [
      { taskId: 'a', patch: { state: 'failed', endedAt: 90, fault: late } },
      { taskId: 'b', patch: { state: 'failed', endedAt: 80, fault: early } },
    ]);
    const [summary] = await store().runs.list({ limit: 1 });
    expect(summary).toMatchObject({ id: 'r1', headline: early.what, counts: { failed: 2, waiting: 0 }, leftMs: null });
    expect(summary).not.toHaveProperty('tasks');
  });

  it('how long a step took when it did something or waited for it, newest first', async () => {
    const tasks = [1, 2, 3, 4].map((number) => ({ id: `join:n${number}`, step: 'join' }));
    await create({ id: 'r1', tasks: [...tasks, { id: 'wait:n5', step: 'wait' }] });
    const took = (taskId: string, state: 'done' | 'unchanged' | 'failed', [startedAt, endedAt]: readonly [number, number]) => ({
      taskId,
      patch: { state, startedAt, endedAt },
    });
    await store().runs.recordTasks('r1', [
      took('join:n1', 'done', [0, 100]),
      took('join:n2', 'unchanged', [0, 1]),
      took('join:n3', 'failed', [0, 2]),
      took('join:n4', 'done', [50, 300]),
    ]);
    await store().runs.recordTasks('r1', [{ taskId: 'wait:n5', patch: { state: 'unchanged', startedAt: 5, endedAt: 45, waited: true } }]);
    expect(await store().runs.durations('join', 10)).toEqual([250, 100]);
    expect(await store().runs.durations('wait', 10)).toEqual([40]);
    expect(await store().runs.durations('join', 1)).toEqual([250]);
    expect(await store().runs.durations('other', 10)).toEqual([]);
  });

  it('how long taking back took apart from how long doing took', async () => {
    await create({ id: 'r1', tasks: [{ id: 'key:n1', step: 'key', mode: 'undo' }] });
    await store().runs.recordTasks('r1', [{ taskId: 'key:n1', patch: { state: 'done', startedAt: 0, endedAt: 7 } }]);
    expect((await store().runs.get('r1'))?.tasks[0]?.mode).toBe('undo');
    expect(await store().runs.durations('key', 10)).toEqual([]);
    expect(await store().runs.durations('key', 10, 'undo')).toEqual([7]);
  });
}

function logCases(store: () => Store, create: Create): void {
  const texts = async (query: { taskId?: string; search?: string; after?: number; limit?: number }) => {
    const { lines, more } = await store().runs.readLog('r1', { after: -1, limit: 100, ...query });
    return { texts: lines.map((entry) => entry.text), more };
  };

  it('the log in order, page by page', async () => {
    await create({ id: 'r1' });
    expect(await store().runs.lastLogSeq('r1')).toBe(-1);
    await store().runs.appendLog('r1', [line(0, 'zero'), line(1, 'one')]);
    await store().runs.appendLog('r1', [line(2, 'two', 'b'), line(3, 'three')]);
    expect(await store().runs.lastLogSeq('r1')).toBe(3);
    expect((await store().runs.readLog('r1', { after: 1, limit: 1 })).lines).toEqual([line(2, 'two', 'b')]);
    expect(await texts({ limit: 4 })).toEqual({ texts: ['zero', 'one', 'two', 'three'], more: false });
    expect(await texts({ limit: 3 })).toMatchObject({ more: true });
    expect(await texts({ taskId: 'a', after: 0 })).toEqual({ texts: ['one', 'three'], more: false });
  });

  it('lines that are found as they are written, whatever their letters mean elsewhere', async () => {
    await create({ id: 'r1' });
    const odd = ['100% done', '100 done', 'a_b', 'aXb', String.raw`back\slash`, "it's; DROP TABLE runs", 'Grüße 👋'];
    await store().runs.appendLog(
      'r1',
      odd.map((text, seq) => line(seq, text)),
    );
    expect(await texts({ search: '0%' })).toMatchObject({ texts: ['100% done'] });
    expect(await texts({ search: 'a_b' })).toMatchObject({ texts: ['a_b'] });
    expect(await texts({ search: String.raw`k\s` })).toMatchObject({ texts: [String.raw`back\slash`] });
    expect(await texts({ search: "'s; drop" })).toMatchObject({ texts: ["it's; DROP TABLE runs"] });
    expect(await texts({ search: '👋' })).toMatchObject({ texts: ['Grüße 👋'] });
    expect(await texts({ search: 'nowhere' })).toEqual({ texts: [], more: false });
  });

  it('a very long batch of lines', async () => {
    await create({ id: 'r1' });
    await store().runs.appendLog(
      'r1',
      Array.from({ length: 12_345 }, (_, seq) => line(seq, `line ${seq}`)),
    );
    expect(await store().runs.lastLogSeq('r1')).toBe(12_344);
  });
}
