import { ChangeSet } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import type { DraftStep } from '#contract/inventory/drafts.ts';
import { Lost, Outdated, Wrong, nothing, opened, setRole, settled, wanted } from './draft-fixtures.ts';
import type { DraftStore } from './draft-store.ts';

describe('typing', () => {
  it('sends what is typed while a call is under way as one edit after it', async () => {
    const { engine, insert, shown, store } = opened();
    engine.hold();
    insert(3, 'd');
    insert(4, 'e');
    insert(5, 'f');
    expect(store.snapshot().sync).toBe('sending');
    await engine.release();
    expect(engine.heard).toEqual(['typing 3-3:d', 'typing 4-4:ef']);
    expect([engine.text, shown(), store.snapshot().sync]).toEqual(['abcdef', 'abcdef', 'kept']);
  });

  it('moves what is on its way over a change from elsewhere, and tells the editor only of that', async () => {
    const { engine, store, insert, shown } = opened();
    const told: string[] = [];
    store.onText((changes) => told.push(JSON.stringify(changes.toJSON())));
    const theirs = engine.apply([{ from: 0, to: 1, insert: 'XYZ' }]);
    engine.hold();
    store.edit(ChangeSet.of({ from: 3, insert: '!' }, 3, '\n'), 'typing');
    insert(4, '?');
    told.splice(0);
    store.receive({ kind: 'step', step: theirs });
    await engine.release();
    expect([engine.text, shown()]).toEqual(['XYZbc!?', 'XYZbc!?']);
    expect(told).toHaveLength(1);
  });

  it('takes its own step from the stream only once', async () => {
    const { engine, store, insert, shown } = opened();
    engine.hold();
    insert(0, 'x');
    const own: DraftStep = {
      ...engine.draft(),
      seq: 1,
      edits: [{ from: 0, to: 0, insert: 'x' }],
      data: nothing,
    };
    store.receive({ kind: 'step', step: own });
    await engine.release();
    store.receive({ kind: 'step', step: own });
    expect([engine.text, shown()]).toEqual(['xabc', 'xabc']);
  });

  it('keeps a refused edit in the editor and says why, until it is tried again', async () => {
    const { engine, store, insert, shown } = opened();
    engine.refusal = new Error('the disk is full');
    insert(3, 'd');
    await settled();
    expect([shown(), engine.text, store.snapshot().sync]).toEqual(['abcd', 'abc', 'refused']);
    expect(store.snapshot().fault).toBe(engine.refusal);
    engine.refusal = null;
    store.retry();
    await settled();
    expect([engine.text, store.snapshot().sync]).toEqual(['abcd', 'kept']);
  });
});

describe('a lost connection', () => {
  it.each(['before', 'after'] as const)('leads to the same text when it broke %s the engine had heard', async (cut) => {
    const { engine, store, insert, shown } = opened();
    engine.cut = cut;
    insert(3, 'd');
    await settled();
    insert(4, 'e');
    expect([shown(), store.snapshot().sync]).toEqual(['abcde', 'waiting']);
    engine.cut = null;
    store.receive({ kind: 'whole', draft: engine.draft() });
    await settled();
    expect([engine.text, shown(), store.snapshot().sync]).toEqual(['abcde', 'abcde', 'kept']);
  });

  it('puts what was typed meanwhile on top of what others did', async () => {
    const { engine, store, insert, shown } = opened('one\ntwo\n');
    engine.cut = 'before';
    insert(8, 'three\n');
    await settled();
    engine.cut = null;
    engine.apply([{ from: 0, to: 3, insert: 'first' }]);
    store.receive({ kind: 'whole', draft: engine.draft() });
    await settled();
    expect([engine.text, shown()]).toEqual(['first\ntwo\nthree\n', 'first\ntwo\nthree\n']);
  });

  it('asks again for changes, never for an undo', async () => {
    const { engine, store } = opened();
    engine.cut = 'before';
    const change = store.change([setRole], 'set role');
    const undo = store.undo();
    await settled();
    expect(store.snapshot().data.nodes[0]?.fields['role']).toBe('worker');
    engine.cut = null;
    store.receive({ kind: 'whole', draft: engine.draft() });
    expect([await change, await undo, engine.heard]).toEqual([true, false, ['set role nodes.a.role']]);
    engine.cut = 'before';
    const lost = store.undo();
    await settled();
    engine.cut = null;
    store.receive({ kind: 'whole', draft: engine.draft() });
    expect([await lost, engine.heard.length, store.snapshot().fault instanceof Lost]).toEqual([false, 1, true]);
  });
});

