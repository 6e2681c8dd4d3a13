import { describe, expect, it } from 'vitest';
import { noSelection, selectRange, toggleKey } from './selection.ts';
import { tableKey } from './table-keys.ts';
import { byNumber, byText, comparatorOf, matcher, nextSort, parseSort, sortText, toCsv, visibleColumns } from './table-model.ts';
import type { Column } from './table-model.ts';

interface Row {
  readonly name: string;
  readonly size: number;
}
const column = (id: string, more: Partial<Column<Row>> = {}): Column<Row> => ({
  id,
  title: id,
  width: '1fr',
  cell: () => null,
  text: (row) => row.name,
  ...more,
});
const columns = [
  column('name', { head: true, compare: byText((row) => row.name) }),
  column('size', { text: (row) => String(row.size), compare: byNumber((row) => row.size) }),
];
const rows: readonly Row[] = [
  { name: 'node10', size: 2 },
  { name: 'node2', size: 2 },
  { name: 'Node1', size: 9 },
];
const usual = byText<Row>((row) => row.name);
const sorted = (sort: string): readonly string[] => [...rows].sort(comparatorOf(columns, parseSort(sort), usual)).map((row) => row.name);

describe('sorting', () => {
  it('orders numbers within names as people do', () => expect(sorted('')).toEqual(['Node1', 'node2', 'node10']));
  it('uses several columns, then the usual order', () => {
    expect(sorted('size')).toEqual(['node2', 'node10', 'Node1']);
    expect(sorted('-size,-name')).toEqual(['Node1', 'node10', 'node2']);
  });
  it('ignores columns that an old address names', () => expect(sorted('gone,-size')).toEqual(['Node1', 'node2', 'node10']));
  it('goes up, down and back by clicks', () => {
    const up = nextSort([], 'name', false);
    const down = nextSort(up, 'name', false);
    expect([sortText(up), sortText(down), sortText(nextSort(down, 'name', false))]).toEqual(['name', '-name', '']);
  });
  it('adds a column with shift and keeps the others', () => {
    expect(sortText(nextSort(parseSort('size'), 'name', true))).toBe('size,name');
    expect(sortText(nextSort(parseSort('size,name'), 'name', true))).toBe('size,-name');
    expect(sortText(nextSort(parseSort('size,-name'), 'name', true))).toBe('size');
    expect(sortText(nextSort(parseSort('size'), 'name', false))).toBe('name');
  });
});

describe('filtering', () => {
  const keep = (filter: string) =>
    rows.filter(matcher<Row>((row) => [row.name, String(row.size)], filter) ?? (() => true)).map((row) => row.name);
  it('wants every word somewhere', () => {
    expect(keep('node 9')).toEqual(['Node1']);
    expect(keep('  ')).toHaveLength(3);
    expect(keep('node zebra')).toEqual([]);
  });
});

describe('marking rows', () => {
  const order = ['a', 'b', 'c', 'd', 'e'];
  it('marks a range from the row marked before, in either direction', () => {
    expect([...selectRange(toggleKey(noSelection, 'b'), order, 'd').keys].sort()).toEqual(['b', 'c', 'd']);
    expect([...selectRange(toggleKey(noSelection, 'd'), order, 'b').keys].sort()).toEqual(['b', 'c', 'd']);
  });
  it('marks one row when the range has no beginning in sight', () => {
    expect([...selectRange({ keys: new Set(), anchor: 'filtered out' }, order, 'c').keys]).toEqual(['c']);
  });
  it('takes a mark away again', () => expect(toggleKey(toggleKey(noSelection, 'a'), 'a').keys.size).toBe(0));
});

describe('keys in a table', () => {
  const press = (key: string, more: { shiftKey?: boolean; ctrlKey?: boolean } = {}) =>
    tableKey({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more }, { at: 5, count: 20, page: 10 });
  it.each([
    ['j', 6],
    ['ArrowUp', 4],
    ['PageDown', 15],
    ['PageUp', 0],
    ['End', 19],
    ['Home', 0],
  ])('%s goes to row %d', (key, index) => expect(press(key)).toEqual({ index, act: 'move' }));
  it('opens, marks and extends', () => {
    expect(press('Enter')).toEqual({ index: 5, act: 'open' });
    expect(press(' ')).toEqual({ index: 5, act: 'mark' });
    expect(press('ArrowDown', { shiftKey: true })).toEqual({ index: 6, act: 'range' });
    expect(press('F10', { shiftKey: true })).toEqual({ index: 5, act: 'menu' });
  });
  it('leaves the keys of the browser alone', () => expect(press('j', { ctrlKey: true })).toBeNull());
});

describe('columns and export', () => {
  it('always shows the name, hides what does not fit and what was not chosen', () => {
    const all = [column('name', { head: true }), column('wide', { from: 900 }), column('extra', { extra: true }), column('usual')];
    expect(visibleColumns(all, null, 1000).map((one) => one.id)).toEqual(['name', 'wide', 'usual']);
    expect(visibleColumns(all, null, 500).map((one) => one.id)).toEqual(['name', 'usual']);
    expect(visibleColumns(all, ['extra'], 1000).map((one) => one.id)).toEqual(['name', 'extra']);
  });
  it('writes a table that no spreadsheet takes for formulas', () => {
    expect(toCsv(columns, [{ name: '=cmd|"x"', size: 1 }])).toBe('name,size\r\n"\'=cmd|""x""",1');
  });
});
