import fc from 'fast-check';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { valueOf } from '#core/inventory/document/values.ts';
import { yaml } from './yaml.ts';

const data = (text: string) => valueOf(yaml.parse(text).root);
const messages = (text: string) => yaml.parse(text).mistakes.map(({ message }) => message);

describe('reading', () => {
  it('gives every value its place, tag and anchor included', () => {
    const text = 'a: &x !t\n  b: [1, "two"]  # c\nd: !secret   name\ne: |\n  one\n\nf:\n- \n- k: v\n';
    const { root, mistakes } = yaml.parse(text);
    expect(mistakes).toEqual([]);
    if (root?.kind !== 'map') throw new Error('A map was written.');
    const source = root.pairs.map(({ keyFrom, keyTo, value }) => [text.slice(keyFrom, keyTo), value && text.slice(value.from, value.to)]);
    expect(source).toEqual([
      ['a', '&x !t\n  b: [1, "two"]'],
      ['d', '!secret   name'],
      ['e', '|\n  one'],
      ['f', '- \n- k: v'],
    ]);
    expect(root.pairs[0]?.value).toMatchObject({ tag: '!t', anchor: 'x', flow: false });
    const list = root.pairs[3]?.value;
    expect(list?.kind === 'list' && list.starts.map((at) => text.slice(at, at + 1))).toEqual(['-', '-']);
    expect(data(text)).toEqual({ a: { '!t': { b: [1, 'two'] } }, d: { '!secret': 'name' }, e: 'one\n', f: [null, { k: 'v' }] });
  });

  it('follows no reference, keeps numbers that a double cannot hold as texts, and keys as they are written', () => {
    expect(data('a: *x\n<<: *y\nn: 12345678901234567890\ni: .inf\n1.0: x\nh: 0x1F\ns: !!str 5\n')).toEqual({
      a: { '!alias': 'x' },
      '<<': { '!alias': 'y' },
      n: '12345678901234567890',
      i: '.inf',
      '1.0': 'x',
      h: 31,
      s: '5',
    });
  });

  it('says what is wrong in plain words', () => {
    expect(messages('a: 1\na: 2\n')).toEqual(['This key stands here a second time.']);
    expect(messages('{a: {b: 1, b: 2}, "a": 3}')).toHaveLength(2);
    expect(messages('1: x\n"1": y\n')).toHaveLength(1);
    expect(messages('a:\n\tb: 1\n')).toEqual(['Indent with spaces; tabs are not allowed here.']);
    expect(messages('a: 1\n---\nb: 1\n')).toEqual(['A second document begins here; an inventory is one document.']);
    expect(messages('? [a]\n: 1\n')).toEqual(['A key has to be a plain text.']);
  });

  it.each(['# only a comment\rnodes:\r  a: {}\r', 'a: 1\r\nb: 2\rc: 3\r\n', 'a: |\n  one\rtwo\n'])(
    'takes no carriage return alone for an end of line: %j',
    (text) => {
      const [first] = yaml.parse(text).mistakes;
      expect(first?.message).toBe('This line ends with a carriage return alone; end it with a line feed.');
      expect(text.slice(first?.from, first?.to)).toMatch(/^[^\n]*\r$/);
    },
  );
  it.each(['\0', '\u0001', '\u000B', '\u000C', '\u001F', '\u007F', '\u0080', '\u009F', '\uFFFE'])(
    'takes no raw %j, wherever it stands',
    (sign) => {
      for (const text of [`a: ${sign}b\n`, `a: "${sign}"\n`, `a: 1 # ${sign}\n`]) expect(messages(text)).toHaveLength(1);
      const written = `${yaml.block({ k: `a${sign}\nb`, list: [sign] })}\n`;
      expect(messages(written)).toEqual([]);
      expect(data(written)).toEqual({ k: `a${sign}\nb`, list: [sign] });
    },
  );
  it('takes ends of lines with both, tabs, and signs of every language', () => {
    expect(messages('\uFEFFa: 1\t# é\r\nb: "\u0085 👋 \u2028"\r\n')).toEqual([]);
  });

  it.each(['[', '{a: ', '- ', '? '])('comes back from %j without end', (opening) => {
    expect(messages(opening.repeat(50_000)).length).toBeGreaterThan(0);
  });
  it('comes back from tens of thousands of keys in one map', () => {
    const keys = Array.from({ length: 50_000 }, (_, index) => `key${index}: ${index}`);
    expect(messages([...keys, 'key7: again'].join('\n'))).toEqual(['This key stands here a second time.']);
  });
  it('says that something is nested too deeply', () => {
    expect(messages('['.repeat(200) + ']'.repeat(200))).toEqual(['This is nested too deeply.']);
    expect(messages(`${'- '.repeat(900)}x\n`)).toEqual(['This is nested too deeply.']);
    expect(messages('-\n'.repeat(2000))).toEqual([]);
  });
  it.each(['- ', '-  ', '-\t', '- ?   '])('begins to read no line of hundreds of %j', (dash) => {
    const text = `${dash.repeat(900)}x\n`;
    expect(yaml.parse(text)).toEqual({ root: null, mistakes: [{ from: 0, to: text.length, message: 'This is nested too deeply.' }] });
  });

  it('takes the dashes of one line for no part of the next', () => {
    const line = `# ${'- '.repeat(499)}x\n`;
    expect(messages(line.repeat(3))).toEqual([]);
    expect(messages(`- - a\n`.repeat(600))).toEqual([]);
  });
});