describe('what is asked for', () => {
  it('is sent in the order in which it was done, also when somebody typed in between', async () => {
    const { engine, store, insert } = opened();
    engine.hold();
    insert(3, 'd');
    const change = store.change([setRole], 'set role');
    insert(4, 'e');
    insert(5, 'f');
    const undone = store.undo();
    await engine.release();
    await Promise.all([change, undone]);
    expect(engine.heard.map((line) => line.split(' ')[0])).toEqual(['typing', 'set', 'typing', 'undo']);
  });

  it('keeps its order over a lost connection, and an undo that nobody heard is not done later', async () => {
    const { engine, store, insert, shown } = opened();
    engine.cut = 'before';
    const change = store.change([setRole], 'set role');
    insert(3, '!');
    const queued = store.undo();
    await settled();
    const late = [store.undo(), store.undo(), store.redo()];
    expect(await Promise.all([queued, ...late])).toEqual([false, false, false, false]);
    engine.cut = null;
    store.receive({ kind: 'whole', draft: engine.draft() });
    await settled();
    expect(await change).toBe(true);
    expect(engine.heard.map((line) => line.split(' ')[0])).toEqual(['set', 'typing']);
    expect([engine.text, shown(), store.snapshot().sync]).toEqual(['abc!#set role', 'abc!#set role', 'kept']);
  });

  it('puts a save before what was typed after it', async () => {
    const { engine, store, insert } = opened();
    engine.hold();
    void store.change([setRole], 'set role');
    const saved = store.save('mine', wanted);
    insert(0, 'later');
    await engine.release();
    expect([await saved, engine.heard]).toEqual([true, ['set role nodes.a.role', 'save mine', 'typing 0-0:later']]);
  });

  it('comes after what was typed before it', async () => {
    const { engine, store, insert } = opened();
    engine.hold();
    insert(3, 'd');
    insert(4, 'e');
    const undone = store.undo();
    await engine.release();
    await undone;
    expect(engine.heard).toEqual(['typing 3-3:d', 'typing 4-4:e', 'undo']);
  });

  it('shows at once what was asked for and forgets it when it is refused', async () => {
    const { engine, store } = opened();
    engine.refusal = new Error('no');
    const done = store.change([setRole], 'set role');
    expect(store.snapshot().data.nodes.map((node) => node.name)).toEqual(['a']);
    expect(await done).toBe(false);
    expect(store.snapshot().data.nodes).toEqual([]);
  });

  it('fetches the whole draft when a step is missing', async () => {
    const { engine, store, shown } = opened();
    engine.apply([{ from: 0, to: 0, insert: '1' }]);
    const second = engine.apply([{ from: 0, to: 0, insert: '2' }]);
    store.receive({ kind: 'step', step: second });
    await settled();
    expect([shown(), store.snapshot().seq]).toEqual(['21abc', 2]);
  });

  it('ends with the draft', async () => {
    const { store } = opened();
    store.receive({ kind: 'closed', reason: 'removed' });
    expect([store.snapshot().closed, await store.undo()]).toEqual([true, false]);
  });
});

describe('a refused change', () => {
  const full = new Error('the disk is full');
  const names = (store: DraftStore) => store.snapshot().data.nodes.map((node) => node.name);

  it('is sent again when it is tried again', async () => {
    const { engine, store } = opened();
    engine.refusal = full;
    await store.change([setRole], 'set role');
    expect([store.snapshot().sync, store.snapshot().fault]).toEqual(['refused', full]);
    engine.refusal = null;
    store.retry();
    expect(names(store)).toEqual(['a']);
    await settled();
    expect([engine.heard, store.snapshot().sync, store.snapshot().fault]).toEqual([['set role nodes.a.role'], 'kept', null]);
  });

  it('stays in sight while something else goes well', async () => {
    const { engine, store, insert } = opened();
    engine.refusal = full;
    await store.change([setRole], 'set role');
    engine.refusal = null;
    insert(0, 'x');
    await store.undo();
    expect(store.snapshot().fault).toBe(full);
    store.retry();
    await settled();
    expect(engine.heard).toEqual(['typing 0-0:x', 'undo', 'set role nodes.a.role']);
  });

  it('gives way to what is asked for later at the same place', async () => {
    const { engine, store } = opened();
    engine.refusal = full;
    await store.change([setRole], 'set role');
    engine.refusal = null;
    await store.change([{ kind: 'remove', path: ['nodes', 'a'] }], 'remove');
    expect(store.snapshot().sync).toBe('kept');
    store.retry();
    await settled();
    expect(engine.heard).toEqual(['remove nodes.a']);
  });

  it('is not offered again once it was dismissed, or when it is itself what is wrong', async () => {
    const { engine, store } = opened();
    engine.refusal = full;
    await store.change([setRole], 'set role');
    store.dismiss();
    expect(store.snapshot().sync).toBe('kept');
    engine.refusal = new Wrong();
    await store.change([setRole], 'set role');
    expect([store.snapshot().sync, store.snapshot().fault]).toEqual(['kept', engine.refusal]);
    engine.refusal = null;
    store.retry();
    await settled();
    expect(engine.heard).toEqual([]);
  });

  it('of the text keeps an undo and a save that came after it from ever being done', async () => {
    const { engine, store, insert } = opened();
    engine.hold();
    engine.refusal = full;
    insert(3, 'd');
    const later = [store.undo(), store.save('', wanted)];
    await engine.release();
    expect(await Promise.all(later)).toEqual([false, false]);
    engine.refusal = null;
    store.retry();
    await settled();
    expect(engine.heard).toEqual(['typing 3-3:d']);
  });
});

