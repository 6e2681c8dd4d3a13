import { describe, expect, test } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import { changed, sketchContext, soundText } from './fixtures.ts';
import type { LintContext } from './finding.ts';
import { createLinter } from './linter.ts';

const issuesOf = (text: string, more: Partial<LintContext> = {}) => createLinter(sketchContext(more))(readDocument(text, yaml));
const found = (text: string, more: Partial<LintContext> = {}) =>
  issuesOf(text, more).map(({ rule, severity, path, line }) => `${severity} ${rule} ${path.join('.')}${line === 0 ? '' : ` @${line}`}`);
const fixOf = (text: string, rule: string) => issuesOf(text).find((issue) => issue.rule === rule)?.fix?.changes;

test('nothing is wrong with a document in order', () => {
  expect(found(soundText)).toEqual([]);
});

test('hardly anything is wrong with a document that has only what is needed', () => {
  expect(found('name: Home\nnodes:\n  a:\n    address: 10.0.0.1\n    role: control\n')).toEqual([]);
  expect(found('').toSorted()).toEqual(['error roles nodes', 'warning name-missing name']);
  expect(issuesOf('').map(({ remedy }) => remedy)).toContain('Write one below nodes, by its name.');
  expect(found('name: Home\ndistribution: existing\n')).toEqual([]);
});

test('a document without a name', () => {
  const issue = issuesOf(changed('name: Home', 'name:')).find(({ rule }) => rule === 'name-missing');
  expect([issue?.message, issue?.remedy]).toEqual([
    'The inventory has no name; the platform keeps the one it has.',
    'Write name: and the name of the platform at the top, such as name: Home.',
  ]);
});

