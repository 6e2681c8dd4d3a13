import { describe, expect, it } from 'vitest';
import type { DocumentNode } from '#contract/inventory/document.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { cellChange, cellOf, cellText, columnId, freeName, newNode, valueChange } from './cells.ts';
import type { CellKind, FieldId } from './cells.ts';

const node: DocumentNode = {
  name: 'node1',
  fields: {
    address: '10.0.0.1',
    role: 'control',
    labels: { disk: 'ssd' },
    taints: ['gpu=true:NoSchedule'],
    credential: { 'key-file': '/k' },
  },
  groups: ['gpu', 'dgx'],
  variables: { nvidia_driver: '570', dns: ['8.8.8.8'] },
};
const field = (one: FieldId): CellKind => ({ kind: 'field', field: one });
const variable = (one: string): CellKind => ({ kind: 'variable', variable: one });
const known = (type: Variable['type']): Variable => ({
  name: 'x',
  title: 'X',
  description: 'x',
  type,
  sensitive: false,
  scope: 'node',
  neededBy: [],
  usedBy: [],
  origin: 'hearth',
  aliases: [],
});

describe('what a cell says', () => {
  it.each<[CellKind, string]>([
    [{ kind: 'name' }, 'node1'],
    [field('address'), '10.0.0.1'],
    [field('groups'), 'gpu, dgx'],
    [field('labels'), 'disk=ssd'],
    [field('taints'), 'gpu=true:NoSchedule'],
    [field('credential'), '{key-file: /k}'],
    [field('port'), ''],
    [variable('nvidia_driver'), '"570"'],
    [variable('dns'), '[8.8.8.8]'],
  ])('%o', (cell, text) => expect(cellText(node, cell)).toBe(text));

  it.each(['name', 'groups', 'var:dns'])('keeps the column %s in the address', (id) => {
    const cell = cellOf(id);
    expect(cell === null ? null : columnId(cell)).toBe(id);
  });
  it('knows no column by another name', () => expect(cellOf('colour')).toBeNull());
});

describe('what typing into a cell means', () => {
  it.each<[CellKind, string, unknown]>([
    [{ kind: 'name' }, 'oak', { kind: 'rename', path: ['nodes', 'node1'], to: 'oak' }],
    [field('groups'), 'gpu; web', { kind: 'set', path: ['nodes', 'node1', 'groups'], value: ['gpu', 'web'] }],
    [field('labels'), 'disk=nvme, fast', { kind: 'set', path: ['nodes', 'node1', 'labels'], value: { disk: 'nvme', fast: '' } }],
    [field('port'), '2222', { kind: 'set', path: ['nodes', 'node1', 'port'], value: 2222 }],
    [field('role'), '', { kind: 'remove', path: ['nodes', 'node1', 'role'] }],
    [variable('a'), '!secret b', { kind: 'set', path: ['nodes', 'node1', 'variables', 'a'], value: { '!secret': 'b' } }],
  ])('%o %s', (cell, typed, change) => expect(cellChange(node, { cell, typed })).toEqual([change]));

  it('is nothing where the cell says so already, and never takes a name away', () => {
    expect(cellChange(node, { cell: field('groups'), typed: ' gpu, dgx ' })).toEqual([]);
    expect(cellChange(node, { cell: { kind: 'name' }, typed: ' ' })).toEqual([]);
  });
  it('follows the type of a known variable', () => {
    const value = (type: Variable['type'], typed: string) => cellChange(node, { cell: variable('x'), typed, variable: known(type) });
    expect(value('text', '570')).toMatchObject([{ value: '570' }]);
    expect(value('number', '570')).toMatchObject([{ value: 570 }]);
    expect(value('list', '8.8.8.8, 1.1.1.1')).toMatchObject([{ value: ['8.8.8.8', '1.1.1.1'] }]);
  });
});

describe('what typing over a value of a group means', () => {
  const path = ['groups', 'gpu', 'variables', 'nvidia_driver'];
  const typed = (text: string, type?: Variable['type']) =>
    valueChange(path, '"570"', {
      cell: { kind: 'variable', variable: 'nvidia_driver' },
      typed: text,
      variable: type === undefined ? undefined : known(type),
    });
  it('is the same as in a cell: a number unless it is known as a text', () => {
    expect(typed('580')).toEqual([{ kind: 'set', path, value: 580 }]);
    expect(typed('580', 'text')).toEqual([{ kind: 'set', path, value: '580' }]);
    expect(typed('"570"')).toEqual([]);
  });
  it('is taking it away when nothing is left of it', () => expect(typed(' ')).toEqual([{ kind: 'remove', path }]));
});

describe('new nodes', () => {
  it('get a name that is free', () => {
    expect(freeName(new Set())).toBe('node1');
    expect(freeName(new Set(['node1', 'node2']))).toBe('node3');
    expect(freeName(new Set(['oak']), 'oak')).toBe('oak1');
    expect(freeName(new Set(['node1']), 'elm')).toBe('elm');
  });
  it('hold what was typed, and nothing else', () =>
    expect(
      newNode('oak', [
        { cell: field('address'), typed: '10.0.0.2' },
        { cell: field('role'), typed: '' },
        { cell: variable('gpu'), typed: 'true' },
      ]),
    ).toEqual({ kind: 'set', path: ['nodes', 'oak'], value: { address: '10.0.0.2', variables: { gpu: true } } }));
});
