import { describe, expect, it } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import type { DocumentChange } from '#contract/inventory/document.ts';
import { differencesOf } from './differences.ts';
import { applyEdits } from './edits.ts';
import { editsFor } from './edits-for.ts';
import { readDocument } from './read-document.ts';

const after = (text: string, ...changes: DocumentChange[]): string => applyEdits(text, editsFor(readDocument(text, yaml), changes, yaml));
const set = (path: string, value: Extract<DocumentChange, { kind: 'set' }>['value']): DocumentChange => ({
  kind: 'set',
  path: path.split('/').map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
  value,
});
const remove = (path: string): DocumentChange => ({ kind: 'remove', path: path.split('/') });
const rename = (path: string, to: string): DocumentChange => ({ kind: 'rename', path: path.split('/'), to });
/** The yaml that also counts how many characters it was given. */
function counting() {
  let read = 0;
  const parse = (text: string) => {
    read += text.length;
    return yaml.parse(text);
  };
  return { yaml: { ...yaml, parse }, read: () => read };
}
const differences = (a: string, b: string) => differencesOf(readDocument(a, yaml), readDocument(b, yaml)).map(({ sentence }) => sentence);

describe('setting and removing', () => {
  it('keeps comments at the ends of lines and between entries', () => {
    const text = '# top\nsettings: # s\n    domain: home.lan   # mine\n    # next\n    adminUser: "admin"\n';
    expect(after(text, set('settings/domain', 'x.lan'), set('settings/storageClass', 'fast'))).toBe(
      '# top\nsettings: # s\n    domain: x.lan   # mine\n    # next\n    adminUser: "admin"\n    storageClass: fast\n',
    );
  });

  it('adds the first machine where nothing, or an empty map, stands, and takes the last one away', () => {
    expect(after('', set('nodes/a/address', '10.0.0.1'))).toBe('nodes:\n  a:\n    address: 10.0.0.1\n');
    expect(after('nodes: {} # none\nx: 1', set('nodes/a/role', 'control'))).toBe('nodes: # none\n  a:\n    role: control\nx: 1');
    expect(after('nodes:\n', set('nodes/a', { role: 'control' }))).toBe('nodes:\n  a:\n    role: control\n');
    expect(after('nodes:\n  a:\n    role: control\n', remove('nodes/a'))).toBe('nodes: {}\n');
  });

  it('puts a new machine in front of the comments of what follows', () => {
    const text = 'nodes:\n  a: {role: control}\n\n# Groups\ngroups: {}\n';
    expect(after(text, set('nodes/b', { role: 'worker' }))).toBe(
      'nodes:\n  a: {role: control}\n  b:\n    role: worker\n\n# Groups\ngroups: {}\n',
    );
  });

  it('stays in braces and brackets, and keeps the ends of lines', () => {
    expect(after('a: {b: 1, c: [x]}\r\nd: 1\r\n', set('a/e', [1]), set('a/c/1', 'no'), set('d', { k: 1 }))).toBe(
      'a: {b: 1, c: [x, "no"], e: [1]}\r\nd:\r\n  k: 1\r\n',
    );
    expect(after('a: {b: 1, c: 2}', remove('a/b'), remove('a/c'))).toBe('a: {}');
    expect(after('a: 1\nb: 2', remove('b'))).toBe('a: 1\n');
  });

  it('replaces a text of several lines, and leaves the entry behind it alone', () => {
    expect(after('key: |\n  one\n  two\n\nnext: 1\n', set('key', 'one'))).toBe('key: one\n\nnext: 1\n');
    expect(after('key: old', set('key', 'one\ntwo\n'))).toBe('key: "one\\ntwo\\n"');
    expect(after('key: old\nnext: 1\n', set('key', 'one\ntwo\n'))).toBe('key: |\n  one\n  two\nnext: 1\n');
  });

  it('works beside things that are not well-formed', () => {
    const text = 'settings: "open\nnodes:\n  a: [\n  b:\n    role: worker\n';
    expect(after(text, set('nodes/b/role', 'control'))).toBe(text.replace('worker', 'control'));
  });

  it('takes keys that objects have by themselves for plain keys', () => {
    const text = after('', set('variables/toString', 1), set('variables/constructor', 'x'));
    expect(text).toBe('variables:\n  toString: 1\n  constructor: x\n');
    expect(Object.entries(readDocument(text, yaml).data.variables)).toEqual([
      ['toString', 1],
      ['constructor', 'x'],
    ]);
    const { nodes } = readDocument('nodes: {a: {variables: {__proto__: {x: {__proto__: 1}}}}}', yaml).data;
    expect(JSON.stringify(nodes[0]?.variables)).toBe('{"__proto__":{"x":{"__proto__":1}}}');
    expect(Object.getPrototypeOf(nodes[0]?.variables)).toBe(Object.prototype);
  });

  it('refuses the one that would be lost on its way to the window, and says where it stands', () => {
    const message = 'Nothing can be called __proto__; choose another name.';
    expect(readDocument('a: {"\\x5f_proto__": 1}\n', yaml).mistakes).toMatchObject([{ from: 4, message }]);
    for (const text of ['a:\n  __proto__: 1\n', 'variables:\n  b: [{__proto__: 1}]\n', 'nodes: {__proto__: {}}\n']) {
      const from = text.indexOf('__proto__');
      expect(readDocument(text, yaml).mistakes).toEqual([{ from, to: from + 9, message }]);
    }
    const changes = [
      set('variables/__proto__', 1),
      set('a/__proto__/b', 1),
      set('x', JSON.parse('[{"__proto__":1}]')),
      rename('x', '__proto__'),
    ];
    for (const change of changes)
      expect(() => after('x: 1\n', change)).toThrow(
        expect.objectContaining({
          view: expect.objectContaining({ code: 'INPUT_INVALID', field: change.path.join('.') }),
        }),
      );
    expect(after('a:\n  __proto__: 1\n  b: 2\n', remove('a/__proto__'))).toBe('a:\n  b: 2\n');
  });

  it.each([
    ['base: &b {x: 1}\nother: *b\n', set('base/x', 2), /refers to it elsewhere/],
    ['base: &b {x: 1}\nother: *b\n', remove('base'), /refers to it elsewhere/],
    ['base: &b {x: 1}\nother: *b\n', set('other/x', 2), /stands elsewhere/],
    ['a: text\n', set('a/b', 1), /nothing can be put into/],
    ['a: [1]\n', set('a/5', 1), /without gaps/],
    ['- 1\n', set('a', 1), /cannot be read/],
  ])('refuses what it cannot do alone: %j', (text, change, reason) => {
    expect(() => after(text, change)).toThrow(reason);
  });

  it('sets beside an anchor that nothing refers to', () => {
    expect(after('a: &x {b: 1}\n', set('a/b', 2))).toBe('a: &x {b: 2}\n');
  });
});

