import { describe, expect, it } from 'vitest';
import type { DocumentChange, DocumentData, DocumentNode } from '#contract/inventory/document.ts';
import { withChanges } from './document-data.ts';

const nodeOf = (name: string): DocumentNode => ({ name, fields: { role: 'worker' }, groups: [], variables: {} });
const data: DocumentData = {
  general: { settings: { domain: 'lan' } },
  variables: { dns: '8.8.8.8' },
  groups: [{ ...nodeOf('gpu'), fields: {} }],
  nodes: ['oak', 'elm', 'ash'].map(nodeOf),
};
const names = (changes: readonly DocumentChange[]) => withChanges(data, changes).nodes.map(({ name }) => name);
const set = (path: DocumentChange['path'], value: Extract<DocumentChange, { kind: 'set' }>['value']): DocumentChange => ({
  kind: 'set',
  path,
  value,
});
const remove = (...path: string[]): DocumentChange => ({ kind: 'remove', path });
const rename = (to: string, ...path: string[]): DocumentChange => ({ kind: 'rename', path, to });

describe('the document with what was asked for', () => {
  it('keeps nodes where they stand, and puts new ones behind them', () => {
    expect(names([set(['nodes', 'elm', 'port'], 22), set(['nodes', 'yew'], {}), rename('fir', 'nodes', 'oak')])).toEqual([
      'fir',
      'elm',
      'ash',
      'yew',
    ]);
    expect(names([remove('nodes', 'oak'), set(['nodes', 'oak', 'port'], 22)])).toEqual(['elm', 'ash', 'oak']);
  });
  it('finds a node by the name that an earlier change gave it', () => {
    const { nodes } = withChanges(data, [rename('fir', 'nodes', 'oak'), set(['nodes', 'fir', 'variables', 'rack'], 'attic')]);
    expect(nodes[0]).toEqual({ ...nodeOf('fir'), variables: { rack: 'attic' } });
  });
  it('adds several changes of one node up', () => {
    const { nodes } = withChanges(data, [
      set(['nodes', 'elm', 'groups'], ['gpu']),
      set(['nodes', 'elm', 'labels', 'disk'], 'ssd'),
      remove('nodes', 'elm', 'role'),
    ]);
    expect(nodes[1]).toEqual({ name: 'elm', fields: { labels: { disk: 'ssd' } }, groups: ['gpu'], variables: {} });
  });
  it('makes nothing of removing or renaming what is not there', () => {
    expect(names([remove('nodes', 'yew', 'port'), remove('nodes', 'yew'), rename('fir', 'nodes', 'yew')])).toEqual(['oak', 'elm', 'ash']);
  });
  it('draws nothing again that did not change', () => {
    const after = withChanges(data, [set(['nodes', 'elm', 'port'], 22)]);
    expect([after.nodes[0], after.nodes[2], after.groups, after.variables, after.general]).toEqual([
      data.nodes[0],
      data.nodes[2],
      data.groups,
      data.variables,
      data.general,
    ]);
    expect(after.nodes[0]).toBe(data.nodes[0]);
    expect(after.groups).toBe(data.groups);
    expect(after.variables).toBe(data.variables);
  });
  it('changes what stands outside of nodes and groups', () => {
    const after = withChanges(data, [
      set(['settings', 'domain'], 'home'),
      remove('variables', 'dns'),
      set(['groups', 'gpu', 'variables', 'driver'], '570'),
    ]);
    expect(after.general).toEqual({ settings: { domain: 'home' } });
    expect(after.variables).toEqual({});
    expect(after.groups[0]?.variables).toEqual({ driver: '570' });
  });
});
