import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KindStore } from './kind-store.ts';
import { SortedView } from './sorted-view.ts';
import { Tally } from './tally.ts';

interface Row {
  readonly uid: string;
  readonly rank: number;
}
const rule = { compare: (a: Row, b: Row) => a.rank - b.rank, keep: (row: Row) => row.rank % 3 !== 0 };

type Act =
  | { readonly kind: 'put'; readonly row: Row }
  | { readonly kind: 'drop'; readonly uid: string }
  | { readonly kind: 'relist'; readonly rows: readonly Row[] };
const rows = fc.record({ uid: fc.integer({ min: 0, max: 120 }).map(String), rank: fc.integer({ min: 0, max: 20 }) });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: rows.map((row) => ({ kind: 'put' as const, row })) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 120 }).map((uid) => ({ kind: 'drop' as const, uid: String(uid) })) },
  { weight: 1, arbitrary: fc.array(rows, { maxLength: 60 }).map((list) => ({ kind: 'relist' as const, rows: list })) },
);

function carryOut(store: KindStore<Row>, acts: readonly Act[]): void {
  for (const one of acts) {
    if (one.kind === 'put') store.upsert([one.row]);
    else if (one.kind === 'drop') store.remove([one.uid]);
    else {
      store.reset();
      store.upsert(one.rows);
      store.finishList();
    }
  }
  store.flush();
}

const fresh = (store: KindStore<Row>): readonly Row[] =>
  [...store.rows.values()].filter(rule.keep).sort((a, b) => rule.compare(a, b) || (a.uid < b.uid ? -1 : 1));

describe('a sorted view over a live store', () => {
  it('always equals sorting and filtering everything anew', () => {
    fc.assert(
      fc.property(fc.array(fc.array(act, { maxLength: 90 }), { maxLength: 6 }), (batches) => {
        const store = new KindStore<Row>();
        const view = new SortedView(store, rule);
        const stop = view.subscribe(() => undefined);
        for (const batch of batches) {
          carryOut(store, batch);
          expect(view.slice()).toEqual(fresh(store));
        }
        stop();
      }),
      { numRuns: 150 },
    );
  });

  it('catches up with what happened while nobody was looking', () => {
    const store = new KindStore<Row>();
    const view = new SortedView(store, rule);
    view.subscribe(() => undefined)();
    carryOut(store, [{ kind: 'put', row: { uid: 'a', rank: 1 } }]);
    const stop = view.subscribe(() => undefined);
    expect(view.slice()).toEqual([{ uid: 'a', rank: 1 }]);
    stop();
  });

  it('has a place for each row', () => {
    const store = new KindStore<Row>();
    store.upsert([1, 2, 4, 5].map((rank) => ({ uid: `u${rank}`, rank })));
    store.flush();
    const view = new SortedView(store, rule);
    expect(view.indexOf({ uid: 'u4', rank: 4 })).toBe(2);
    expect(view.indexOf({ uid: 'other', rank: 4 })).toBe(-1);
  });
});

describe('sums per group', () => {
  it('equal counting everything anew', () => {
    fc.assert(
      fc.property(fc.array(fc.array(act, { maxLength: 40 }), { maxLength: 4 }), (batches) => {
        const store = new KindStore<Row>();
        const tally = new Tally<Row, { count: number }>(store, {
          group: (row) => String(row.rank),
          empty: () => ({ count: 0 }),
          add: (sum, _row, sign) => {
            sum.count += sign;
          },
        });
        for (const batch of batches) carryOut(store, batch);
        for (let rank = 0; rank <= 20; rank += 1) {
          expect(tally.get(String(rank)).count).toBe([...store.rows.values()].filter((row) => row.rank === rank).length);
        }
      }),
      { numRuns: 80 },
    );
  });
});
