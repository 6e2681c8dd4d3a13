import { describe, expect, it } from 'vitest';
import type { DocumentData } from '#contract/inventory/document.ts';
import { idAfterRename, rowPath, spotIn, treeKey, treeRows } from './tree.ts';
import type { TreeRow } from './tree.ts';

const data: DocumentData = {
  general: {},
  variables: { dns: ['8.8.8.8'] },
  groups: [
    { name: 'gpu', groups: ['dgx', 'gpu'], variables: { driver: '570' }, fields: {} },
    { name: 'dgx', groups: [], variables: {}, fields: {} },
  ],
  nodes: [
    { name: 'n1', fields: { role: 'control' }, groups: ['dgx'], variables: { lan_ip: '10.0.0.1' } },
    { name: 'n2', fields: {}, groups: [], variables: {} },
  ],
};
const shown = (rows: readonly TreeRow[]): readonly string[] =>
  rows.map(
    (row) => `${'  '.repeat(row.level - 1)}${row.kind === 'variable' ? row.variable : row.scope.kind === 'all' ? 'all' : row.scope.name}`,
  );
const rows = (open: readonly string[], filter = '') => treeRows(data, { open: new Set(open), filter });

describe('the tree', () => {
  it('shows only what is unfolded', () => expect(shown(rows([]))).toEqual(['all']));
  it('has groups in groups, roles as groups, and nodes of no group', () =>
    expect(shown(rows(['all', 'all/group:gpu', 'all/group:gpu/group:dgx', 'all/group:k8s']))).toEqual([
      'all',
      '  dns',
      '  gpu',
      '    driver',
      '    dgx',
      '      n1',
      '  k8s',
      '    k8s_control_plane',
      '    k8s_workers',
      '  n2',
    ]));
  it('unfolds what the filter finds and leaves out the rest', () =>
    expect(shown(rows([], 'LAN_'))).toEqual([
      'all',
      '  gpu',
      '    dgx',
      '      n1',
      '        lan_ip',
      '  k8s',
      '    k8s_control_plane',
      '      n1',
      '        lan_ip',
    ]));
  it('finds values too', () => expect(shown(rows([], '570'))).toEqual(['all', '  gpu', '    driver']));
  it('says where a row stands in the document', () => {
    expect(rows(['all', 'all/group:gpu']).map(rowPath).slice(0, 4)).toEqual([
      [],
      ['variables', 'dns'],
      ['groups', 'gpu'],
      ['groups', 'gpu', 'variables', 'driver'],
    ]);
  });
});

describe('the cursor in the tree', () => {
  const all = ['all', 'all/group:gpu', 'all/group:gpu/group:dgx'];
  const driver = { id: 'all/group:gpu/v:driver', index: 3 };
  it('stays with its row when others come before it', () => {
    const more = { ...data, variables: { dns: [], search: [] } };
    expect(spotIn(treeRows(more, { open: new Set(all), filter: '' }), driver)).toBe(4);
  });
  it('goes to what took the place of a row that was removed', () => {
    const less = { ...data, groups: data.groups.map(({ name, groups, fields }) => ({ name, groups, fields, variables: {} })) };
    const left = treeRows(less, { open: new Set(all), filter: '' });
    expect(shown(left)[spotIn(left, driver)]).toBe('    dgx');
    expect(spotIn(rows(['all']), { id: 'all/node:n9', index: 99 })).toBe(rows(['all']).length - 1);
  });
  it('goes to what its row was folded into', () => {
    const folded = rows(['all']);
    expect(shown(folded)[spotIn(folded, { id: 'all/group:gpu/group:dgx/node:n1', index: 5 })]).toBe('  gpu');
  });
});

describe('keys in the tree', () => {
  const open = rows(['all', 'all/group:gpu']);
  it('unfolds, leads in, folds and leads out', () => {
    expect(treeKey('ArrowRight', { at: 0, page: 9 }, rows([]))).toEqual({ act: 'unfold' });
    expect(treeKey('ArrowRight', { at: 0, page: 9 }, open)).toEqual({ act: 'move', to: 1 });
    expect(treeKey('ArrowLeft', { at: 3, page: 9 }, open)).toEqual({ act: 'move', to: 2 });
    expect(treeKey('ArrowLeft', { at: 2, page: 9 }, open)).toEqual({ act: 'fold' });
  });
  it('stays within its rows', () => expect(treeKey('PageDown', { at: 1, page: 99 }, open)).toEqual({ act: 'move', to: open.length - 1 }));
});

describe('the id of a row', () => {
  it('follows the rename of what it stands in, and of nothing else', () => {
    const id = 'all/group:n1/node:n1/v:n1';
    expect(idAfterRename(id, { kind: 'node', name: 'n1' }, 'n9')).toBe('all/group:n1/node:n9/v:n1');
    expect(idAfterRename('all/group:n2', { kind: 'node', name: 'n2' }, 'n9')).toBe('all/group:n2');
  });
});
