import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readYaml } from '#adapters/inventory/read-yaml.ts';
import { parseList as parse } from './parse-list.ts';

const parseList = (text: string) => parse(text, readYaml);

const one = (text: string) => {
  const { entries, problems } = parseList(text);
  expect(problems).toEqual([]);
  expect(entries).toHaveLength(1);
  const { line: _, ...entry } = entries[0] ?? { line: 0 };
  return entry;
};
const plain = { port: 22, user: null, name: null };

describe('forms of a line', () => {
  test.each([
    ['10.0.0.5', { ...plain, address: '10.0.0.5' }],
    ['node1.lab.example', { ...plain, address: 'node1.lab.example' }],
    ['ubuntu@10.0.0.5:2222', { address: '10.0.0.5', port: 2222, user: 'ubuntu', name: null }],
    ['ssh://ubuntu@10.0.0.5:2222/', { address: '10.0.0.5', port: 2222, user: 'ubuntu', name: null }],
    ['10.0.0.5 node1', { ...plain, address: '10.0.0.5', name: 'node1' }],
    ['node1\t10.0.0.5', { ...plain, address: '10.0.0.5', name: 'node1' }],
    ['node1, 10.0.0.5', { ...plain, address: '10.0.0.5', name: 'node1' }],
    ['10.0.0.5;node1', { ...plain, address: '10.0.0.5', name: 'node1' }],
    ['ubuntu@10.0.0.5 NODE1', { ...plain, address: '10.0.0.5', user: 'ubuntu', name: 'node1' }],
    ['  10.0.0.5   # the old laptop', { ...plain, address: '10.0.0.5' }],
    [
      'node1 ansible_host=10.0.0.5 ansible_user=ubuntu ansible_port=22022 x=y',
      { address: '10.0.0.5', port: 22022, user: 'ubuntu', name: 'node1' },
    ],
    ['node1 ansible_ssh_host="10.0.0.5" ansible_become=yes', { ...plain, address: '10.0.0.5', name: 'node1' }],
    ['node1.lan ansible_user=ubuntu', { ...plain, address: 'node1.lan', user: 'ubuntu' }],
    ['node1,10.0.0.5 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me@here', { ...plain, address: '10.0.0.5', name: 'node1' }],
    ['[10.0.0.5]:2222 ecdsa-sha2-nistp256 AAAAE2Vj', { ...plain, address: '10.0.0.5', port: 2222 }],
    ['10.0.0.5 node1.lan.example node1 files', { ...plain, address: '10.0.0.5', name: 'node1' }],
    ['10.0.0.5\tnode1.lan.example', { ...plain, address: '10.0.0.5', name: 'node1' }],
    ['2001:db8::5 node1', { ...plain, address: '2001:db8::5', name: 'node1' }],
    ['ssh -p 2222 -i ~/.ssh/id_ed25519 ubuntu@10.0.0.5', { ...plain, address: '10.0.0.5', port: 2222, user: 'ubuntu' }],
    ['$ ssh -tt -l pi 10.0.0.5 -p2222 uptime -p', { ...plain, address: '10.0.0.5', port: 2222, user: 'pi' }],
    ['ssh -J gate -o Port=2222 -o "User=pi" node1.lan', { ...plain, address: 'node1.lan', port: 2222, user: 'pi' }],
    ['- ubuntu@10.0.0.5', { ...plain, address: '10.0.0.5', user: 'ubuntu' }],
    ['2001:db8::5', { ...plain, address: '2001:db8::5' }],
    ['[2001:db8::5]:2222', { ...plain, address: '2001:db8::5', port: 2222 }],
    ['ubuntu@[2001:db8::5] node1', { ...plain, address: '2001:db8::5', user: 'ubuntu', name: 'node1' }],
  ])('%s', (text, expected) => {
    expect(one(text)).toEqual(expected);
  });

  test('several machines in one line', () => {
    expect(parseList('10.0.0.1, 10.0.0.2; 10.0.0.3').entries.map((entry) => entry.address)).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
  });
});

describe('what is wrong is said with its line', () => {
  test.each([
    ['10.0.0.500', 'neither an IP address nor a host name'],
    ['10.0.0.5:ssh', 'not a port number'],
    ['10.0.0.5:70000', 'Port 70000 does not exist'],
    ['10.0.0.6:', 'no port behind the colon'],
    ['node1:10.0.0.6', '"10.0.0.6" is an address where a port belongs'],
    ['https://10.0.0.6/', 'something else than SSH'],
    ['10.0.0.6 2222', 'looks like a port; write 10.0.0.6:2222'],
    ['10.0.0.6,22', 'looks like a port; write 10.0.0.6:22'],
    ['0.0.0.0', 'belongs to no single machine'],
    ['ubuntu@[::]:22 node1', 'belongs to no single machine'],
    ['224.0.0.251 node1', 'belongs to no single machine'],
    ['Some One@10.0.0.5', 'not a Linux user name'],
    ['10.0.0', 'neither an IP address nor a host name'],
    ['`reboot`@10.0.0.5', 'not a Linux user name'],
    ['$(reboot)', 'neither'],
    ['10.0.0.5 node_1', 'cannot be a node name'],
    ['10.0.0.5 10.0.0.6', 'two addresses'],
    ['please add node one', '4 words'],
    ['|1|abc=|def= ssh-ed25519 AAAA', 'hashed'],
    ['@revoked node1 ssh-ed25519 AAAA', 'names no machine'],
    [',', 'no address'],
    ['127.0.1.1 laptop', 'every computer has it for itself'],
    ['::1 ip6-localhost ip6-loopback', 'every computer has it for itself'],
    ['ff02::1 ip6-allnodes', 'every computer has it for itself'],
    ['fe80::1%lo0 localhost', 'every computer has it for itself'],
    ['255.255.255.255 broadcasthost', 'every computer has it for itself'],
    ['ssh -p 2222', 'names no machine'],
    ['ssh -p ssh ubuntu@10.0.0.6', 'not a port number'],
    ['box ansible_connection=local', 'Ansible runs on'],
    ['box[1:9] ansible_user=pi', 'Ranges'],
  ])('%s', (text, message) => {
    const { entries, problems } = parseList(`10.9.9.9\n${text}`);
    expect(entries.filter((entry) => entry.line === 2 && entry.address !== '10.0.0.5')).toEqual([]);
    expect(problems[0]?.line).toBe(2);
    expect(problems.map((problem) => problem.message).join(' ')).toContain(message);
  });

  test('a machine that is there twice is taken once and reported', () => {
    const { entries, problems } = parseList('10.0.0.1 node1\n10.0.0.1 node2\n10.0.0.3 node1\n10.0.0.1:2222\n10.0.0.9,10.0.0.9');
    expect(entries.map((entry) => entry.line)).toEqual([1, 4, 5]);
    expect(problems.map((problem) => [problem.line, problem.message])).toEqual([
      [2, 'The address 10.0.0.1 on port 22 is already in line 1.'],
      [3, 'The name node1 is already in line 1.'],
      [5, 'The address 10.0.0.9 on port 22 is twice in this line.'],
    ]);
  });
});