describe('what is said, and where', () => {
  test.each<[string, string, string[]]>([
    ['not well-formed', changed('name: Home', 'name: "Home'), ['not-well-formed']],
    ['a carriage return alone', changed('name: Home', 'name: Home # a\rb'), ['error not-well-formed  @2']],
    ['a raw control character', changed('name: Home', 'name: Home # \0'), ['error not-well-formed  @2']],
    ['a later format', changed('hearth: 1', 'hearth: 2'), ['error format-version hearth @1']],
    ['a name that is none', changed('name: Home', 'name: [Home]'), ['error name-form name @2']],
    ['no name', changed('name: Home\n', ''), ['warning name-missing name @1']],
    ['a slip at the top', changed('channel:', 'chanel:'), ['warning unknown-key chanel @4']],
    [
      'a word of Ansible',
      changed('nodes:', 'hosts:'),
      ['error roles nodes', 'warning unknown-key hosts @23', 'hint group-empty groups.gpu @20'],
    ],
    ['a key of one’s own', changed('hearth: 1', 'hearth: 1\nremark: mine'), ['hint unknown-key remark @2']],
    ['a slip in settings', changed('storageClass:', 'storage_class:'), ['warning unknown-key settings.storage_class @10']],
    ['another distribution', changed('distribution: microk8s', 'distribution: mikrok8s'), ['error distribution-form distribution @3']],
    ['a channel without a risk', changed('1.36/stable', '"1.36"'), ['error channel-form channel @4']],
    ['a channel of another snap', changed('1.36/stable', '1.36-classic/stable'), ['error channel-unfit channel @4']],
    ['a domain in upper case', changed('home.lan', 'Home.LAN'), ['error domain-form settings.domain @6']],
    ['a domain for mDNS', changed('home.lan', 'home.local'), ['warning domain-unfit settings.domain @6']],
    ['settings that are a list', changed(/settings:\n( {2}.*\n)+/, 'settings: [a]\n'), ['error settings-form settings @5']],
    ['a pool that is none', changed('192.168.1.240-192.168.1.250', 'many'), ['error ingressPool-form settings.ingressPool @9']],
    [
      'a pool the wrong way round',
      changed('1.240-192.168.1.250', '1.250-192.168.1.240'),
      ['error ingressPool-unfit settings.ingressPool @9'],
    ],
    [
      'a pool with a machine in it',
      changed('address: 192.168.1.12', 'address: 192.168.1.242'),
      ['error ingressPool-unfit settings.ingressPool @9'],
    ],
    ['pods and services in one range', changed('10.152.183.0/24', '10.1.2.0/24'), ['error serviceCidr-unfit settings.serviceCidr @13']],
    ['a range that is none', changed('10.1.0.0/16', '10.1.0.0'), ['error podCidr-form settings.podCidr @12']],
    ['certificates of nobody', changed('mode: self-signed', 'mode: trust'), ['error certificates-form settings.certificates.mode @8']],
    [
      'public certificates for an inner name',
      changed('mode: self-signed', 'mode: lets-encrypt-http\n    email: me@home.org\n    environment: production'),
      ['error certificates-unfit settings.certificates.mode @8'],
    ],
    ['a component twice', changed('- cert-manager', '- cert-manager\n  - cert-manager'), ['error component-twice components.1 @16']],
    ['a component that is not there', changed('- cert-manager', '- certmanager'), ['error component-unknown components.0 @15']],
    [
      'components that are no list',
      changed('components:\n  - cert-manager', 'components: cert-manager'),
      ['error components-form components @14'],
    ],
    ['no address', changed('    address: 192.168.1.11\n', ''), ['error address-missing nodes.node1.address @24']],
    ['a bad address', changed('address: 192.168.1.11', 'address: 192.168.1'), ['error address-form nodes.node1.address @25']],
    [
      'one address twice',
      changed('address: 192.168.1.12', 'address: 192.168.1.11'),
      ['error duplicate-address nodes.node2.address @30', 'error jump-to-itself nodes.node2.jump @33'],
    ],
    ['no role', changed('    role: worker\n', ''), ['error role-missing nodes.node2.role @29']],
    ['another role', changed('role: worker', 'role: agent'), ['error role-form nodes.node2.role @31']],
    ['no control node', changed('role: control', 'role: worker'), ['error roles nodes @23']],
    ['two control nodes', changed('role: worker', 'role: control'), ['error roles nodes.node2.role @31']],
    ['a port in quotation marks', changed('user: ubuntu\n    labels', 'port: "22"\n    labels'), ['error port-form nodes.node1.port @27']],
    [
      'a user in capital letters',
      changed('user: ubuntu\n    labels', 'user: Ubuntu\n    labels'),
      ['error user-form nodes.node1.user @27'],
    ],
    [
      'a way in that is none',
      changed('user: ubuntu\n    labels', 'credential: password\n    labels'),
      ['error credential-form nodes.node1.credential @27'],
    ],
    ['a jump host that is none', changed('jump: ubuntu@192.168.1.11:22', 'jump: a b'), ['error jump-form nodes.node2.jump @33']],
    [
      'a jump host in the pool',
      changed('jump: ubuntu@192.168.1.11:22', 'jump: ubuntu@192.168.1.245'),
      ['error jump-in-pool nodes.node2.jump @33'],
    ],
    ['itself as jump host', changed('jump: ubuntu@192.168.1.11:22', 'jump: node2'), ['error jump-to-itself nodes.node2.jump @33']],
    ['a jump host that nobody is', changed('ubuntu@192.168.1.11:22', 'nobody'), ['warning jump-unknown nodes.node2.jump @33']],
    ['a tag that nobody reads', changed('!secret github', '!secrt github'), ['warning tag-unknown variables.github_token @17']],
    [
      'a tag that nobody reads in a setting',
      changed('adminUser: admin', 'adminUser: !Ref admin'),
      ['error adminUser-form settings.adminUser @11', 'warning tag-unknown settings.adminUser @11'],
    ],
    ['a bad label', changed('{disk: ssd}', '{"a b": ssd}'), ['error label-form nodes.node1.labels.a b @28']],
    ['a label that is a list', changed('{disk: ssd}', '{disk: [ssd]}'), ['error labels-form nodes.node1.labels.disk @28']],
    ['a taint without an effect', changed('gpu=true:NoSchedule', 'gpu=true'), ['error taint-form nodes.node2.taints.0 @34']],
    ['a name in capital letters', changed('node1:', 'Node1:'), ['error node-name nodes.Node1 @24']],
    ['names that differ by case', changed('node2:', 'NODE1:'), ['error name-by-case nodes.NODE1 @29']],
    ['a machine called like a group', changed('node2:', 'gpu:'), ['warning name-of-group nodes.gpu @29']],
    ['one name for two machines', changed('node2:', 'node1:'), ['error not-well-formed  @29', 'hint group-empty groups.gpu @20']],
    ['a group that is not there', changed('groups: [gpu]', 'groups: [gpu, storage]'), ['warning group-unknown nodes.node2.groups.1 @35']],
    ['a group twice', changed('groups: [gpu]', 'groups: [gpu, gpu]'), ['hint group-twice nodes.node2.groups.1 @35']],
    ['a group that is Ansible’s', changed('groups: [gpu]', 'groups: [gpu, all]'), ['warning reserved-group nodes.node2.groups.1 @35']],
    ['the other role’s group', changed('groups: [gpu]', 'groups: [gpu, k8s_control_plane]'), ['error role-clash nodes.node2.groups.1 @35']],
    ['a group without machines', changed('  gpu:\n', '  idle: {}\n  gpu:\n'), ['hint group-empty groups.idle @20']],
    ['a group that holds itself', changed('  gpu:\n', '  gpu:\n    groups: [gpu]\n'), ['error group-circle groups.gpu.groups.0 @21']],
    [
      'groups that hold each other',
      changed('  gpu:\n', '  big: {groups: [gpu]}\n  gpu:\n    groups: [big]\n'),
      ['error group-circle groups.big.groups.0 @20', 'error group-circle groups.gpu.groups.0 @22'],
    ],
    ['a group called all', changed('  gpu:\n', '  all: {variables: {x: y}}\n  gpu:\n'), ['warning reserved-group groups.all @20']],
    [
      'a group with a hyphen',
      changed('  gpu:\n', '  gpu:\n    groups: [a-b]\n  a-b:\n').replace('[gpu]', '[gpu, a-b]'),
      ['warning group-name groups.a-b @22'],
    ],
    ['variables that differ by case', changed('site:', 'Site: x\n  site:'), ['warning name-by-case variables.site @19']],
    ['an invalid variable', changed('site:', 'my-site:'), ['error variable-name variables.my-site @18']],
    ['a variable that Ansible sets', changed('site:', 'hostvars:'), ['warning reserved-name variables.hostvars @18']],
    ['a keyword as variable', changed('site:', 'environment:'), ['warning reserved-name variables.environment @18']],
    [
      'a slip in a variable',
      changed('site: "{{ domain_name }}"', 'dns_server: [10.0.0.1]'),
      ['warning variable-unknown variables.dns_server @18'],
    ],
    [
      'another name of a variable',
      changed('variables: {lan_ip: 192.168.1.12}', 'variables: {ansible_ssh_host: 192.168.1.12}'),
      ['hint variable-alias nodes.node2.variables.ansible_ssh_host @36'],
    ],
    ['a wrong type', changed('site: "{{ domain_name }}"', 'dns_servers: 10.0.0.1'), ['warning variable-type variables.dns_servers @18']],
    [
      'a wrong item',
      changed('site: "{{ domain_name }}"', 'dns_servers: [10.0.0.1, home]'),
      ['warning variable-type variables.dns_servers.1 @18'],
    ],
    ['no choice', changed('site: "{{ domain_name }}"', 'network_mode: bridge'), ['warning variable-type variables.network_mode @18']],
    [
      'a variable of the platform on a machine',
      changed('{lan_ip: 192.168.1.12}', '{web_port: 80}'),
      ['warning variable-scope nodes.node2.variables.web_port @36'],
    ],
    [
      'a setting said twice',
      changed('site: "{{ domain_name }}"', 'domain_name: other.lan'),
      ['warning setting-overruled variables.domain_name @18'],
    ],
    ['a reference to nothing', changed('{{ domain_name }}', '{{ web_port }}'), ['warning reference-unknown variables.site @18']],
    ['a reference to itself', changed('{{ domain_name }}', '{{ site }}'), ['error reference-circle variables.site @18']],
    [
      'a circle over two scopes',
      changed('{{ domain_name }}', '{{ disk_label }}').replace('disk_label: fast', 'disk_label: "{{ site }}"'),
      ['error reference-circle variables.site @18'],
    ],
    ['a secret without a value', changed('!secret github', '!secret hub'), ['warning secret-not-set variables.github_token @17']],
    ['a secret with a bad name', changed('!secret github', '!secret Git Hub'), ['error secret-name variables.github_token @17']],
    [
      'a secret in a setting',
      changed('name: Home', 'name: Home\napi_key: 9f8e7d6c5b4a39281706'),
      ['warning secret-in-clear api_key @3', 'hint unknown-key api_key @3'],
    ],
  ])('%s', (_, text, expected) => {
    const all = found(text);
    if (expected[0] === 'not-well-formed') expect(all.some((one) => one.includes('not-well-formed'))).toBe(true);
    else expect(all.toSorted()).toEqual(expected.toSorted());
  });

  test('machines on the way between two scopes make no circle', () => {
    const text = changed('{{ domain_name }}', '{{ disk_label }}').replace('variables: {lan_ip: 192.168.1.12}', 'variables: {site: fixed}');
    expect(found(text.replace('disk_label: fast', 'disk_label: "{{ site }}"'))).toEqual([]);
  });

  test('templates, facts of machines, defaults and what may be missing are no references to nothing', () => {
    for (const template of [
      '{{ ansible_facts.hostname }}',
      '{{ registry_host }}',
      "{{ nowhere | default('x') }}",
      "{{ lookup('env', 'HOME') }}",
      '{% if x %}{{ y }}{% endif %}',
      '{{ hostvars.node1.x }}',
    ])
      expect(found(changed('{{ domain_name }}', template))).toEqual([]);
  });

  test('what the document leaves out holds as it usually does', () => {
    expect(found(changed('192.168.1.12', '10.1.0.12').replace('  podCidr: 10.1.0.0/16\n', ''))).toEqual([
      'error address-in-range nodes.node2.address @29',
    ]);
  });

  test('pods in a network that a machine is in', () => {
    const networks = () => [{ node: 'node1', cidr: '10.1.7.0/24' }];
    expect(found(soundText, { networks })).toEqual(['error network-overlap settings.podCidr @12']);
  });
});

