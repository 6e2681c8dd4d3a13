// Inventories as fast-check makes them up: INI and YAML, ranges, ports, variables in files, values of every kind.
import fc from 'fast-check';

export interface Sample {
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

const groups = [
  'web',
  'db',
  'prod-eu',
  'größe',
  'k8s',
  'k8s_control_plane',
  'k8s_workers',
  'kube_control_plane',
  'masters',
  'g1',
  'g2',
  'empty',
];
const hosts = [
  'node1',
  'node2',
  'db1.example.com',
  'db2.example.com',
  '10.0.0.7',
  '10.0.0.[8:10]',
  'Node_X',
  'web[01:03]',
  'h[a:c]-[1:5:2]',
  'port.example:2222',
  'ünï',
  '2001:db8::1',
  '[2001:db8::2]:22',
  'localhost',
  'controller',
];
const names = [
  'x',
  'y',
  'z',
  'domain_name',
  'ansible_user',
  'ansible_host',
  'ansible_port',
  'ansible_ssh_host',
  'ansible_connection',
  'weird-key',
  'ключ',
  'inventory_hostname_x',
];
const users = ['ubuntu', 'root', 'Admin User', '{{ who }}'];
const addresses = ['10.1.2.3', 'a.example.com', 'fe80::1', '{{ ip }}', 'node1', 'localhost'];

const free = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: 'binary', maxLength: 8 })
      .filter((text) => text.isWellFormed() && !/[\p{Cc}\u{2028}\u{2029}\u{feff}\u{fffe}\u{ffff}]/u.test(text)),
  },
);

const iniLiterals = [
  '1',
  '-7',
  '0',
  '007',
  '1_000',
  '0x1F',
  '0b101',
  '1.0',
  '1.5',
  '1e3',
  '.5',
  '-0.0',
  '1j',
  '1+2j',
  '123456789012345678901234567890',
  'True',
  'true',
  'False',
  'None',
  'yes',
  'null',
  "'quoted'",
  '"double"',
  "''",
  "'a' 'b'",
  "u'x'",
  "b'x'",
  "r'\\n'",
  "'\\n\\x41\\u263a'",
  '[1, "two", None]',
  '(1, 2)',
  '1,2',
  '(1)',
  '()',
  '{}',
  '[]',
  "{'a': 1, 'b': [True]}",
  '{1: 2, None: 3}',
  '{1}',
  "{'!t': 1}",
  'set()',
  'a=b',
  'http://x/y?z=1',
  '8.8.8.8',
  '10.0.0.0/8',
  '{{ lookup("env", "X") }}',
  '[broken',
  '1 2',
  'a b  c',
  '@home',
  'C:\\dir',
  "it's",
  '-o A=b',
  '',
];
const yamlValues = [
  'yes',
  'No',
  'on',
  'true',
  '~',
  'null',
  '',
  '""',
  "''",
  '1',
  '-7',
  '+12',
  '012',
  '08',
  '0o12',
  '0x1F',
  '0b101',
  '1_000',
  '12:30:45',
  '1:90',
  '1.0',
  '1.5',
  '1e3',
  '1.5e+3',
  '1.5e3',
  '.5',
  '-.inf',
  '.nan',
  '190:20:30.15',
  '2024-01-01',
  '2001-12-14t21:59:43.10-05:00',
  '2001-12-14 21:59:43',
  '123456789012345678901234567890',
  '"1"',
  "'yes'",
  '"\\u263a\\n"',
  'y',
  'n',
  'plain text # comment',
  'a: b'.replace(': ', ':'),
  '"{{ x }}"',
  '!unsafe "{{ y }}"',
  '!unsafe "12"',
  '!unsafe [a, "{{ b }}", 3]',
  '!unsafe {k: "{{ v }}"}',
  '[1, [two, {x: yes}], ~]',
  '{a: 1, 2: b, yes: c, ~: d, 1.5: e}',
  '{}',
  '[]',
  '{"!x": 1}',
  '{"!x": 1, b: 2}',
  '!!str 123',
  '!!int "42"',
  '!!float 3',
  '!!binary aGVsbG8=',
  '!!set {a, b}',
  '{<<: {a: 1, b: 2}, b: 3}',
  '{<<: [{a: 1}, {a: 2, c: 3}]}',
  '"<<"',
  '10.0.0.1',
  '1.36/stable',
  'ünïcode ☃ 🚀',
  '"tab\\there"',
  '"2024-01-01"',
  '"12:30"',
  "'null'",
  '"~"',
  '"0x10"',
  '"1e3"',
  '" lead"',
  '"trail "',
  '"# no"',
  '"- x"',
  '"a: b"',
  '"multi\\nline\\n"',
  '"multi\\n  deep\\n\\nend"',
  '"\\ttab\\nline"',
  '"x\\n\\n"',
];
/** Below a key, indented by two more than it. */
const yamlBlocks = [
  '!vault |\n$ANSIBLE_VAULT;1.1;AES256\n33363965326261303234\n3961',
  '|\nline one\n  deeper\nline three',
  '>-\nfolded\ntext',
  '|+\nkept\n',
  '|2\n    begins deep\n  less',
  '!unsafe |\n{{ a }}\n{{ b }}',
];

