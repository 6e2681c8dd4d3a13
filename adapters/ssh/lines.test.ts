import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineSplitter, maxLineBytes } from './lines.ts';

const split = (chunks: readonly Uint8Array[], mark = '\u001enone') => {
  const lines: string[] = [];
  const splitter = lineSplitter({ mark, onLine: (text) => lines.push(text) });
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return lines;
};

/** Cuts bytes at the given places. */
const cut = (bytes: Buffer, places: readonly number[]) => {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].toSorted((a, b) => a - b);
  return [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length));
};

describe('bytes to lines', () => {
  test('however the bytes are cut, the lines are the same and none is lost', () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n]/.test(text) && text.isWellFormed());
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), fc.array(fc.nat(), { maxLength: 20 }), fc.boolean(), (lines, places, closed) => {
        const whole = lines.at(-1) === '' || closed ? `${lines.join('\n')}\n` : lines.join('\n');
        expect(split(cut(Buffer.from(whole), places))).toEqual(lines);
      }),
      { numRuns: 300 },
    );
  });

  test('a carriage return writes the line anew, wherever the packet ends', () => {
    for (let place = 0; place < 14; place += 1) expect(split(cut(Buffer.from('10%\r55%\r100%\r\n'), [place]))).toEqual(['100%']);
    expect(split([Buffer.from('kept\r')])).toEqual(['kept']);
    expect(split([Buffer.from('\r\n\n')])).toEqual(['', '']);
  });

  test('an endless line takes bounded memory and says how much is missing', () => {
    const chunk = Buffer.alloc(1_000_000, 'a');
    const before = process.memoryUsage();
    const [line = ''] = split(Array.from({ length: 300 }, () => chunk));
    const after = process.memoryUsage();
    expect(line).toMatch(/^a+ \[…299934464 more bytes\]$/);
    expect(after.external + after.heapUsed - before.external - before.heapUsed).toBeLessThan(150_000_000);
  });

  test('endless progress without a newline ends as its last state', () => {
    expect(split([...Array.from({ length: 50_000 }, (_, index) => Buffer.from(`\rprogress ${index}`)), Buffer.from('\ndone\n')])).toEqual([
      'progress 49999',
      'done',
    ]);
  });

  test('an answer may be longer than any line', () => {
    const answer = `\u001emark=name ${'A'.repeat(maxLineBytes * 10)}`;
    expect(split(cut(Buffer.from(`${answer}\n`), [5, 70_000, 300_000]), '\u001emark')).toEqual([answer]);
  });
});
