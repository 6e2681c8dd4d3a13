import { describe, expect, it } from 'vitest';
import type { MissingVariables, Variable } from '#contract/inventory/variables.ts';
import { missingOf, placeOf, plainChange, secretOf, secretValue } from './missing-model.ts';

const variable = (part: Partial<Variable>): Variable => ({
  name: 'v',
  title: 'V',
  description: 'A variable.',
  type: 'text',
  sensitive: false,
  scope: 'platform',
  neededBy: [],
  usedBy: [],
  origin: 'hearth',
  aliases: [],
  ...part,
});
const needs = (title: string, chosen: boolean, ...names: string[]): MissingVariables => ({
  component: title.toLowerCase(),
  title,
  chosen,
  missing: names.map((name) => ({ variable: name, description: `About ${name}.`, sensitive: false })),
});

describe('missing variables', () => {
  it('are told once, with all chosen components that need them', () => {
    const found = missingOf([
      needs('Keycloak', true, 'domain_name', 'admin'),
      needs('Harbor', true, 'domain_name'),
      needs('JupyterHub', false, 'hub'),
    ]);
    expect(found.map(({ name, components }) => [name, components])).toEqual([
      ['domain_name', ['Keycloak', 'Harbor']],
      ['admin', ['Keycloak']],
    ]);
  });

  it('stand under their setting, among the variables of all nodes, or on each node', () => {
    expect(placeOf('domain_name', variable({ setting: 'settings.domain' }))).toEqual(['settings', 'domain']);
    expect(placeOf('dns', variable({}))).toEqual(['variables', 'dns']);
    expect(placeOf('unknown', undefined)).toEqual(['variables', 'unknown']);
    expect(placeOf('lan_ip', variable({ scope: 'node' }))).toBeNull();
    expect(placeOf('ansible_host', variable({ setting: 'node.address' }))).toBeNull();
  });

  it('get the value that was typed, as their type asks for', () => {
    const list = variable({ name: 'dns_servers', type: 'list' });
    expect(plainChange(['variables', 'dns_servers'], '8.8.8.8, 1.1.1.1', list)).toEqual({
      kind: 'set',
      path: ['variables', 'dns_servers'],
      value: ['8.8.8.8', '1.1.1.1'],
    });
  });

  it('that name a secret without a value keep that name', () => {
    const data = { general: {}, groups: [], nodes: [], variables: { token: secretValue('github'), other: 'plain' } };
    expect(secretOf(data, 'token')).toBe('github');
    expect(secretOf(data, 'other')).toBeNull();
    expect(secretOf(data, 'none')).toBeNull();
  });
});
