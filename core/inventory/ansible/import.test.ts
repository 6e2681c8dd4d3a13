import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeYaml } from '#adapters/inventory/compose-yaml.ts';
import { yaml } from '#adapters/inventory/yaml.ts';
import { variable } from '#contract/inventory/variables.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import { dictionaryOf } from '#core/inventory/variables/dictionary.ts';
import { exportForAnsible } from './export.ts';
import { importChanges, importFromAnsible } from './import.ts';

const known = (name: string, setting: string) =>
  variable.parse({ name, title: name, description: name, type: 'text', setting, origin: 'thinkube' });
const dictionary = dictionaryOf([known('domain_name', 'settings.domain'), known('admin_username', 'settings.adminUser')]);
const bring = (files: Readonly<Record<string, string>>) =>
  importFromAnsible(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    { yaml, composeYaml, dictionary },
  );
const node = (files: Readonly<Record<string, string>>, name: string) => bring(files).data.nodes.find((one) => one.name === name);
/** As Ansible would see it again. */
const exportOf = (files: Readonly<Record<string, string>>) =>
  exportForAnsible(readDocument(bring(files).imported.text, yaml).data, dictionary);

describe('hosts', () => {
  test('how a machine is reached becomes its fields', () => {
    const ini = 'n1 ansible_host=10.0.0.1 ansible_port=2222 rack=7\n[all:vars]\nansible_user=ubuntu\n';
    expect(node({ 'hosts.ini': ini }, 'n1')).toEqual({
      name: 'n1',
      fields: { address: '10.0.0.1', user: 'ubuntu', port: 2222, role: 'worker' },
      groups: [],
      variables: { rack: 7 },
    });
  });

  test('what is no plain address, user or port stays a variable', () => {
    const ini = `n1 ansible_host="{{ ip }}" ansible_user="Some One" ansible_port="'22'"`;
    expect(node({ hosts: ini }, 'n1')).toMatchObject({
      fields: { port: 22, role: 'worker' },
      variables: { ansible_host: '{{ ip }}', ansible_user: 'Some One', ansible_port: '22' },
    });
  });

  test('a name that no node can have is kept and given back', () => {
    const ini = 'Web_1.example.com\nweb-1.other.org\n10.0.0.7\n';
    const { data, imported } = bring({ hosts: ini });
    expect(data.nodes.map(({ name, variables }) => [name, variables['inventory_hostname']])).toEqual([
      ['web-1', 'Web_1.example.com'],
      ['web-1-2', 'web-1.other.org'],
      ['10-0-0-7', '10.0.0.7'],
    ]);
    expect(imported.notes.map(({ message }) => message)).toContain(
      '10.0.0.7 is called 10-0-0-7 here; its name is kept in inventory_hostname.',
    );
    expect(exportOf({ hosts: ini }).text).toContain('    Web_1.example.com: {}\n    web-1.other.org: {}\n    10.0.0.7: {}\n');
  });

  test.each([
    ['[kube_control_plane]\na\n[kube_node]\nb\n', { a: 'control', b: 'worker' }],
    ['[masters]\na\n[nodes]\nb\n', { a: 'control', b: 'worker' }],
    ['[server]\na\n[agent]\nb\n[k3s_cluster:children]\nserver\nagent\n', { a: 'control', b: 'worker' }],
    ['[server]\na\n[agent]\nb\n', { a: 'worker', b: 'worker' }],
    ['[k8s_control_plane]\na\n[k8s_workers]\nb\n[masters]\nb\n', { a: 'control', b: 'worker' }],
  ])('roles come from the groups of %j', (text, roles) => {
    const { data } = bring({ hosts: text });
    expect(Object.fromEntries(data.nodes.map(({ name, fields }) => [name, fields['role']]))).toEqual(roles);
  });
});

