import { Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { keyOf, lineOf, linesOf, pathAt } from './yaml-place.ts';

const lines = [
  '# a comment: with a colon',
  'name: Home',
  'components:',
  '  - cert-manager',
  'variables:',
  '  dns_servers: [8.8.8.8]',
  'groups:',
  '  gpu:',
  '    variables:',
  '      "odd key": 1',
  '',
  'nodes:',
  '  node1:',
  '    address: 10.0.0.1',
  '    variables:',
  '      lan_ip: 10.0.0.1',
  '      ',
  '  node2:',
  '    address: 10.0.0.2',
];
const doc = Text.of(lines);
const at = (line: number, column: number) => pathAt(doc, doc.line(line).from + column);

describe('the path of a position', () => {
  it.each<[string, [line: number, column: number], string[]]>([
    ['a top key', [2, 8], ['name']],
    ['a node’s field', [14, 15], ['nodes', 'node1', 'address']],
    ['a variable of a node', [16, 14], ['nodes', 'node1', 'variables', 'lan_ip']],
    ['a key in quotes', [10, 18], ['groups', 'gpu', 'variables', 'odd key']],
    ['an item of a list', [4, 8], ['components']],
    ['an empty line that is indented', [17, 6], ['nodes', 'node1', 'variables']],
  ])('%s', (_what, [line, column], path) => expect(at(line, column).path).toEqual(path));
  it('knows the key from its value', () => {
    expect(at(14, 6).inKey).toBe(true);
    expect(at(14, 14).inKey).toBe(false);
  });
  it('takes no comment for a key', () => expect(keyOf(lines[0] ?? '')).toBeNull());
});

describe('the line of a path', () => {
  it('finds the entry of that node, not of another', () => {
    expect(lineOf(doc, ['nodes', 'node2', 'address'])).toEqual({ number: 19, depth: 3 });
    expect(lineOf(doc, ['nodes', 'node1', 'variables', 'lan_ip'])).toEqual({ number: 16, depth: 4 });
  });
  it('leads to what comes nearest when it is not there', () => {
    expect(lineOf(doc, ['nodes', 'node2', 'role'])).toEqual({ number: 18, depth: 2 });
    expect(lineOf(doc, ['settings', 'domain'])).toBeNull();
  });
  it('is found among many in one reading of the text, whatever their order', () => {
    const read: number[] = [];
    const counted = {
      lines: doc.lines,
      line: (number: number) => {
        read.push(number);
        return doc.line(number);
      },
      lineAt: (position: number) => doc.lineAt(position),
    };
    const paths = [
      ['nodes', 'node2', 'role'],
      ['groups', 'gpu', 'variables', 'odd key'],
      ['nodes', 'node1', 'variables', 'lan_ip'],
      ['nodes', 'node1', 'user'],
      ['name'],
      ['settings', 'domain'],
      [],
    ];
    expect(linesOf(counted, paths).map((place) => place && [place.number, place.depth])).toEqual([
      [18, 2],
      [10, 4],
      [16, 4],
      [13, 2],
      [2, 1],
      null,
      null,
    ]);
    expect(read).toEqual(lines.map((_, index) => index + 1));
  });
});
