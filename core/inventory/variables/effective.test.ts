import { describe, expect, test } from 'vitest';
import type { DocumentData, DocumentNode, DocumentValue } from '#contract/inventory/document.ts';
import { variable, type Variable } from '#contract/inventory/variables.ts';
import { dictionaryOf } from './dictionary.ts';
import { effectiveValues } from './effective.ts';

type Values = Record<string, DocumentValue>;
const known = (name: string, more: Partial<Variable> = {}): Variable =>
  variable.parse({ name, title: name, description: name, type: 'text', scope: 'node', origin: 'hearth', ...more });
const worker: Values = { role: 'worker' };
const node = (groups: string[], variables: Values = {}, fields = worker): DocumentNode => ({ name: 'n', groups, variables, fields });
const group = (name: string, variables: Values, groups: string[] = []) => ({ name, groups, variables, fields: {} });
const sketch = (more: Partial<DocumentData>): DocumentData => ({ general: {}, variables: {}, groups: [], nodes: [], ...more });
const nothingKnown = dictionaryOf([]);

const from = (data: DocumentData, name: string, variables: readonly Variable[] = []) =>
  effectiveValues({ data, dictionary: dictionaryOf(variables) }, 'n', name)[0]?.sources.map((one) => [one.scope, one.name, one.value]);
const value = (data: DocumentData, name: string, variables: readonly Variable[] = []) =>
  effectiveValues({ data, dictionary: dictionaryOf(variables) }, 'n', name)[0]?.value;

describe('whose word counts', () => {
  const settings = { settings: { domain: 'set.lan' } };
  const data = sketch({
    general: settings,
    variables: { x: 'global' },
    groups: [group('outer', { x: 'outer' }, ['inner']), group('inner', { x: 'inner' }), group('k8s_workers', { x: 'workers' })],
    nodes: [node(['inner'], { x: 'node' })],
  });

  test('default, setting, global, groups from the outside in, node; each with its place', () => {
    const x = known('x', { default: 'default', setting: 'settings.domain' });
    const [found] = effectiveValues({ data, dictionary: dictionaryOf([x]) }, 'n', 'x');
    expect(found).toMatchObject({ variable: 'x', value: 'node', sensitive: false });
    expect(found?.sources.map(({ scope, value, path }) => [scope, value, path?.join('.')])).toEqual([
      ['default', 'default', undefined],
      ['settings', 'set.lan', 'settings.domain'],
      ['global', 'global', 'variables.x'],
      ['group', 'outer', 'groups.outer.variables.x'],
      ['group', 'inner', 'groups.inner.variables.x'],
      ['group', 'workers', 'groups.k8s_workers.variables.x'],
      ['node', 'node', 'nodes.n.variables.x'],
    ]);
  });

  test('at the same depth the later name wins, unless a group has a rank', () => {
    const flat = (b: Values) =>
      sketch({ groups: [group('b', { x: 'b', ...b }), group('a', { x: 'a' })], nodes: [node(['b', 'a'], {}, {})] });
    expect(value(flat({}), 'x')).toBe('b');
    expect(value(flat({ ansible_group_priority: 0 }), 'x')).toBe('a');
    expect(value(flat({ ansible_group_priority: '0' }), 'x')).toBe('a');
    expect(from(flat({ ansible_group_priority: 5 }), 'ansible_group_priority')).toBeUndefined();
  });

  test('depth is the longest way from the top; a rank does not lift a group over a deeper one', () => {
    const deep = sketch({
      groups: [
        group('top', {}, ['middle', 'z']),
        group('middle', {}, ['z']),
        group('z', { x: 'deepest' }),
        group('other', { x: 'other', ansible_group_priority: 99 }),
      ],
      nodes: [node(['z', 'other'], {}, {})],
    });
    expect(from(deep, 'x')).toEqual([
      ['group', 'other', 'other'],
      ['group', 'z', 'deepest'],
    ]);
  });

  test('the groups of roles are there without being written, and may lie in further ones', () => {
    const roles = sketch({
      groups: [group('k8s', { x: 'k8s' }), group('site', { x: 'site' }, ['k8s']), group('k8s_control_plane', { x: 'control' })],
      nodes: [node([])],
    });
    expect(from(roles, 'x')).toEqual([
      ['group', 'site', 'site'],
      ['group', 'k8s', 'k8s'],
    ]);
  });

  test('groups in a circle neither hang nor hide what they say', () => {
    const circle = sketch({
      groups: [group('a', { x: 'a' }, ['b']), group('b', { x: 'b' }, ['a'])],
      nodes: [node(['a'], {}, {})],
    });
    expect(value(circle, 'x')).toBe('b');
  });

  test('another name of a variable counts as the variable', () => {
    const user = known('ansible_user', { aliases: ['ansible_ssh_user'], setting: 'node.user' });
    const named = sketch({
      variables: { ansible_ssh_user: 'root' },
      nodes: [node([], {}, { user: 'ubuntu' })],
    });
    expect(from(named, 'ansible_ssh_user', [user])).toEqual([
      ['global', null, 'root'],
      ['node', 'n', 'ubuntu'],
    ]);
  });

  test('names that every object has are variables like others', () => {
    const odd = sketch({ variables: Object.fromEntries([['__proto__', 'mine']]), nodes: [node([])] });
    expect(value(odd, '__proto__')).toBe('mine');
    expect(value(odd, 'constructor')).toBeUndefined();
    expect(effectiveValues({ data: odd, dictionary: nothingKnown }, 'somebody else')).toEqual([]);
  });
});

