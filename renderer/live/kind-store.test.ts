import { describe, expect, it } from 'vitest';
import { KindStore } from './kind-store.ts';
import type { Change } from './kind-store.ts';

interface Row {
  readonly uid: string;
  readonly value: number;
}
const row = (uid: string, value = 0): Row => ({ uid, value });

function filled(...rows: Row[]): KindStore<Row> {
  const store = new KindStore<Row>();
  store.reset();
  store.upsert(rows);
  store.finishList();
  store.flush();
  return store;
}

describe('rows of one kind', () => {
  it('shows nothing of a batch before it is flushed', () => {
    const store = filled(row('a'));
    store.upsert([row('b')]);
    store.remove(['a']);
    expect([...store.rows.keys()]).toEqual(['a']);
    store.flush();
    expect([...store.rows.keys()]).toEqual(['b']);
  });

  it('keeps old rows in sight while a list is repeated, and drops what it did not name', () => {
    const store = filled(row('a'), row('b'));
    store.reset();
    store.upsert([row('b', 1)]);
    store.flush();
    expect([...store.rows.keys()].sort()).toEqual(['a', 'b']);
    store.finishList();
    store.flush();
    expect([...store.rows.values()]).toEqual([row('b', 1)]);
  });

  it('tells the version that others hold, also when a row changes twice in a batch', () => {
    const store = filled(row('a', 1));
    const told: Change<Row>[] = [];
    store.onChange((change) => told.push(change));
    store.upsert([row('a', 2)]);
    store.upsert([row('a', 3)]);
    store.flush();
    expect(told).toEqual([{ gone: [row('a', 1)], came: [row('a', 3)] }]);
  });

  it('says nothing of a row that came and went within a batch', () => {
    const store = filled(row('a'));
    const told: Change<Row>[] = [];
    store.onChange((change) => told.push(change));
    store.upsert([row('z')]);
    store.remove(['z']);
    store.flush();
    expect(told).toEqual([]);
  });

  it('forgets a row that was not flushed before a repeated list left it out', () => {
    const store = filled(row('a'));
    store.upsert([row('late')]);
    store.reset();
    store.upsert([row('a')]);
    store.finishList();
    store.flush();
    expect([...store.rows.keys()]).toEqual(['a']);
  });
});