describe('renaming', () => {
  it('takes all references to a machine along', () => {
    const text = 'nodes:\n  a: {role: control} # lead\n  b:\n    jump: me@a:22\n    user: a\n';
    expect(after(text, rename('nodes/a', 'yes'))).toBe('nodes:\n  "yes": {role: control} # lead\n  b:\n    jump: me@yes:22\n    user: a\n');
  });

  it('takes all references to a group along', () => {
    const text =
      'groups:\n  web:\n    variables: {web: web}\n  all_web:\n    groups: [web, x]\nnodes:\n  a:\n    groups:\n      - web # w\n';
    expect(after(text, rename('groups/web', 'front'))).toBe(
      'groups:\n  front:\n    variables: {web: web}\n  all_web:\n    groups: [front, x]\nnodes:\n  a:\n    groups:\n      - front # w\n',
    );
  });

  it('renames a variable in every scope and in every template, but not in texts and attributes', () => {
    const text = `variables:
  dns: 1
  url: "{{ dns }}/{{ x.dns }}/{{ 'dns' }} dns {{ dns | default(\\"dns\\") }}"
groups: {g: {variables: {dns: 2}}}
nodes: {a: {labels: {dns: x}, variables: {dns: 3}}}
`;
    expect(after(text, rename('nodes/a/variables/dns', 'resolver'))).toBe(`variables:
  resolver: 1
  url: "{{ resolver }}/{{ x.dns }}/{{ 'dns' }} dns {{ resolver | default(\\"dns\\") }}"
groups: {g: {variables: {resolver: 2}}}
nodes: {a: {labels: {dns: x}, variables: {resolver: 3}}}
`);
  });

  it('follows a machine and its variables through hostvars, in every style of text', () => {
    const text = `nodes:
  n1:
    variables: {my_var: 1}
  n2:
    variables:
      a: "{{ hostvars['n1'].my_var }} {{ hostvars[\\"n1\\"]['my_var'] }} {{ hostvars.n1.my_var }}"
      b: '{{ hostvars[''n1''][''my_var''] }} n1 {{ "n1 my_var" }} {{ hostvars.n1.my_var }}'
      c: >-
        {% if hostvars[ "n1" ] . my_var and x.n1 %}{{ hostvars[my_var].n1 }}{{ hostvars['n11'].my_var2 }}{% endif %} hostvars.n1
`;
    expect(after(text, rename('nodes/n1', 'oak'))).toBe(`nodes:
  oak:
    variables: {my_var: 1}
  n2:
    variables:
      a: "{{ hostvars['oak'].my_var }} {{ hostvars[\\"oak\\"]['my_var'] }} {{ hostvars.oak.my_var }}"
      b: '{{ hostvars[''oak''][''my_var''] }} n1 {{ "n1 my_var" }} {{ hostvars.oak.my_var }}'
      c: >-
        {% if hostvars[ "oak" ] . my_var and x.n1 %}{{ hostvars[my_var].n1 }}{{ hostvars['n11'].my_var2 }}{% endif %} hostvars.n1
`);
    expect(after(text, rename('nodes/n1/variables/my_var', 'ip'))).toBe(`nodes:
  n1:
    variables: {ip: 1}
  n2:
    variables:
      a: "{{ hostvars['n1'].ip }} {{ hostvars[\\"n1\\"]['ip'] }} {{ hostvars.n1.ip }}"
      b: '{{ hostvars[''n1''][''ip''] }} n1 {{ "n1 my_var" }} {{ hostvars.n1.ip }}'
      c: >-
        {% if hostvars[ "n1" ] . ip and x.n1 %}{{ hostvars[ip].n1 }}{{ hostvars['n11'].my_var2 }}{% endif %} hostvars.n1
`);
    const dotted = after(text, rename('nodes/n1', 'oak-2'));
    expect(dotted).toContain(`{{ hostvars['oak-2'].my_var }}"`);
    expect(dotted).toContain(`{{ hostvars["oak-2"].my_var }}'`);
  });

  it.each([
    ['nodes/a', 'Upper_Case', /Lower-case letters/],
    ['nodes/a', '-x', /Lower-case letters/],
    ['groups/g', 'my-group', /Letters, digits and underscores/],
    ['groups/g', 'all', /Ansible keeps the group all/],
    ['variables/v', '1st', /Letters, digits and underscores/],
    ['variables/v', 'a b', /Letters, digits and underscores/],
    ['variables/s/!secret', 'My Token', /Lower-case letters/],
  ])('refuses to call %s %j', (path, to, reason) => {
    const text = 'variables: {v: 1, s: !secret x}\ngroups:\n  g: {}\nnodes:\n  a: {}\n';
    const field = path.replaceAll('/', '.');
    expect(() => after(text, rename(path, to))).toThrow(
      expect.objectContaining({
        view: expect.objectContaining({ code: 'INPUT_INVALID', field, details: { field, reason: expect.stringMatching(reason) } }),
      }),
    );
  });

  it('renames a secret wherever it is named', () => {
    expect(after('variables: {a: !secret hub, b: hub, c: [!secret hub]}', rename('variables/a/!secret', 'github'))).toBe(
      'variables: {a: !secret github, b: hub, c: [!secret github]}',
    );
  });

  it.each([rename('nodes/a', 'b'), rename('nodes/none', 'c'), rename('variables/x', 'y')])('refuses %j', (change) => {
    expect(() => after('variables: {x: 1}\nnodes:\n  a: {variables: {x: 1, y: 2}}\n  b: {}\n', change)).toThrow(
      /stands there|variable already/,
    );
  });
});