const tricky = [
  'yes',
  'No',
  'on',
  'y',
  '1_000',
  '0o12',
  '012',
  '1:30',
  '2001-01-01',
  '~',
  'null',
  '=',
  '<<',
  ' a',
  'a ',
  '',
  '-',
  '? a',
  '1e3',
  '.5',
  '0x1f',
  '.inf',
  '+1',
  'a: b',
  'a #b',
  '{{ a }}',
  '!t',
  '&a',
  '*a',
  '%',
  '@',
  '`',
  'x,y',
  'a\nb',
  'a\nb\n',
  '\na',
  'a\n\n',
  ' a\nb',
  'a\r\nb',
  '\u0085',
  '\u2028',
  '\uFEFF',
  '\u0007',
  'é',
  '😀',
  '---',
  'a:',
  '[',
  'True',
  'NULL',
  '1.',
  '0b1',
  '190:20:30',
  '0.',
  '_1',
  '12e03',
  '-.INF',
  '١٢',
];
const text = fc.oneof(fc.constantFrom(...tricky), fc.string(), fc.string({ unit: 'binary' }));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Number.isInteger(number) || Number.isSafeInteger(number)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      text.filter((key) => !key.startsWith('!')),
      tie('value'),
      { maxKeys: 3 },
    ),
  ),
}));
const plain = (written: unknown) => JSON.parse(JSON.stringify(written, (_, inner: unknown) => (Object.is(inner, -0) ? 0 : inner)));

describe('writing', () => {
  it('reads back as the same value, by the older rules too', () => {
    fc.assert(
      fc.property(value, (some) => {
        const wanted = plain(some);
        expect(data(yaml.block(wanted))).toEqual(wanted);
        expect(data(yaml.inline(wanted))).toEqual(wanted);
        expect(yaml.inline(wanted)).not.toContain('\n');
        expect(parse(yaml.block({ k: wanted }), { version: '1.1' })).toEqual({ k: wanted });
        expect(parse(yaml.inline({ k: wanted }), { version: '1.1' })).toEqual({ k: wanted });
      }),
      { numRuns: 300 },
    );
  });

  it('writes what is plain without quotes, and several lines as lines', () => {
    expect(yaml.block({ a: '10.0.0.1', b: 'ubuntu@10.0.0.9:22', c: '1.36/stable', d: 'x\ny\n', e: [], f: { g: [{ h: 1, i: 2 }] } })).toBe(
      'a: 10.0.0.1\nb: ubuntu@10.0.0.9:22\nc: 1.36/stable\nd: |\n  x\n  y\ne: []\nf:\n  g:\n    - h: 1\n      i: 2',
    );
  });

  it('writes tags and references', () => {
    expect(yaml.block({ a: { '!secret': 'x' }, b: { '!vault': '$A\n1\n' }, c: { '!alias': 'z' }, d: { '!no tag': 1 } })).toBe(
      'a: !secret x\nb: !vault |\n  $A\n  1\nc: *z\nd:\n  "!no tag": 1',
    );
    expect(yaml.inline({ '!vault': 'a\nb' })).toBe('!vault "a\\nb"');
  });
});