describe('defaults', () => {
  const host = known('host', { default: 'git.{{ domain_name }}' });
  const url = known('url', { default: 'https://{{ host }}' });
  const domain = known('domain_name', { setting: 'settings.domain' });
  const home = sketch({ general: { settings: { domain: 'home.lan' } }, nodes: [node([])] });

  test('follow their references to what holds on this node', () => {
    expect(value(home, 'url', [url, host, domain])).toBe('https://git.home.lan');
    const own = { ...home, nodes: [node([], { host: 'code.{{ domain_name }}' })] };
    expect(value(own, 'url', [url, host, domain])).toBe('https://code.home.lan');
  });

  test('stay as they are written where nothing is there to follow, or it leads back', () => {
    expect(value(sketch({ nodes: [node([])] }), 'url', [url, host, known('domain_name')])).toBe('https://git.{{ domain_name }}');
    const [a, b] = [known('a', { default: '{{ b }}' }), known('b', { default: '{{ a }}' })];
    expect(value(home, 'a', [a, b])).toMatch(/^\{\{ [ab] \}\}$/);
  });

  test('what the document leaves out holds as it usually does', () => {
    expect(value(sketch({ nodes: [node([])] }), 'url', [url, host, domain])).toBe('https://git.home.lan');
    expect(from(sketch({ nodes: [node([])] }), 'domain_name', [domain])).toEqual([['default', null, 'home.lan']]);
  });

  test('keep the type of what they name', () => {
    const [list, copy] = [known('list', { type: 'list', default: [1, 2] }), known('copy', { type: 'list', default: '{{ list }}' })];
    expect(value(home, 'copy', [list, copy])).toEqual([1, 2]);
  });

  test('ingress addresses are the first two of the pool', () => {
    const pool = (text: string) => sketch({ general: { settings: { ingressPool: text } }, nodes: [node([])] });
    const second = known('kn', { setting: 'settings.ingressPool.second' });
    expect(value(pool('10.0.0.240-10.0.0.250'), 'kn', [second])).toBe('10.0.0.241');
    expect(value(pool('10.0.0.240'), 'kn', [second])).toBeUndefined();
  });
});

test('all values of a node are those of each variable alone', () => {
  const data = sketch({ variables: { b: 1 }, groups: [group('g', { a: 2 })], nodes: [node(['g'], { c: 3 })] });
  const view = { data, dictionary: dictionaryOf([known('d', { default: 'x', sensitive: true })]) };
  const all = effectiveValues(view, 'n');
  expect(all.map(({ variable }) => variable)).toEqual(['a', 'b', 'c', 'd']);
  expect(all).toEqual(['a', 'b', 'c', 'd'].flatMap((name) => effectiveValues(view, 'n', name)));
  expect(all.at(-1)?.sensitive).toBe(true);
});