test('a pool with the gateway in it is told of machines that stand where they were looked at', () => {
  const machines = (address: string) => () => new Map([['node1', { address, facts: { nics: [], gateway: '192.168.1.241' } }]]);
  expect(found(soundText, { machines: machines('192.168.1.11') })).toEqual(['error ingressPool-unfit settings.ingressPool @9']);
  expect(found(soundText, { machines: machines('192.168.1.77') })).toEqual([]);
});

describe('mends', () => {
  test.each<[string, string, string, unknown]>([
    ['unknown-key', 'a key', changed('channel:', 'chanel:'), { kind: 'rename', path: ['chanel'], to: 'channel' }],
    ['domain-form', 'a domain', changed('home.lan', 'Home.LAN'), { kind: 'set', path: ['settings', 'domain'], value: 'home.lan' }],
    [
      'port-form',
      'a port',
      changed('user: ubuntu\n    labels', 'port: "22"\n    labels'),
      { kind: 'set', path: ['nodes', 'node1', 'port'], value: 22 },
    ],
    ['role-form', 'a role', changed('role: worker', 'role: agent'), { kind: 'set', path: ['nodes', 'node2', 'role'], value: 'worker' }],
    [
      'jump-unknown',
      'a jump host',
      changed('ubuntu@192.168.1.11:22', 'ubuntu@Node1:2222'),
      { kind: 'set', path: ['nodes', 'node2', 'jump'], value: 'ubuntu@node1:2222' },
    ],
    [
      'tag-unknown',
      'a tag',
      changed('!secret github', '!secrt github'),
      { kind: 'set', path: ['variables', 'github_token'], value: { '!secret': 'github' } },
    ],
    [
      'component-twice',
      'a component twice',
      changed('- cert-manager', '- cert-manager\n  - cert-manager'),
      { kind: 'remove', path: ['components', 1] },
    ],
    [
      'component-unknown',
      'a component',
      changed('- cert-manager', '- cert-manger'),
      { kind: 'set', path: ['components', 0], value: 'cert-manager' },
    ],
    ['node-name', 'a name', changed('node1:', 'Node_1:'), { kind: 'rename', path: ['nodes', 'Node_1'], to: 'node-1' }],
    [
      'variable-unknown',
      'a variable',
      changed('{lan_ip: 192.168.1.12}', '{lann_ip: 192.168.1.12}'),
      { kind: 'rename', path: ['nodes', 'node2', 'variables', 'lann_ip'], to: 'lan_ip' },
    ],
    [
      'variable-type',
      'yes',
      changed('{lan_ip: 192.168.1.12}', '{wait_first: yes}'),
      { kind: 'set', path: ['nodes', 'node2', 'variables', 'wait_first'], value: true },
    ],
    [
      'group-unknown',
      'a group',
      changed('groups: [gpu]', 'groups: [gpus]'),
      { kind: 'set', path: ['nodes', 'node2', 'groups', 0], value: 'gpu' },
    ],
    [
      'reference-unknown',
      'a reference',
      changed('{{ domain_name }}', 'x {{ sitee }}').replace('  site:', '  sites: y\n  other:'),
      { kind: 'set', path: ['variables', 'other'], value: 'x {{ sites }}' },
    ],
  ])('%s: %s', (...[rule, , text, change]) => {
    expect(fixOf(text, rule)).toEqual([change]);
  });

  test('nothing is renamed to what is there already', () => {
    expect(fixOf(changed('hearth: 1', 'hearth: 1\nchanel: x'), 'unknown-key')).toBeUndefined();
    expect(fixOf(changed('node2:', 'Node1:'), 'node-name')).toBeUndefined();
    expect(found(changed('{lan_ip: 192.168.1.12}', '{lan_ip: 192.168.1.12, lan_ip2: 10.0.0.1}'))).toEqual([]);
  });
});