type Value = (indent: string) => string;
const yamlValue: fc.Arbitrary<Value> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...yamlValues).map(
      (text): Value =>
        () =>
          text,
    ),
  },
  {
    weight: 1,
    arbitrary: free.map(
      (text): Value =>
        () =>
          JSON.stringify(text),
    ),
  },
  // No name is given twice, which PyYAML refuses.
  {
    weight: 1,
    arbitrary: fc.nat().map(
      (name): Value =>
        () =>
          `{one: &a${name} {deep: [1]}, two: *a${name}, three: {<<: *a${name}, more: yes}}`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...yamlBlocks).map(
      (text): Value =>
        (indent) =>
          text.replaceAll('\n', `\n${indent}  `),
    ),
  },
);
const yamlEntry = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.constantFrom(...names, 'with space', '#odd', '1x'), yamlValue) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constant('ansible_user'),
      fc.constantFrom(...users).map(
        (text): Value =>
          () =>
            JSON.stringify(text),
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constant('ansible_host'),
      fc.constantFrom(...addresses).map(
        (text): Value =>
          () =>
            JSON.stringify(text),
      ),
    ),
  },
);
const yamlKey = (name: string): string => (/^[\w-]+$/.test(name) ? name : JSON.stringify(name));
const yamlVars = fc.uniqueArray(yamlEntry, { selector: ([name]) => name, maxLength: 5 });
type Vars = readonly (readonly [string, Value])[];
const varLines = (vars: Vars, indent: string): string[] => vars.map(([name, value]) => `${indent}${yamlKey(name)}: ${value(indent)}`);

const quote = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
const iniValue = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...iniLiterals) },
  { weight: 1, arbitrary: free.filter((text) => !/[\r\n]/.test(text)) },
);
const iniEntry = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.constantFrom(...names), iniValue) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('ansible_user'), fc.constantFrom(...users)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('ansible_host'), fc.constantFrom(...addresses)) },
);
const iniVars = fc.uniqueArray(iniEntry, { selector: ([name]) => name, maxLength: 4 });
const iniHost = fc
  .tuple(fc.constantFrom(...hosts), iniVars, fc.boolean())
  .map(([host, vars, comment]) =>
    [host, ...vars.map(([name, value]) => `${name}=${quote(value)}`), ...(comment ? ['# note'] : [])].join(' '),
  );

/** Only groups further down the list, so that none holds itself. */
const graph = fc.uniqueArray(fc.constantFrom(...groups), { minLength: 1, maxLength: 7 }).chain((all) =>
  fc.record({
    all: fc.constant(all),
    edges: fc
      .array(fc.tuple(fc.nat(all.length - 1), fc.nat(all.length - 1)), { maxLength: 6 })
      .map((pairs) =>
        pairs
          .filter(([parent, child]) => parent < child && !(all[parent] ?? '').startsWith('k8s_'))
          .map(([parent, child]) => [all[parent] ?? '', all[child] ?? ''] as const),
      ),
  }),
);
type Graph = { readonly all: readonly string[]; readonly edges: readonly (readonly [string, string])[] };
const childrenOf = ({ edges }: Graph, group: string): string[] => [
  ...new Set(edges.filter(([parent]) => parent === group).map(([, child]) => child)),
];

const priority = fc.option(fc.integer({ min: -3, max: 12 }), { freq: 5 });