describe('many changes of one call', () => {
  const names = Array.from({ length: 400 }, (_, index) => `v${index}`);
  const under = (path: string) => names.map((name) => `${path}/${name}`);
  const text = 'name: x\nsettings:\n  a: 1\nvariables:\n  first: 1 # mine\nnodes:\n  n:\n    variables:\n      first: 1\n';
  it.each(['variables', 'settings', 'nodes/n/variables'])('read what they touch once, and not once for each: %s', (path) => {
    let now = text;
    const make = (...changes: DocumentChange[]) => {
      const { yaml: counted, read } = counting();
      const before = now;
      now = applyEdits(now, editsFor(readDocument(now, yaml), changes, counted));
      expect(read()).toBeLessThan(10 * (before.length + now.length));
    };
    make(...under(path).map((one) => set(one, 'new')));
    expect(now.match(/v\d+: new\n/g)).toHaveLength(400);
    expect(now).toContain('  first: 1 # mine\n');
    make(...under(path).map((one) => set(one, 'other')));
    expect(now.match(/v\d+: other\n/g)).toHaveLength(400);
    if (path !== 'variables') return;
    make(...under(path).map(remove));
    expect(now).toBe(text);
  });

  it('build up a new member, and leave what is said twice at its last value', () => {
    expect(
      after('a:\n  x: 1\n', set('a/p/k', 1), set('a/p/l', [2]), set('a/z', 'no'), set('a/z', 3), set('a/x', 2), set('a/r/0', 'i')),
    ).toBe('a:\n  x: 2\n  p:\n    k: 1\n    l:\n      - 2\n  z: 3\n  r:\n    - i\n');
    expect(after('a: {x: 1}\n', set('a/p', 1), set('a/z', 2))).toBe('a: {x: 1, p: 1, z: 2}\n');
  });
});

