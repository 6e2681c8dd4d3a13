import { describe, expect, test } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { readDocument } from './read-document.ts';

const length = 8_000_000;
const filled = (part: string) => part.repeat(Math.floor(length / part.length));

/** How many characters were given to the parser, the same ones as often as they were. */
function counted() {
  let read = 0;
  const parse: typeof yaml.parse = (text) => {
    read += text.length;
    return yaml.parse(text);
  };
  return { counting: { ...yaml, parse }, read: () => read };
}

describe('of a text that nobody has written', () => {
  test.each([
    ['the same key again and again', filled('a: 1\n')],
    ['lists in lists', filled(`${'- '.repeat(499)}x\n`)],
    ['dashes in comments', filled(`# ${'- '.repeat(999)}x\n`)],
    ['maps in one list', `a: [${filled('{a: 1},')}]\n`],
    ['machines without end', `nodes:\n${filled('  a: {}\n')}`],
    ['lines that are nothing', filled('x\n')],
    ['tags without a value', filled('!!map ')],
  ])('%s: it is said, and not read to its end', (_, text) => {
    const { counting, read } = counted();
    const { mistakes, data } = readDocument(text, counting);
    expect(mistakes.length).toBeLessThan(2);
    expect(Object.keys(data.general).length + data.nodes.length).toBe(0);
    expect(read()).toBeLessThan(length / 2);
  });
});

test('twenty thousand machines with what they need are read, each once', () => {
  const nodes = Array.from({ length: 20_000 }, (_, index) => `  n${index}:\n    address: 10.0.0.1\n    role: worker\n    user: ubuntu\n`);
  const text = `nodes:\n${nodes.join('')}`;
  const { counting, read } = counted();
  const { mistakes, data } = readDocument(text, counting);
  expect([mistakes, data.nodes.length]).toEqual([[], 20_000]);
  expect(read()).toBe(text.length);
});