const thinkube = `all:
  vars:
    domain_name: example.org
    admin_username: tkadmin
    ansible_become_pass: "{{ lookup('env', 'ANSIBLE_BECOME_PASSWORD') }}"
    dns_servers: [8.8.8.8, 8.8.4.4]
  children:
    arch:
      children:
        x86_64:
          hosts: {vilanova1: , vilanova2: }
        arm64:
    baremetal:
      hosts:
        vilanova1: {ansible_host: 100.64.0.1, lan_ip: 192.168.1.101, gpu_node_config: {gpu_detected: true, gpu_name: "RTX 3090"}}
        vilanova2: {ansible_host: 100.64.0.2, lan_ip: 192.168.1.102}
        desk: {ansible_host: 100.64.0.3}
      children:
        headless: {hosts: {vilanova1: , vilanova2: }}
        desktops: {hosts: {desk: }}
        dgx:
    k8s:
      children:
        k8s_control_plane: {hosts: {vilanova1: }}
        k8s_workers: {hosts: {vilanova2: }}
    k8s_cluster: {hosts: {vilanova1: , vilanova2: }}
    management: {hosts: {controller: }}
    baremetal_gpus: {hosts: {vilanova1: {gpu_count: 1, gpu_model: RTX 3090}}}
  hosts:
    controller: {ansible_connection: local}
`;

describe("Thinkube's inventory", () => {
  const { data } = bring({ 'inventory.yaml': thinkube });

  test('its machines become nodes, and what is no machine of the cluster is kept', () => {
    expect(data.nodes.map(({ name, fields }) => [name, fields['role'], fields['address']])).toEqual([
      ['vilanova1', 'control', '100.64.0.1'],
      ['vilanova2', 'worker', '100.64.0.2'],
    ]);
    expect(data.general['ansible']).toEqual({
      hosts: {
        controller: { groups: ['management'], variables: { ansible_connection: 'local' } },
        desk: { groups: ['baremetal', 'desktops'], variables: { ansible_host: '100.64.0.3' } },
      },
    });
  });

  test('its domain and user become settings and stay variables', () => {
    expect(data.general['settings']).toEqual({ domain: 'example.org', adminUser: 'tkadmin' });
    expect(exportOf({ 'inventory.yaml': thinkube }).text).toContain('    domain_name: example.org\n');
  });

  test('empty groups are written as maps, not as nothing', () => {
    const { text } = exportOf({ 'inventory.yaml': thinkube });
    expect(text).toContain('\ndgx: {}\n');
    expect(text).toContain('\narm64: {}\n');
    expect(text).not.toMatch(/:\s*$\n(?! )/m);
  });
});

describe('files of variables', () => {
  test('a file for all overrules what a group says in the inventory itself', () => {
    const files = {
      hosts: '[web]\nn1\n[web:vars]\nx=group\ny=group\n',
      'group_vars/all.yml': 'x: file\n',
      'group_vars/web/z.yml': 'z: 1\n',
    };
    const { data } = bring(files);
    expect(data.variables).toEqual({ x: 'file' });
    expect(data.groups.find(({ name }) => name === 'web')?.variables).toEqual({ y: 'group', z: 1 });
  });

  test('a host is told by itself what a group of files said, where another group would overrule it here', () => {
    const files = { hosts: '[a]\nn1\n[b]\nn1\n[b:vars]\nx=inventory\n', 'group_vars/a.yml': 'x: file\n' };
    expect(node(files, 'n1')?.variables).toEqual({ x: 'file' });
  });

  test('vars of a host overrule those on its line; files below the common folder count', () => {
    const files = { 'site/hosts': 'n1 x=1 y=2\n', 'site/host_vars/n1.yml': 'x: 3\n' };
    expect(node(files, 'n1')?.variables).toEqual({ x: 3, y: 2 });
  });

  test('encrypted files and files of nobody are named', () => {
    const files = { hosts: 'n1\n', 'group_vars/all/vault.yml': '$ANSIBLE_VAULT;1.1;AES256\n6162\n', 'group_vars/nobody.yml': 'x: 1\n' };
    const { notes } = bring(files).imported;
    expect(notes.map(({ file, line }) => [file, line])).toEqual([
      ['group_vars/all/vault.yml', 1],
      ['group_vars/nobody.yml', 0],
    ]);
  });

  test('what is not well-formed is told in whole sentences', () => {
    const told = (text: string) => bring({ hosts: 'n1\n', 'group_vars/all.yml': text }).imported.notes.map(({ message }) => message);
    expect(told('x: [a\n')[0]).toMatch(/^This is not well-formed YAML: .*\. The file is left out\.$/);
    expect(told('x:\n\ty: 1\n')).toEqual([
      'This is not well-formed YAML: Indent with spaces; tabs are not allowed here. The file is left out.',
    ]);
  });
});

