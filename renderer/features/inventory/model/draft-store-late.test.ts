import { describe, expect, it } from 'vitest';
import type { DocumentChange, DocumentData } from '#contract/inventory/document.ts';
import type { Draft } from '#contract/inventory/drafts.ts';
import { Lost, Wrong, opened, setRole, settled } from './draft-fixtures.ts';

describe('a change that counts the items of a list', () => {
  const removeFirst: DocumentChange = { kind: 'remove', path: ['nodes', 'a', 'groups', 0] };

  it.each<DocumentChange>([removeFirst, { kind: 'set', path: ['components', 2], value: 'x' }])(
    'is not sent twice when its answer was lost: $kind',
    async (change) => {
      const { engine, store } = opened();
      engine.cut = 'after';
      const done = store.change([change], 'one item');
      await settled();
      engine.cut = null;
      store.receive({ kind: 'whole', draft: engine.draft() });
      await settled();
      expect(engine.heard).toHaveLength(1);
      expect([await done, store.snapshot().sync, store.snapshot().fault instanceof Lost]).toEqual([false, 'kept', true]);
    },
  );

  it('is sent again as long as nobody changed anything', async () => {
    const { engine, store } = opened();
    engine.cut = 'before';
    const done = store.change([removeFirst], 'one item');
    await settled();
    engine.cut = null;
    store.receive({ kind: 'whole', draft: engine.draft() });
    expect([await done, engine.heard]).toEqual([true, ['one item nodes.a.groups.0']]);
  });

  it('is not sent when it had to wait and others changed the draft', async () => {
    const { engine, store } = opened();
    engine.cut = 'before';
    const first = store.change([setRole], 'set role');
    const second = store.change([removeFirst], 'one item');
    await settled();
    engine.cut = null;
    engine.apply([]);
    store.receive({ kind: 'whole', draft: engine.draft() });
    expect([await first, await second, engine.heard]).toEqual([true, false, ['set role nodes.a.role']]);
    expect(store.snapshot().fault).toBeInstanceOf(Lost);
  });

  it('is not offered again once it was refused', async () => {
    const { engine, store } = opened();
    engine.refusal = new Error('the disk is full');
    await store.change([removeFirst], 'one item');
    expect([store.snapshot().sync, store.snapshot().fault]).toEqual(['kept', engine.refusal]);
    engine.refusal = null;
    engine.apply([]);
    store.retry();
    await settled();
    expect(engine.heard).toEqual([]);
  });
});

it('a rename whose answer was lost is not sent twice', async () => {
  const { engine, store } = opened();
  const named = (name: string): DocumentData => ({ ...engine.data, nodes: [{ name, fields: {}, groups: [], variables: {} }] });
  engine.data = named('a');
  store.receive({ kind: 'whole', draft: engine.draft() });
  engine.cut = 'after';
  const done = store.change([{ kind: 'rename', path: ['nodes', 'a'], to: 'b' }], 'rename');
  await settled();
  engine.cut = null;
  engine.data = named('b');
  store.receive({ kind: 'whole', draft: engine.draft() });
  await settled();
  expect([await done, engine.heard]).toEqual([true, ['rename nodes.a']]);
});

describe('what comes while a call is under way', () => {
  it('has it asked for the whole draft once, and nothing typed meanwhile is lost', async () => {
    const { engine, store, insert, shown } = opened();
    const answers: (() => void)[] = [];
    engine.ports.get = () => new Promise((done) => answers.push(() => done(engine.draft())));
    engine.hold();
    void store.undo();
    engine.apply([]);
    store.receive({ kind: 'step', step: engine.apply([]) });
    store.receive({ kind: 'step', step: engine.apply([]) });
    await engine.release();
    insert(0, 'x');
    engine.hold();
    for (const [at, answer] of answers.entries()) {
      answer();
      await settled();
      insert(at + 1, 'y');
    }
    await engine.release();
    expect([answers.length, engine.text, shown(), store.snapshot().sync]).toEqual([1, 'xyabc', 'xyabc', 'kept']);
  });

  it('takes steps that were missed by what it asked for', async () => {
    const { engine, store, shown } = opened();
    engine.apply([]);
    const second = engine.apply([]);
    const whole = engine.draft();
    let answer: (draft: Draft) => void = () => undefined;
    engine.ports.get = () => new Promise((done) => (answer = done));
    store.receive({ kind: 'step', step: second });
    store.receive({ kind: 'step', step: engine.apply([{ from: 0, to: 0, insert: '3' }]) });
    answer(whole);
    await settled();
    expect([shown(), store.snapshot().seq]).toEqual(['3abc', 3]);
  });

  it('comes before a change that was done after it, without asking for the whole draft', async () => {
    const { engine, store, shown } = opened();
    engine.hold();
    const done = store.change([setRole], 'set role');
    store.receive({ kind: 'step', step: engine.apply([{ from: 0, to: 0, insert: 'X' }]) });
    await engine.release();
    expect([await done, engine.gets, shown()]).toEqual([true, 0, 'Xabc#set role']);
  });

  it('is taken as a whole draft also when the call is refused', async () => {
    const { engine, store, shown } = opened();
    engine.hold();
    void store.change([setRole], 'set role');
    engine.apply([{ from: 0, to: 0, insert: 'huge' }]);
    store.receive({ kind: 'whole', draft: engine.draft() });
    engine.refusal = new Wrong();
    await engine.release();
    expect([shown(), store.snapshot().seq]).toEqual(['hugeabc', 1]);
  });
});
