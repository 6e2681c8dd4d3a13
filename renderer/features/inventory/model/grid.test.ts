import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentNode } from '#contract/inventory/document.ts';
import { afterEdit, columnsIn, gridKey, rangeOf } from './grid-keys.ts';
import { pasteChanges, readBlock, writeBlock } from './grid-paste.ts';
import type { PasteAt, PasteColumn } from './grid-paste.ts';
import { showValue } from './value-text.ts';

const nodeOf = (name: string): DocumentNode => ({ name, fields: { address: `${name}.lan` }, groups: [], variables: {} });
const columns: readonly PasteColumn[] = [
  { cell: { kind: 'name' }, title: 'Name' },
  { cell: { kind: 'field', field: 'address' }, title: 'Address' },
  { cell: { kind: 'field', field: 'groups' }, title: 'Groups' },
];
const at = (row: number, column: number): PasteAt => ({
  rows: [nodeOf('a'), nodeOf('b')],
  columns,
  row,
  column,
  nodes: [nodeOf('a'), nodeOf('b'), nodeOf('hidden')],
});

describe('reading a block', () => {
  it.each<[string, string, string[][]]>([
    [
      'of a spreadsheet',
      'a\t1\r\nb\t2\r\n',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'with quotes and breaks',
      '"a\tb"\t"say ""x"""\n"two\nlines"\t',
      [
        ['a\tb', 'say "x"'],
        ['two\nlines', ''],
      ],
    ],
    [
      'with commas in every line',
      'name,address\noak,"1,2"',
      [
        ['name', 'address'],
        ['oak', '1,2'],
      ],
    ],
    ['of one value with commas', 'gpu, dgx', [['gpu, dgx']]],
    ['of lines', 'a\nb\n', [['a'], ['b']]],
    ['with an empty cell', 'a\t\tb', [['a', '', 'b']]],
  ])('%s', (_what, text, block) => expect(readBlock(text)).toEqual(block));
  it('reads what it writes, one cell, one column or many', () => {
    const field = fc.string({ unit: fc.constantFrom('"', ',', ', ', '\t', '\n', 'a', '5', ' ') });
    const block = fc
      .integer({ min: 1, max: 3 })
      .chain((width) => fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1 }));
    fc.assert(
      fc.property(block, (one) => {
        expect(readBlock(writeBlock(one))).toEqual(one);
      }),
      { numRuns: 2000 },
    );
  });
  it.each(['570', '"quoted"', 'say "x"', ['a', '5'], { '!secret': 'a "b"' }])('copies a cell with %o as it is', (value) =>
    expect(readBlock(writeBlock([[showValue(value)]]))).toEqual([[showValue(value)]]),
  );
  it('leaves quotes that were typed', () => expect(readBlock('"570"\n"8.8.8.8"\n')).toEqual([['"570"'], ['"8.8.8.8"']]));
});

describe('pasting', () => {
  it('fills from the cell on and adds nodes where it runs over', () => {
    const pasted = pasteChanges(
      [
        ['10.0.0.2', 'gpu'],
        ['10.0.0.3', ''],
      ],
      at(1, 1),
    );
    expect(pasted).toEqual({
      cells: 4,
      added: 1,
      beyond: 0,
      notes: [],
      changes: [
        { kind: 'set', path: ['nodes', 'b', 'address'], value: '10.0.0.2' },
        { kind: 'set', path: ['nodes', 'b', 'groups'], value: ['gpu'] },
        { kind: 'set', path: ['nodes', 'node1'], value: { address: '10.0.0.3' } },
      ],
    });
  });
  it('puts renames last and gives no name twice', () => {
    const { changes, cells, notes } = pasteChanges([['c'], ['hidden'], ['hidden']], at(1, 0));
    expect(changes).toEqual([
      { kind: 'set', path: ['nodes', 'hidden1'], value: {} },
      { kind: 'set', path: ['nodes', 'hidden2'], value: {} },
      { kind: 'rename', path: ['nodes', 'b'], to: 'c' },
    ]);
    expect(cells).toBe(3);
    expect(notes).toEqual([
      { kind: 'again', name: 'hidden', as: 'hidden1' },
      { kind: 'again', name: 'hidden', as: 'hidden2' },
    ]);
  });
  it('goes by the head of the block, and by name, where it has one', () => {
    const { changes, added } = pasteChanges(
      [
        ['address', 'NAME'],
        ['9.9.9.9', 'b'],
        ['8.8.8.8', 'new'],
      ],
      at(0, 2),
    );
    expect(changes).toEqual([
      { kind: 'set', path: ['nodes', 'b', 'address'], value: '9.9.9.9' },
      { kind: 'set', path: ['nodes', 'new'], value: { address: '8.8.8.8' } },
    ]);
    expect(added).toBe(1);
  });
  it('means the node of that name, also one that the filter hides', () =>
    expect(
      pasteChanges(
        [
          ['name', 'address'],
          ['hidden', '7.7.7.7'],
        ],
        at(0, 0),
      ),
    ).toMatchObject({ cells: 2, added: 0, changes: [{ kind: 'set', path: ['nodes', 'hidden', 'address'], value: '7.7.7.7' }] }));
  it('makes no node of a blank line', () => expect(pasteChanges([['x'], [' '], ['']], at(1, 1))).toMatchObject({ added: 0 }));
  it('leaves out what lies beyond the last column', () =>
    expect(pasteChanges([['x', 'y']], at(0, 2)).changes).toEqual([{ kind: 'set', path: ['nodes', 'a', 'groups'], value: ['x'] }]));
});