describe('into a draft', () => {
  test('what is there under other names stays, what has the same name is brought together', () => {
    const current = readDocument(
      'hearth: 1\nvariables: {kept: 1, x: old}\ngroups:\n  web: {variables: {a: 1}}\nnodes:\n  n1: {address: 10.0.0.9, role: control, groups: [gpu], labels: {disk: ssd}}\n',
      yaml,
    ).data;
    const { data } = bring({ hosts: '[web]\nn1 ansible_host=10.0.0.1\nn2 ansible_host=10.0.0.2\n[web:vars]\nb=2\n[all:vars]\nx=new\n' });
    expect(importChanges(current, data)).toEqual([
      { kind: 'set', path: ['variables', 'x'], value: 'new' },
      { kind: 'set', path: ['groups', 'web', 'variables', 'b'], value: 2 },
      { kind: 'set', path: ['nodes', 'n1', 'address'], value: '10.0.0.1' },
      { kind: 'set', path: ['nodes', 'n1', 'role'], value: 'worker' },
      { kind: 'set', path: ['nodes', 'n1', 'groups'], value: ['gpu', 'web'] },
      { kind: 'set', path: ['nodes', 'n2'], value: { address: '10.0.0.2', role: 'worker', groups: ['web'] } },
    ]);
  });

  test('a second import changes nothing', () => {
    const { data, imported } = bring({ 'inventory.yaml': thinkube });
    expect(importChanges(readDocument(imported.text, yaml).data, data)).toEqual([]);
  });
});