describe('whatever is pasted', () => {
  const crumbs = fc.constantFrom(
    '10.0.0.1',
    'node1',
    '[',
    ']',
    ':',
    '@',
    ',',
    ';',
    '#',
    '=',
    ' ',
    '\t',
    'ansible_host=',
    'ssh-rsa AAAA',
    '::1',
    '22',
    'é',
  );
  const line = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(crumbs, { maxLength: 8 }).map((parts) => parts.join('')),
  );

  test.each(['[', '@', '=', 'a-', '"', ' x=1 ', '1.2.3.4,'])(
    'the longest paste, made of nothing but %s, is read without delay',
    (crumb) => {
      const { entries, problems } = parseList(crumb.repeat(200_000 / crumb.length));
      expect(entries.length + problems.length).toBeGreaterThan(0);
    },
  );

  test('nothing throws and no line is lost without a word', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join('\n');
        const { entries, problems } = parseList(text);
        const spoken = new Set([...entries, ...problems].map((one) => one.line));
        const contents = text.split(/\r\n|\r|\n/).map((raw) => raw.replace(/(^|\s)#.*$/, '').trim());
        const heading = (content: string) => /^\[.*\]$/.test(content);
        const named = new Set<string>();
        for (const [index, content] of contents.entries()) {
          const [word = ''] = content.split(/\s/);
          // In an inventory a machine may be named again, and a semicolon begins a comment.
          const again = contents.some(heading) && (named.has(word) || word.startsWith(';'));
          named.add(word);
          const blank = /^([-*•]\s*)*(---)?$/.test(content);
          if (!blank && !heading(content) && !again) expect(spoken, JSON.stringify(content)).toContain(index + 1);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('what is taken is what the contract allows, and each address only once', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const { entries } = parseList(lines.join('\n'));
        expect(new Set(entries.map((entry) => `${entry.address.toLowerCase()} ${entry.port}`)).size).toBe(entries.length);
        for (const entry of entries) expect(entry.address).not.toMatch(/[\s;&|$`'"<>(){}]/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('forms of several lines', () => {
  test('an SSH configuration gives its hosts with address, port and user', () => {
    const text =
      'Host *\n  ServerAliveInterval 5\nHost web1\n HostName 10.1.1.1\n Port 2200\n User pi\n\n# second\nHost=10.1.1.2\n  User "ada"\n';
    expect(parseList(text)).toEqual({
      entries: [
        { line: 3, address: '10.1.1.1', port: 2200, user: 'pi', name: 'web1' },
        { line: 9, address: '10.1.1.2', port: 22, user: 'ada', name: null },
      ],
      problems: [],
    });
  });
  test('a table is read by the names of its columns', () => {
    expect(parseList('name,address,user,port\nnode1,10.0.0.1,ada,2222\nnode2,,ada,\n')).toEqual({
      entries: [{ line: 2, address: '10.0.0.1', port: 2222, user: 'ada', name: 'node1' }],
      problems: [{ line: 3, text: 'node2,,ada,', message: 'There is no address in this line.' }],
    });
  });
  test.each(['[]', '[\n]', '\n[ ]\n'])('a JSON list of nothing (%j) is said to be one', (text) => {
    const { entries, problems } = parseList(text);
    expect([entries, new Set(problems.map(({ message }) => message))]).toEqual([[], new Set(['There is no machine in this list.'])]);
  });

  test('JSON is read by the names of its keys, and says at which line something is missing', () => {
    const text =
      '[\n  {"name": "oak", "address": "10.0.0.1", "port": 2222},\n  "10.0.0.2",\n  {"note": "a \\"{\\" in a text", "IP": "10.0.0.3", "user": "ada"},\n  {"name": "elm"}\n]';
    const told = parseList(text);
    expect(told.entries).toMatchObject([
      { line: 2, name: 'oak', address: '10.0.0.1', port: 2222 },
      { line: 3, address: '10.0.0.2' },
      { line: 4, address: '10.0.0.3', user: 'ada' },
    ]);
    expect(told.problems).toEqual([{ line: 5, text: '{"name":"elm"}', message: expect.stringContaining('no address') }]);
  });
});
