import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from './line-splitter.ts';
import { ListSplitter } from './list-splitter.ts';
import { compareVersions } from './resource-version.ts';

const pieces = (text: string, cuts: readonly number[]): string[] => {
  const at = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].toSorted((a, b) => a - b);
  return [0, ...at].map((from, index) => text.slice(from, at[index] ?? text.length));
};
const cuts = fc.array(fc.nat(), { maxLength: 12 });
const split = (text: string, at: readonly number[]) => {
  const splitter = new ListSplitter();
  const items = pieces(text, at).flatMap((piece) => [...splitter.push(piece)].map((item): unknown => JSON.parse(item)));
  return { items, envelope: splitter.end() };
};

describe('a list taken apart while it arrives', () => {
  it('gives the items and the rest, whatever they hold and however they are cut', () => {
    const items = fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 }), { maxLength: 6 });
    const extra = fc.record({ items: fc.array(fc.jsonValue(), { maxLength: 3 }), note: fc.string() });
    const cases = fc.record({ list: items, metadata: extra, first: fc.boolean(), indent: fc.constantFrom(0, 1), at: cuts });
    fc.assert(
      fc.property(cases, ({ list, metadata, first, indent, at }) => {
        const envelope = { kind: 'PodList', metadata };
        const text = JSON.stringify(first ? { items: list, ...envelope } : { ...envelope, items: list }, null, indent);
        // Through JSON once, as -0 and __proto__ come out of it changed.
        const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
        expect(split(text, at)).toEqual({ items: plain(list), envelope: plain({ ...envelope, items: [] }) });
      }),
      { numRuns: 400 },
    );
  });

  it('takes null for no items', () => {
    expect(split('{"items":null,"metadata":{}}', []).items).toEqual([]);
  });

  it.each([
    '{"items":[{}',
    '{"items":[',
    '',
    '{',
    '{"items":[1]}',
    '{"items":[{},null]}',
    '{"items":["x"]}',
    '{"items":[{}]}<html>',
    '<html>',
    '[]x',
  ])('refuses %s', (text) => {
    expect(() => split(text, [])).toThrow();
  });

  it('does not gather without end', () => {
    const splitter = new ListSplitter();
    const flood = 'x'.repeat(2 ** 20);
    expect(() => {
      for (const piece of ['{"items":[{"a":"', ...Array.from({ length: 20 }, () => flood)]) Array.from(splitter.push(piece));
    }).toThrow('larger');
    expect(() => Array.from(new ListSplitter().push(`<html>${flood}`))).toThrow('not a list');
  });
});

describe('a watch cut into lines', () => {
  it('gives every line once, however it is cut', () => {
    const lines = fc.array(fc.stringMatching(/^[a-z{}" ü😀]{1,12}$/u).filter((line) => line.trim() !== ''));
    fc.assert(
      fc.property(lines, cuts, (wanted, at) => {
        const splitter = new LineSplitter();
        const text = wanted.map((line) => `${line}\n\n`).join('');
        expect(pieces(text, at).flatMap((piece) => Array.from(splitter.push(piece)))).toEqual(wanted);
        expect(splitter.unfinished).toBe(false);
      }),
    );
  });

  it('knows of a line that was not ended, and does not gather without end', () => {
    const splitter = new LineSplitter();
    expect([...splitter.push('a\nb')]).toEqual(['a']);
    expect(splitter.unfinished).toBe(true);
    expect(() => {
      for (let piece = 0; piece < 20; piece += 1) Array.from(splitter.push('x'.repeat(2 ** 20)));
    }).toThrow('longer');
  });
});

describe('versions', () => {
  it.each([
    ['9', '10', -1],
    ['10', '9', 1],
    ['18446744073709551615', '18446744073709551614', 1],
    ['007', '7', 0],
    ['x', 'x', 0],
    ['x', '7', null],
  ])('%s and %s', (a, b, sign) => {
    const order = compareVersions(a, b);
    expect(order === null ? null : Math.sign(order)).toBe(sign);
  });
});
