import { describe, expect, it } from 'vitest';
import type { DocumentData } from '#contract/inventory/document.ts';
import { valueAt } from '../model/document-data.ts';
import { clearText, nameFor, secretRows, strengthOf } from './secret-model.ts';

const data: DocumentData = {
  general: { settings: { certificates: { token: { '!secret': 'cloudflare' } } } },
  variables: { github_token: { '!secret': 'github' }, api_key: 'sk-plain', list: ['a', { deep: 'b' }] },
  groups: [{ name: 'gpu', groups: [], fields: {}, variables: { mounts: [{ key: { '!secret': 'nfs' } }] } }],
  nodes: [
    { name: 'oak', groups: [], fields: { credential: { 'key-file': '/k' } }, variables: { pin: 1234, no: { '!secret': 'Not A Name' } } },
  ],
};

describe('secrets of a draft', () => {
  it('are those that are kept and those that it names, with every place', () => {
    const kept = { name: 'github', set: true, changedAt: 5, usedBy: [], reapply: ['Harbor'] };
    const forgotten = {
      name: 'old',
      set: false,
      changedAt: null,
      usedBy: [{ path: ['variables', 'old'], what: 'variable old' }],
      reapply: [],
    };
    const rows = secretRows([kept, forgotten], data);
    expect(rows.map(({ name, set, uses }) => [name, set, uses.map(({ what }) => what)])).toEqual([
      ['cloudflare', false, ['settings']],
      ['github', true, ['github_token']],
      ['nfs', false, ['mounts of gpu']],
    ]);
    expect(rows[2]?.uses[0]?.path).toEqual(['groups', 'gpu', 'variables', 'mounts', 0, 'key']);
  });
});

describe('a value in clear', () => {
  it('is found at its place, wherever that is', () => {
    expect(clearText(valueAt(data, ['variables', 'api_key']))).toBe('sk-plain');
    expect(clearText(valueAt(data, ['variables', 'list', 1, 'deep']))).toBe('b');
    expect(clearText(valueAt(data, ['nodes', 'oak', 'variables', 'pin']))).toBe('1234');
    expect(clearText(valueAt(data, ['nodes', 'oak', 'credential', 'key-file']))).toBe('/k');
    expect(clearText(valueAt(data, ['nodes', 'elm', 'variables', 'pin']))).toBeNull();
    expect(clearText(valueAt(data, ['variables', 'list']))).toBeNull();
  });

  it('gets a name after its key that is not taken', () => {
    expect(nameFor(['variables', 'GitHub_Token'], new Set())).toBe('github_token');
    expect(nameFor(['variables', 'list', 1], new Set(['list']))).toBe('list-2');
    expect(nameFor(['variables', '___'], new Set())).toBe('secret');
  });
});

describe('a passphrase', () => {
  it('is told to be as good as it is', () => {
    expect(strengthOf('short')).toBe('short');
    expect(strengthOf('aaaaaaaaaaaaaaaa')).toBe('weak');
    expect(strengthOf('abcdefghijklmnop')).toBe('weak');
    expect(strengthOf('hahahahahahahaha')).toBe('weak');
    expect(strengthOf('window lemon seven')).toBe('weak');
    expect(strengthOf('correct horse battery staple')).toBe('fair');
    expect(strengthOf('window lemon seven quarry blanket drift')).toBe('strong');
    expect(strengthOf('Tr0ub4dor&3xy')).toBe('fair');
  });
});
