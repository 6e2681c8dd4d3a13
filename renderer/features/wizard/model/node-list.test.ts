import { describe, expect, test } from 'vitest';
import { content, node } from './fixtures.ts';
import { addNodes, duplicates, freeName, nodeOfForm, problemsOfForm, putBack, removeNode, rowsOfPaste, unreadLines } from './node-list.ts';

const words = { addressTaken: (name: string) => `taken by ${name}`, nameTaken: (address: string) => `name at ${address}` };
const good = { address: '10.0.0.7', port: '22', user: 'ubuntu', name: '' };

describe('the form for one machine', () => {
  test('each field has its own message, and an empty name is chosen', () => {
    const problems = problemsOfForm({ address: '10.0.0.999', port: '70000', user: 'Root', name: 'Ä' }, [], words);
    expect(Object.keys(problems).toSorted()).toEqual(['address', 'name', 'port', 'user']);
    expect(problems.port).toBe('A port is 1 to 65535.');
    expect(problemsOfForm(good, [], words)).toEqual({});
    expect(nodeOfForm(good, content().nodes)).toMatchObject({ name: 'node1', port: 22 });
    expect(nodeOfForm({ ...good, address: 'shelf.lan' }, []).name).toBe('shelf');
  });

  test('an address or name that is in the list is refused; the same address on another port is another machine', () => {
    const nodes = [node('n1', { address: '10.0.0.7', name: 'one' })];
    expect(problemsOfForm(good, nodes, words).address).toBe('taken by one');
    expect(problemsOfForm({ ...good, address: '::ffff:10.0.0.7' }, nodes, words).address).toBe('taken by one');
    expect(problemsOfForm({ ...good, port: '2222' }, nodes, words)).toEqual({});
    expect(problemsOfForm({ ...good, address: '10.0.0.8', name: 'one' }, nodes, words).name).toBe('name at 10.0.0.7');
  });

  test('an empty or odd port does not become 0', () => {
    for (const port of ['', ' ', '22a', '-1', '1e3', '0x16']) expect(problemsOfForm({ ...good, port }, [], words).port).toBeDefined();
  });
});

describe('the list', () => {
  test('the first machine leads until roles are chosen, ids stay unique', () => {
    const entry = { address: '10.0.0.1', port: 22, user: 'u', name: 'a' };
    const now = addNodes(content({ nodes: [] }), [entry, { ...entry, address: '10.0.0.2' }, entry]);
    expect(now.nodes.map((each) => [each.id, each.role])).toEqual([
      ['a', 'control'],
      ['a-2', 'worker'],
    ]);
  });

  test('removing can be undone to the same place, once', () => {
    const before = content();
    const { content: after, removed } = removeNode(before, 'n1');
    expect(after.nodes.map((each) => each.id)).toEqual(['n2']);
    if (removed === null) throw new Error('nothing was removed');
    expect(putBack(after, removed)).toEqual(before);
    expect(putBack(before, removed)).toEqual(before);
  });

  test('duplicates are named at the later machine', () => {
    const nodes = [node('n1'), node('n2', { address: '10.0.0.1', name: 'n1' })];
    expect(duplicates(nodes, words)).toEqual({ 'nodes.n2.address': 'taken by n1', 'nodes.n2.name': 'name at 10.0.0.1' });
  });
});

test('a pasted list gets free names and says what is there already', () => {
  const parsed = {
    entries: [
      { line: 1, address: '10.0.0.1', port: 22, user: null, name: null },
      { line: 2, address: 'shelf.lan', port: 2222, user: 'root', name: null },
      { line: 4, address: 'SHELF.lan', port: 2222, user: null, name: 'other' },
    ],
    problems: [],
  };
  const rows = rowsOfPaste(parsed, [node('n1', { name: 'one' })], 'ubuntu');
  expect(rows.map((row) => [row.name, row.user, row.duplicateOf])).toEqual([
    ['node1', 'ubuntu', { node: 'one' }],
    ['shelf', 'root', null],
    ['other', 'ubuntu', { line: 2 }],
  ]);
});

test('thousands of machines without names are numbered through and can all be added', () => {
  const entries = Array.from({ length: 25_000 }, (_, index) => {
    return { line: index + 1, address: `10.${index >> 14}.${(index >> 7) & 127}.${index & 127}`, port: 22, user: null, name: null };
  });
  const rows = rowsOfPaste({ entries, problems: [] }, [node('n1', { name: 'node2', address: '10.200.0.1' })], 'ubuntu');
  expect([rows[0]?.name, rows[1]?.name, rows.at(-1)?.name]).toEqual(['node1', 'node3', 'node25001']);
  const now = addNodes(content({ nodes: [] }), rows);
  expect(new Set(now.nodes.map((each) => each.id)).size).toBe(25_000);
  expect(duplicates(now.nodes, words)).toEqual({});
});

test('what could not be read stays in the field as it was typed, each line once', () => {
  const problem = (line: number) => ({ line, text: 'cut short', message: '' });
  const text = '10.0.0.1\r\n10.0.0.300,10.0.0.301   # shelf\n??';
  expect(unreadLines(text, { entries: [], problems: [problem(2), problem(2), problem(3)] })).toBe('10.0.0.300,10.0.0.301   # shelf\n??');
});

test('freeName makes a legal name out of any wish', () => {
  expect(freeName([], 'Mein Rechner!')).toBe('mein-rechner');
  expect(freeName(['a'], 'a')).toBe('a-2');
  expect(freeName(['node1', 'node2'])).toBe('node3');
  expect(freeName([], '---')).toBe('node1');
});