describe('a paste from a spreadsheet', () => {
  const roleColumn: PasteColumn = { cell: { kind: 'field', field: 'role' }, title: 'Role' };
  const withRole = (row: number, column: number): PasteAt => ({ ...at(row, column), columns: [...columns, roleColumn] });
  const namesIn = (names: readonly string[]) => pasteChanges(readBlock(names.map((name) => `${name}\t1.1.1.1`).join('\n')), at(0, 0));
  const added = (name: string) => ({ kind: 'set', path: ['nodes', name], value: { address: '1.1.1.1' } });

  it('of several columns on a name goes by the names, and changes no other node', () => {
    const { changes, added: count } = pasteChanges(readBlock('new\t1.1.1.1\nhidden\t2.2.2.2\n'), at(0, 0));
    expect(changes).toEqual([added('new'), { kind: 'set', path: ['nodes', 'hidden', 'address'], value: '2.2.2.2' }]);
    expect(count).toBe(1);
  });
  it('of one column on a name renames', () =>
    expect(pasteChanges([['new']], at(0, 0)).changes).toEqual([{ kind: 'rename', path: ['nodes', 'a'], to: 'new' }]));
  it('below the rows adds', () =>
    expect(pasteChanges([['new'], ['newer']], at(2, 0))).toMatchObject({
      added: 2,
      changes: [
        { kind: 'set', path: ['nodes', 'new'] },
        { kind: 'set', path: ['nodes', 'newer'] },
      ],
    }));
  it('says how many of its columns did not fit, the empty ones aside', () =>
    expect(
      [
        [['x', 'y', 'z', '']],
        [
          ['x', '', ''],
          ['x', 'y'],
        ],
        [['x', '']],
      ].map((block) => pasteChanges(block, at(0, 2)).beyond),
    ).toEqual([2, 1, 0]));
  it('says which name it had to change, and takes none from another row', () => {
    const { changes, notes } = namesIn(['oak', 'oak', 'oak1', 'a', 'a']);
    expect(changes).toEqual([
      added('oak'),
      added('oak2'),
      added('oak1'),
      { kind: 'set', path: ['nodes', 'a', 'address'], value: '1.1.1.1' },
      added('a1'),
    ]);
    expect(notes).toEqual([
      { kind: 'again', name: 'oak', as: 'oak2' },
      { kind: 'again', name: 'a', as: 'a1' },
    ]);
  });
  it('counts no empty line, and clears nothing with it', () => {
    expect(pasteChanges(readBlock('c\t1.1.1.1\n\nd\t2.2.2.2\n\n'), at(0, 0))).toMatchObject({ cells: 4, added: 2 });
    expect(pasteChanges(readBlock('1.1.1.1\tgpu\n\n'), at(0, 1))).toMatchObject({
      cells: 2,
      changes: [
        { path: ['nodes', 'a', 'address'], value: '1.1.1.1' },
        { path: ['nodes', 'a', 'groups'], value: ['gpu'] },
      ],
    });
  });
  it('counts an empty cell of a column where it takes something away', () => {
    expect(pasteChanges([['1.1.1.1'], ['']], at(0, 1))).toMatchObject({ cells: 2, changes: [{ kind: 'set' }, { kind: 'remove' }] });
    expect(pasteChanges([['gpu'], ['']], at(0, 2))).toMatchObject({ cells: 1 });
  });
  it.each(['Worker', 'WORKER ', 'worker\u200b'])('reads the role %j as worker', (typed) =>
    expect(pasteChanges([[typed]], withRole(0, 3)).changes).toEqual([{ kind: 'set', path: ['nodes', 'a', 'role'], value: 'worker' }]),
  );
  it('leaves a role that is none as it is', () =>
    expect(pasteChanges([['Boss']], withRole(0, 3)).changes).toMatchObject([{ value: 'Boss' }]));
  it('takes away what nobody sees, in the head too', () =>
    expect(pasteChanges(readBlock('\ufeffname\taddress\n\u200bnew\u2060\t\u202a1.1.1.1\u202c\n\u200b\t\n'), at(0, 0))).toMatchObject({
      cells: 2,
      changes: [added('new')],
    }));
  it('leaves the value of a variable as it is', () => {
    const greeting: PasteColumn = { cell: { kind: 'variable', variable: 'greeting' }, title: 'greeting' };
    expect(pasteChanges([['👩\u200d🚒']], { ...at(0, 3), columns: [...columns, greeting] }).changes).toMatchObject([
      { value: '👩\u200d🚒' },
    ]);
  });
  it.each(['__proto__', '-', 'x'.repeat(64), '名'])('leaves out the row of %s, and takes the others', (name) =>
    expect(namesIn(['new', name, 'newer'])).toMatchObject({
      added: 2,
      cells: 4,
      changes: [added('new'), added('newer')],
      notes: [{ kind: 'unfit', name }],
    }),
  );
  it('makes a name of what is nearly one', () => {
    const { changes, notes } = namesIn(['Köln 1', 'web.lan', 'A']);
    expect(changes).toEqual([added('koln-1'), added('web-lan'), added('a1')]);
    expect(notes).toEqual([
      { kind: 'fitted', name: 'Köln 1', as: 'koln-1' },
      { kind: 'fitted', name: 'web.lan', as: 'web-lan' },
      { kind: 'again', name: 'A', as: 'a1' },
    ]);
  });
  it('renames to no name that another node has, and to one that becomes free', () => {
    expect(pasteChanges([['b'], ['__proto__']], at(0, 0))).toMatchObject({
      cells: 0,
      changes: [],
      notes: [
        { kind: 'taken', name: 'b' },
        { kind: 'unfit', name: '__proto__' },
      ],
    });
    expect(pasteChanges([['c'], ['a']], at(0, 0))).toMatchObject({ changes: [{ to: 'c' }, { to: 'a' }], notes: [] });
  });
});

