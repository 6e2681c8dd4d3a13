import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildQuery, firstLabel, parseResponse } from './dns-message.ts';
import { encodeResponse, wire } from './fixtures.ts';

const oak = encodeResponse(7, [
  { type: 'PTR', name: '_ssh._tcp.local', target: 'Oak, upstairs\\. No 2._ssh._tcp.local' },
  { type: 'SRV', name: 'Oak, upstairs\\. No 2._ssh._tcp.local', target: 'oak.local', port: 2222 },
  { type: 'A', name: 'oak.local', address: '10.0.0.7' },
]);

describe('a response', () => {
  test('is read record by record, with dots inside labels kept apart from those between them', () => {
    const read = parseResponse(oak);
    expect(read?.id).toBe(7);
    expect(read?.records).toEqual([
      { type: 'PTR', name: '_ssh._tcp.local', target: 'Oak, upstairs\\. No 2._ssh._tcp.local' },
      { type: 'SRV', name: 'Oak, upstairs\\. No 2._ssh._tcp.local', target: 'oak.local', port: 2222 },
      { type: 'A', name: 'oak.local', address: '10.0.0.7' },
    ]);
    expect(firstLabel('Oak, upstairs\\. No 2._ssh._tcp.local')).toBe('Oak, upstairs. No 2');
  });

  test('with compressed names is read, also where a name points at one that points', () => {
    // oak.local at 12; an A record for it by pointer; a PTR whose target is x + pointer.
    const bytes = wire(
      [0, 1, 0x84, 0, 0, 0, 0, 3, 0, 0, 0, 0],
      [3, 'oak', 5, 'local', 0],
      [0, 1, 0x80, 1, 0, 0, 0, 120, 0, 4, 10, 0, 0, 7],
      [0xc0, 12, 0, 1, 0x80, 1, 0, 0, 0, 120, 0, 4, 10, 0, 0, 8],
      [0xc0, 37, 0, 12, 0, 1, 0, 0, 0, 120, 0, 4, 1, 'x', 0xc0, 16],
    );
    expect(parseResponse(bytes)?.records).toEqual([
      { type: 'A', name: 'oak.local', address: '10.0.0.7' },
      { type: 'A', name: 'oak.local', address: '10.0.0.8' },
      { type: 'PTR', name: 'oak.local', target: 'x.local' },
    ]);
  });

  test('of other classes and kinds is passed over without a stumble', () => {
    const bytes = wire(
      [0, 1, 0x84, 0, 0, 0, 0, 2, 0, 0, 0, 0],
      [0, 0, 16, 0, 1, 0, 0, 0, 1, 0, 2, 9, 9],
      [0, 0, 1, 0, 3, 0, 0, 0, 1, 0, 4, 1, 2, 3, 4],
    );
    expect(parseResponse(bytes)).toEqual({ id: 1, records: [] });
  });
});

const head = (answers: number) => [0, 1, 0x84, 0, 0, 0, answers >> 8, answers & 0xff, 0, 0, 0, 0];
const tail = [0, 1, 0, 1, 0, 0, 0, 120, 0, 4, 10, 0, 0, 7];

test.each([
  ['a name that points at itself', wire(head(1), [0xc0, 12], tail)],
  ['two names that point at each other', wire(head(1), [0xc0, 14, 0xc0, 12], tail)],
  ['a name that points forwards', wire(head(1), [0xc0, 20], tail)],
  ['a name that points into its own beginning', wire(head(1), [1, 'a', 0xc0, 12], tail)],
  ['a name that points into the header of a strange message', wire([0xc0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0], [0xc0, 0], tail)],
  ['a label longer than the message', wire(head(1), [60, 'abc'])],
  ['a label of a reserved kind', wire(head(1), [0x80, 'abc', 0], tail)],
  ['a name longer than 255 bytes', wire(head(1), ...Array.from({ length: 5 }, () => [63, 'a'.repeat(63)]), [0], tail)],
  ['text that is not UTF-8', wire(head(1), [2, 0xc3, 0x28, 0], tail)],
  ['a record whose address has five bytes', wire(head(1), [0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 5, 1, 2, 3, 4, 5])],
  ['a record that ends beyond the message', wire(head(1), [0, 0, 16, 0, 1, 0, 0, 0, 1, 0xff, 0xff, 1])],
  ['a record whose name ends after its data', wire(head(1), [0, 0, 12, 0, 1, 0, 0, 0, 1, 0, 2, 1, 'a', 0])],
  ['more records than it has', wire(head(5), [0], tail)],
  ['more records than anybody has', wire(head(60_000), [0], tail)],
  ['a question', wire([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], [0, 0, 1, 0, 1])],
  ['a refusal', wire([0, 1, 0x84, 5, 0, 0, 0, 0, 0, 0, 0, 0])],
  ['half a header', wire([0, 1, 0x84])],
  ['nothing', wire()],
  ['more than the largest message', new Uint8Array(9001)],
])('%s is no response', (_what, bytes) => {
  expect(parseResponse(bytes)).toBeNull();
});

test('whatever bytes come, reading ends and gives records of sound names, or nothing', () => {
  const start = fc.constant(Uint8Array.from([0, 1, 0x84, 0, 0, 0, 0, 9, 0, 0, 0, 0]));
  const bytes = fc.uint8Array({ maxLength: 400 });
  fc.assert(
    fc.property(fc.tuple(start, bytes), ([before, after]) => {
      for (const { name } of parseResponse(Uint8Array.from([...before, ...after]))?.records ?? [])
        expect(name.length).toBeLessThanOrEqual(510);
    }),
    { numRuns: 2000 },
  );
});

test('a sound response that is damaged anywhere is read or refused, never more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: oak.length - 1 }),
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 0, max: oak.length }),
      (at, byte, cut) => {
        const damaged = oak.slice();
        damaged[at] = byte;
        expect(parseResponse(damaged)?.records.length ?? 0).toBeLessThanOrEqual(3);
        expect(parseResponse(oak.subarray(0, cut))).toEqual(cut === oak.length ? expect.anything() : null);
      },
    ),
    { numRuns: 2000 },
  );
});

test('any label survives being asked for and read', () => {
  const label = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => new TextEncoder().encode(text).length <= 63);
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 3 }), (labels) => {
      const name = labels.map((each) => each.replace(/[\\.]/g, '\\$&')).join('.');
      const query = buildQuery(5, [{ name, type: 'SRV' }]);
      // The same bytes as a response: the question is read as such, then asked again as the name of a record.
      const question = query.subarray(12, query.length - 4);
      const response = Uint8Array.from([0, 5, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0, ...question, ...tail]);
      expect(parseResponse(response)?.records).toEqual([{ type: 'A', name, address: '10.0.0.7' }]);
    }),
  );
});

test('a query asks each question to be answered to the asker alone', () => {
  const query = buildQuery(0x1234, [{ name: '_ssh._tcp.local', type: 'PTR' }]);
  expect([...query]).toEqual([
    ...wire([0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], [4, '_ssh', 4, '_tcp', 5, 'local', 0], [0, 12, 0x80, 1]),
  ]);
});