describe('a save', () => {
  it('waits for nobody', async () => {
    const { engine, store, insert } = opened();
    engine.cut = 'before';
    insert(3, 'd');
    const behind = store.save('behind what was typed', wanted);
    expect(await behind).toBe(false);
    expect(await store.save('while nobody answers', wanted)).toBe(false);
    expect(store.takeFault()).toBeInstanceOf(Lost);
    engine.cut = null;
    store.receive({ kind: 'whole', draft: engine.draft() });
    await settled();
    expect(engine.heard).toEqual(['typing 3-3:d']);
  });

  it('whose answer was lost is not sent again, and the draft says how it ended', async () => {
    const { engine, store } = opened();
    engine.cut = 'after';
    const saved = store.save('twice is too often', wanted);
    const change = store.change([setRole], 'set role');
    expect(await saved).toBe(false);
    engine.cut = null;
    store.receive({ kind: 'whole', draft: engine.draft() });
    expect(await change).toBe(true);
    expect(engine.heard).toEqual(['save twice is too often', 'set role nodes.a.role']);
    expect(store.snapshot().summary.savedRevision).toBe(2);
  });

  it('takes along what was done here before it, and nothing else', async () => {
    const { engine, store, insert, shown } = opened();
    engine.hold();
    insert(3, 'd');
    void store.change([setRole], 'set role');
    const saved = store.save('mine', wanted);
    await engine.release();
    expect([await saved, engine.heard.at(-1)]).toEqual([true, 'save mine']);
    const theirs = engine.apply([{ from: 0, to: 0, insert: 'X' }]);
    engine.hold();
    insert(0, 'e');
    const blind = store.save('blind', wanted);
    store.receive({ kind: 'step', step: theirs });
    await engine.release();
    expect([await blind, engine.heard.at(-1), shown()]).toEqual([false, 'typing 0-0:e', engine.text]);
    expect(store.takeFault()).toBeInstanceOf(Outdated);
    expect(await store.save('seen', wanted)).toBe(true);
  });

  it('that nobody wants any more is not begun', async () => {
    const { engine, store, insert } = opened();
    const leaving = new AbortController();
    engine.hold();
    insert(3, 'd');
    const saved = store.save('', leaving.signal);
    leaving.abort();
    await engine.release();
    expect(await saved).toBe(false);
    expect([engine.heard, store.snapshot().fault]).toEqual([['typing 3-3:d'], null]);
  });
});

describe('an engine that was set back', () => {
  it('is believed, and what is typed goes on top of what it has', async () => {
    const { engine, store, insert, shown } = opened();
    insert(3, 'd');
    await settled();
    insert(4, 'e');
    await settled();
    engine.text = 'abc';
    engine.seq = 0;
    store.receive({ kind: 'whole', draft: engine.draft() });
    await settled();
    expect([shown(), store.snapshot().seq]).toEqual(['abc', 0]);
    insert(0, 'x');
    await settled();
    expect([engine.text, shown(), store.snapshot().sync]).toEqual(['xabc', 'xabc', 'kept']);
  });

  it('is asked once when it calls what was typed outdated', async () => {
    const { engine, store, insert, shown } = opened();
    insert(3, 'd');
    await settled();
    engine.text = 'abc';
    engine.seq = 0;
    insert(4, 'e');
    await settled();
    expect([engine.text, shown(), store.snapshot().sync]).toEqual(['abce', 'abce', 'kept']);
  });
});

describe('a draft that was thrown away', () => {
  it('goes on in another one with what never reached the engine', async () => {
    const { engine, store, insert } = opened();
    engine.hold();
    insert(3, 'd');
    void store.change([setRole], 'set role');
    store.receive({ kind: 'closed', reason: 'removed' });
    engine.refusal = new Wrong();
    await engine.release();
    const next = opened('abc');
    store.bringTo(next.store, 'bringing back');
    await settled();
    expect(next.engine.heard).toEqual(['bringing back 3-3:d', 'set role nodes.a.role']);
  });
});