describe('keys', () => {
  const size = { rows: 10, columns: 4, page: 5 };
  const press = (key: string, more: { shiftKey?: boolean; ctrlKey?: boolean; altKey?: boolean } = {}) =>
    gridKey({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more }, { row: 5, column: 1 }, size);
  it.each<[string, number, number]>([
    ['ArrowDown', 6, 1],
    ['ArrowLeft', 5, 0],
    ['PageDown', 9, 1],
    ['PageUp', 0, 1],
    ['End', 5, 3],
  ])('%s leads to %d, %d', (key, row, column) => expect(press(key)).toEqual({ act: 'move', to: { row, column } }));
  it('goes to the edges with Ctrl and extends with Shift', () => {
    expect(press('End', { ctrlKey: true })).toEqual({ act: 'move', to: { row: 9, column: 3 } });
    expect(press('ArrowUp', { shiftKey: true })).toEqual({ act: 'extend', to: { row: 4, column: 1 } });
  });
  it('edits with Enter and F2, and replaces with a letter', () => {
    expect([press('F2'), press('x'), press('Enter')]).toEqual([
      { act: 'edit', text: null },
      { act: 'edit', text: 'x' },
      { act: 'edit', text: null },
    ]);
  });
  it('types what AltGr and Option make, and leaves shortcuts with Alt alone', () => {
    expect(press('@', { ctrlKey: true, altKey: true })).toEqual({ act: 'edit', text: '@' });
    expect(press('{', { altKey: true })).toEqual({ act: 'edit', text: '{' });
    expect([press('f', { altKey: true }), press('ArrowLeft', { altKey: true })]).toEqual([null, null]);
  });
  it('leaves copying, pasting and undoing to the browser and the page', () =>
    expect(['c', 'v', 'z', 'f'].map((key) => press(key, { ctrlKey: true }))).toEqual([null, null, null, null]));
  it('goes on to the next row after the last column', () => {
    expect(afterEdit({ key: 'Tab', shift: false }, { row: 1, column: 3 }, size)).toEqual({ row: 2, column: 0 });
    expect(afterEdit({ key: 'Tab', shift: true }, { row: 0, column: 0 }, size)).toEqual({ row: 0, column: 0 });
    expect(afterEdit({ key: 'Enter', shift: false }, { row: 9, column: 1 }, size)).toEqual({ row: 9, column: 1 });
    expect(afterEdit({ key: 'a', shift: false }, { row: 9, column: 1 }, size)).toBeNull();
  });
  it('makes a block of two corners', () => {
    const range = rangeOf({ row: 4, column: 2 }, { row: 2, column: 3 });
    expect(columnsIn(range, 3)).toEqual({ from: 2, to: 3 });
    expect(columnsIn(range, 5).to).toBeLessThan(0);
    expect(columnsIn(rangeOf({ row: 2, column: 2 }, { row: 2, column: 2 }), 2).to).toBeLessThan(0);
  });
});