describe('hostile inventories', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefghi'[index] ?? ''}`).join(', ')}]`),
  ].join('\n');
  test.each<readonly [what: string, path: string, text: string, note: RegExp]>([
    ['a range of a thousand million hosts', 'hosts', 'web[1:1000000000]\nn1\n', /more than the \d+ hosts/],
    ['ranges that multiply', 'hosts', `w${'[1:99]'.repeat(9)}\nn1\n`, /more than the \d+ hosts/],
    ['a line of four million characters', 'hosts', `n0 x=${'y'.repeat(3_900_000)}\nn1\n`, /at most 200000 characters/],
    ['a file of ten million characters', 'hosts', 'n'.repeat(10_000_000), /longer than 4 MB/],
    [
      'aliases that mean endless values',
      'hosts.yml',
      `all:\n  hosts: {n1: }\n  vars:\n${bomb.replaceAll(/^/gm, '    ')}\n`,
      /at most 200000 values/,
    ],
    ['an alias that stands for what holds it', 'hosts.yml', 'all:\n  vars: {x: &x [*x]}\n', /stands for what holds it/],
    ['brackets within brackets', 'hosts.yml', `all: {vars: {x: ${'['.repeat(50_000)}}}\n`, /more brackets/],
    ['braces within braces', 'hosts.yml', `all: {vars: {x: ${'{a: '.repeat(150)}1${'}'.repeat(150)}}}\n`, /deeper than a hundred/],
    ['brackets of Python', 'hosts', `n0 x=${'['.repeat(150_000)}\nn1\n`, /^$/],
    [
      'groups within groups',
      'hosts.yml',
      `${Array.from({ length: 150 }, (_, depth) => `${' '.repeat(depth * 4)}g${depth}:\n${' '.repeat(depth * 4 + 2)}children:`).join('\n')}\n`,
      /deeper than a hundred|more levels/,
    ],
    [
      'a chain of groups',
      'hosts',
      Array.from({ length: 4000 }, (_, at) => `[g${at}:children]\ng${at + 1}\n`).join(''),
      /at most 3000 groups/,
    ],
    ['a circle of groups', 'hosts', '[a:children]\nb\n[b:children]\na\n[a]\nn1\n', /cannot be inside/],
    [
      'names that are none',
      'hosts.yml',
      'all: {hosts: {__proto__: {x: 1}, n1: {__proto__: {polluted: 1}, y: {__proto__: 2, z: 3}}}}\n',
      /__proto__|not taken/,
    ],
    ['no UTF-8 text', 'hosts', 'n1\0', /no text/],
  ])('%s', (...[, path, text, note]) => {
    const { imported, data } = bring({ [path]: text });
    if (note.source !== '^$') expect(imported.notes.map(({ message }) => message).join('\n')).toMatch(note);
    for (const { file, message } of imported.notes)
      expect([file === path || file === '', message.length > 0 && message.length < 500]).toEqual([true, true]);
    expect(data.nodes.length).toBeLessThan(3);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  const many = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join('\n');
  test.each([
    ['a long value for thousands of hosts', `web[1:20000] a=${'x'.repeat(150_000)}\n`],
    [
      'a long value that thousands of hosts would be given by themselves',
      `[a]\nw[1:9000]\n[b]\nw[1:9000]\n[a:vars]\nv=${'x'.repeat(9000)}\n[b:vars]\nv=1\n`,
    ],
    [
      'thousands of groups with the same thousands of variables',
      `[a:vars]\n${many(90_000, (at) => `v${at}=1`)}\n[b:vars]\n${many(90_000, (at) => `v${at}=2`)}\n` +
        `${many(2000, (at) => `[g${at}]\nh${at}`)}\n[a]\nh[0:1999]\n[b]\nh[0:1999]\n`,
    ],
  ])('%s are refused before they fill the memory', (_, ini) => {
    const attempt = () => bring({ hosts: ini, 'group_vars/a.yml': `v: ${'y'.repeat(9000)}\n` });
    expect(attempt).toThrow(expect.objectContaining({ view: expect.objectContaining({ code: 'INPUT_INVALID', field: 'files' }) }));
  });

  test('tens of thousands of hosts of one name get a number each', () => {
    const { nodes } = bring({ hosts: 'node.site[1:20000].example\n' }).data;
    expect(new Set(nodes.map(({ name }) => name)).size).toBe(20_000);
    expect(nodes.at(-1)?.name).toBe('node-20000');
  });

  test('any text is read without an error, whatever it is called', () => {
    const part = fc.constantFrom(
      '[',
      ']',
      ':',
      '[a:vars]',
      '[b:children]',
      'a',
      'b[1:3]',
      '=',
      '"',
      "'",
      '#',
      '&x',
      '*x',
      '<<',
      '- ',
      '? ',
      '!vault',
      '{',
      '}',
      '\\',
      '\n',
      '\n  ',
      'all:',
      'hosts:',
      'vars:',
      ' ',
      '\t',
      '|',
      '(',
      '1',
      'b"',
      ',',
    );
    const text = fc.array(fc.oneof(part, fc.string({ maxLength: 4 })), { maxLength: 40 }).map((parts) => parts.join(''));
    const path = fc.constantFrom('hosts', 'hosts.yml', 'hosts.ini', 'group_vars/all.yml', 'group_vars/all', 'x.json');
    fc.assert(
      fc.property(fc.array(fc.tuple(path, text), { minLength: 1, maxLength: 3 }), (files) => {
        const { imported } = bring(Object.fromEntries(files));
        const { mistakes } = readDocument(imported.text, yaml);
        expect(mistakes).toEqual([]);
      }),
      { numRuns: 1500, seed: 5 },
    );
  });
});