describe('secrets in plain text', () => {
  const token = `ghp_${'a1B2'.repeat(9)}`;
  test.each<[string, string, string]>([
    ['a known secret', 'github_token: tell-nobody-1', 'tell-nobody-1'],
    ['a secret by another name', 'GITHUB_TOKEN: tell-nobody-1', 'tell-nobody-1'],
    ['a token of GitHub, wherever it stands', `notes: [{a: "see ${token}"}]`, token],
    ['a private key', 'notes: "-----BEGIN OPENSSH PRIVATE KEY-----abc"', 'abc'],
    ['a key of AWS', 'notes: AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
    ['a token of Hugging Face', `notes: hf_${'aB3'.repeat(11)}`, 'aB3aB3'],
    ['a password hash', 'notes: $6$saltsalt$0123456789abcdefghij', 'saltsalt'],
    ['an address with a password', 'notes: postgres://me:hunter22@db/x', 'hunter22'],
    ['what is called a password', 'wiki_password: hunter22', 'hunter22'],
    ['what is called a token and looks random', 'wiki_token: 8a7d6f5e4c3b2a190817', '8a7d6f5e4c3b'],
  ])('%s', (_, line, value) => {
    const all = issuesOf(changed('github_token: !secret github', line));
    const issues = all.filter(({ rule }) => rule === 'secret-in-clear');
    expect(issues).toHaveLength(1);
    expect(issues[0]?.remedy).toContain('!secret');
    // Nothing that is shown or logged repeats it, the mend included.
    expect(JSON.stringify(all)).not.toContain(value);
  });

  test.each([
    ['a reference to the environment', `wiki_password: "{{ lookup('env', 'WIKI_PASSWORD') }}"`],
    ['a secret of Ansible', 'wiki_password: !vault |\n    $ANSIBLE_VAULT;1.1;AES256\n    6162'],
    ['where the password is', 'wiki_password_file: /etc/wiki/password'],
    ['an ordinary name', 'image_pull_secret: harbor-ro-creds'],
    ['an empty one', 'wiki_password: ""'],
    ['an ordinary address', 'notes: https://wiki.home.lan/a@b'],
  ])('but not %s', (_, line) => {
    expect(found(changed('site: "{{ domain_name }}"', line))).toEqual([]);
  });
});

describe('over many edits', () => {
  test('the same linter says the same as a new one, and names what stayed by the same id', () => {
    const lint = createLinter(sketchContext());
    const texts = [
      soundText,
      changed('role: worker', 'role: agent'),
      changed('role: worker', 'role: agent').replace('hearth: 1', '# a line more\nhearth: 1'),
      changed('role: worker', 'role: agent').replace('{lan_ip: 192.168.1.12}', '{lan_ip: here}').replace('!secret github', '!secret hub'),
      changed('site:', 'dns_servers: x\n  site:'),
      soundText,
    ];
    let before: ReturnType<typeof readDocument> | undefined;
    const ids = texts.map((text) => {
      before = readDocument(text, yaml, before);
      expect(lint(before)).toEqual(issuesOf(text));
      return lint(before).map(({ id }) => id);
    });
    expect(ids[1]).toEqual(ids[2]);
    expect(ids[3]).toEqual(expect.arrayContaining(ids[1] ?? []));
    expect(new Set(ids.flat()).size).toBeGreaterThan(3);
  });

  test('a secret that gets a value is missing no more', () => {
    const set = new Set<string>();
    const lint = createLinter(sketchContext({ secretsSet: () => set }));
    const document = readDocument(soundText, yaml);
    expect(lint(document).map(({ rule }) => rule)).toEqual(['secret-not-set']);
    set.add('github');
    expect(lint(document)).toEqual([]);
  });
});

describe('of more than anybody reads', () => {
  test('a thousand are told, the last of which says how many there are beside', () => {
    const issues = issuesOf('!!map '.repeat(100_000));
    expect(issues).toHaveLength(1000);
    expect(issues.at(-1)).toMatchObject({ rule: 'more', message: expect.stringMatching(/^9\d,\d{3} more are not listed\.$/) });
    expect(new Set(issues.map(({ id }) => id)).size).toBe(1000);
  });

  test('an error behind thousands of hints is told, in its place', () => {
    const unknown = Array.from({ length: 3000 }, (_, index) => `unheard_of_${index}: 1\n`).join('');
    const issues = issuesOf(changed('192.168.1.12', 'nowhere at all').replace('name: Home', `name: Home\n${unknown}`));
    const last = issues.at(-2);
    expect(last).toMatchObject({ severity: 'error', path: ['nodes', 'node2', 'address'] });
    expect(issues.at(-1)).toMatchObject({ severity: 'hint', message: '2,002 more are not listed.' });
  });
});