it('a key press among many global variables reads only the one that it changes', () => {
  const many = Array.from({ length: 500 }, (_, index) => `  v${index}: value ${index} # of mine\n`).join('');
  const text = `name: x\nvariables:\n${many}nodes: {}\n`;
  const { yaml: counted, read } = counting();
  const now = readDocument(text.replace('value 250', 'value 250 and more'), counted, readDocument(text, yaml));
  expect(now.data.variables).toMatchObject({ v249: 'value 249', v250: 'value 250 and more', v499: 'value 499' });
  expect(read()).toBeLessThan(100);
});

it.each([
  'variables:\n  {a: 1,\n  b: 2}\n',
  'variables:\n  &all\n  a: 1\n  b: 2\nx: *all\n',
  'variables: # mine\n  # of a\n  a: 1\n\n  # of b\n  b: 2\n',
  'variables:\n  ? a\n  : 1\n  b: 2\n',
])('global variables are read in whatever way they are written: %j', (text) => {
  expect(readDocument(text, yaml)).toMatchObject({ mistakes: [], data: { variables: { a: 1, b: 2 } } });
});

it('a variable is not renamed on a node to one that stands beside it among the global ones', () => {
  const text = 'variables:\n  a: 1\n  b: 2\nnodes:\n  n:\n    variables:\n      a: 3\n';
  expect(() => after(text, rename('nodes/n/variables/a', 'b'))).toThrow(/already/);
});

describe('differences', () => {
  it('are told in plain words', () => {
    const a =
      'name: Home\ncomponents: [x, y]\nnodes:\n  a: {address: 10.0.0.1, role: control}\n  b: {address: 10.0.0.2, role: worker, groups: [g]}\n';
    const b =
      'name: Lab\ncomponents: [y, z]\nvariables: {v: 1}\nnodes:\n  a: {address: 10.0.0.1, role: worker, labels: {disk: ssd}}\n  c: {address: 10.0.0.2, role: worker}\n  d: {address: 10.0.0.4, role: worker}\n';
    expect(differences(a, b)).toEqual([
      'The name is Lab, it was Home.',
      'Component z added, component x removed.',
      'The variable v is new: 1.',
      'a: the role is worker, it was control.',
      'a: label disk=ssd added.',
      'c is the new name of b.',
      'c: group g removed.',
      'd is new (worker, 10.0.0.4).',
    ]);
    expect(differences(b, `# comment\n${b}`)).toEqual([]);
  });

  it('name secrets and never show them', () => {
    const told = differences(
      'variables: {a: !secret old, b: !vault "$ANSIBLE;1", admin_password: hunter2, c: {k: !vault sealed}}',
      'variables: {a: !secret new, b: !vault "$ANSIBLE;2", admin_password: hunter3, c: 1}',
    );
    expect(told[0]).toBe('The variable a is the secret new, it was the secret old.');
    expect(told[2]).toBe('The variable admin_password is another one.');
    expect(told.join(' ')).not.toMatch(/ANSIBLE|hunter|sealed\b(?! value)/);
  });
});