const ini = graph.chain((made) =>
  fc
    .record({
      loose: fc.array(iniHost, { maxLength: 2 }),
      allVars: iniVars,
      sections: fc.tuple(...made.all.map(() => fc.record({ hosts: fc.array(iniHost, { maxLength: 3 }), vars: iniVars, priority }))),
    })
    .map(({ loose, allVars, sections }) => {
      const lines = (vars: readonly (readonly [string, string])[]) =>
        vars.map(([name, value], index) => (index % 2 === 0 ? `${name}=${value}` : `${name} = ${value}`));
      const body = made.all.flatMap((group, index) => {
        const { hosts = [], vars = [], priority: rank = null } = sections[index] ?? {};
        const own = [...lines(vars), ...(rank === null ? [] : [`ansible_group_priority=${rank}`])];
        const children = childrenOf(made, group);
        return [
          ...(children.length > 0 ? [`[${group}:children]`, ...children] : []),
          `[${group}] # hosts`,
          ...hosts,
          ...(own.length > 0 ? [`[${group}:vars]`, ...own] : []),
          '; a comment',
        ];
      });
      return {
        made,
        text: ['# an inventory', ...loose, ...body, ...(allVars.length > 0 ? ['[all:vars]', ...lines(allVars)] : []), ''].join('\n'),
      };
    }),
);

const yaml = graph.chain((made) =>
  fc
    .record({
      loose: fc.uniqueArray(fc.constantFrom(...hosts), { maxLength: 2 }),
      allVars: yamlVars,
      sections: fc.tuple(
        ...made.all.map(() =>
          fc.record({
            hosts: fc.uniqueArray(fc.tuple(fc.constantFrom(...hosts), yamlVars), { selector: ([host]) => host, maxLength: 3 }),
            vars: yamlVars,
            priority,
          }),
        ),
      ),
    })
    .map(({ loose, allVars, sections }) => {
      const lines = ['---', 'all:', '  hosts:', ...loose.map((host) => `    ${yamlKey(host)}:`), '  vars:', ...varLines(allVars, '    ')];
      made.all.forEach((group, index) => {
        const { hosts = [], vars = [], priority: rank = null } = sections[index] ?? {};
        lines.push(`${yamlKey(group)}:`);
        if (hosts.length > 0) lines.push('  hosts:');
        for (const [host, own] of hosts) lines.push(`    ${yamlKey(host)}:`, ...varLines(own, '      '));
        if (vars.length > 0 || rank !== null)
          lines.push('  vars:', ...varLines(vars, '    '), ...(rank === null ? [] : [`    ansible_group_priority: ${rank}`]));
        const children = childrenOf(made, group);
        if (children.length > 0) lines.push('  children:', ...children.map((child) => `    ${yamlKey(child)}:`));
      });
      return { made, text: `${lines.join('\n')}\n` };
    }),
);

const variableFiles = (all: readonly string[]): fc.Arbitrary<Sample['files']> => {
  const owner = fc.oneof(
    fc.constantFrom('all', 'ungrouped', ...all).map((group) => `group_vars/${group}`),
    fc.constantFrom('node1', 'db1.example.com', '10.0.0.7', 'web02', 'localhost').map((host) => `host_vars/${host}`),
  );
  const place = fc
    .tuple(owner, fc.constantFrom('.yml', '.yaml', '.json', '', '/main.yml', '/b.yml', '/sub/c.yml'))
    .map(([name, ending]) => name + ending);
  return fc
    .uniqueArray(fc.tuple(place, yamlVars), { selector: ([path]) => path, maxLength: 5 })
    .map((files) => withoutClashes(files).map(([path, vars]) => ({ path, text: `---\n${varLines(vars, '').join('\n')}\n` })));
};
/** No path is a file and a folder at once. */
const withoutClashes = <T>(files: readonly (readonly [string, T])[]) =>
  files.filter(([path]) => !files.some(([other]) => other.startsWith(`${path}/`)));

export const samples: fc.Arbitrary<Sample> = fc
  .oneof(
    ini.map(({ made, text }) => ({ made, text, path: 'hosts' })),
    ini.map(({ made, text }) => ({ made, text, path: 'hosts.ini' })),
    yaml.map(({ made, text }) => ({ made, text, path: 'hosts.yml' })),
    yaml.map(({ made, text }) => ({ made, text, path: 'inventory' })),
  )
  .chain(({ made, text, path }) => variableFiles(made.all).map((files) => ({ files: [{ path, text }, ...files] })));
