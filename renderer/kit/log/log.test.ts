import { describe, expect, it } from 'vitest';
import { parseAnsi, stripAnsi } from './ansi.ts';
import { LogFilter, LogLines } from './log-lines.ts';
import type { LogRow } from './log-lines.ts';

const line = (seq: number, text = `line ${seq}`): LogRow => ({ seq, at: seq, stream: 'out', source: 'node1', text });
const lines = (from: number, to: number): LogRow[] => Array.from({ length: to - from }, (_, index) => line(from + index));
const seqs = (rows: readonly LogRow[]): readonly number[] => rows.map((row) => row.seq);

describe('terminal output', () => {
  it('keeps colours as names and drops every other sequence', () => {
    expect(parseAnsi('\u001b[1mbold\u001b[0m and \u001b[31mred\u001b[39m\u001b[2K end')).toEqual([
      { text: 'bold', look: ['bold'] },
      { text: ' and ', look: [] },
      { text: 'red', look: ['red'] },
      { text: ' end', look: [] },
    ]);
  });
  it('does not take the numbers of extended colours for codes', () => {
    expect(parseAnsi('\u001b[38;5;31mplain\u001b[38;2;1;31;1mstill')).toEqual([
      { text: 'plain', look: [] },
      { text: 'still', look: [] },
    ]);
  });
  it('drops links and titles, and shows what is left of control characters', () => {
    expect(stripAnsi('\u001b]8;;http://evil\u0007click\u001b]8;;\u0007 \u001b]0;title\u001b\\done\u0008')).toBe('click done\\u0008');
  });
  it('shows what a progress line ended with', () => expect(stripAnsi('10%\r50%\r100%\r')).toBe('100%'));
  it('survives a sequence that was cut off', () => expect(stripAnsi('half \u001b[3')).toBe('half [3'));
});

describe('the lines of a log', () => {
  it('ignores repeats, as after a reconnection', () => {
    const log = new LogLines<LogRow>();
    log.append(lines(0, 5));
    log.append(lines(3, 8));
    expect(seqs(log.rows)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
  it('lets the oldest go beyond its cap and says how many', () => {
    const log = new LogLines<LogRow>(100);
    for (let at = 0; at < 1_000; at += 10) log.append(lines(at, at + 10));
    expect(log.rows.length).toBeLessThanOrEqual(110);
    expect(log.rows.length + log.dropped).toBe(1_000);
    expect(log.lastSeq).toBe(999);
  });
});

describe('searching a log', () => {
  const odd = (row: LogRow): boolean => row.seq % 2 === 1;

  it('finds text whatever its case and colours', () => {
    const log = new LogLines<LogRow>();
    log.append([line(0, 'nothing'), line(1, 'an \u001b[31mERR\u001b[0mor here')]);
    expect(seqs(new LogFilter(() => true, 'error').read(log))).toEqual([1]);
  });
  it('goes on where it was, and gives the same list when nothing new matches', () => {
    const log = new LogLines<LogRow>();
    const filter = new LogFilter(odd, '');
    log.append(lines(0, 4));
    const first = filter.read(log);
    log.append([line(4)]);
    expect(filter.read(log)).toBe(first);
    log.append(lines(5, 8));
    expect(seqs(filter.read(log))).toEqual([1, 3, 5, 7]);
  });
  it('forgets lines that the log has let go', () => {
    const log = new LogLines<LogRow>(10);
    const filter = new LogFilter(odd, '');
    log.append(lines(0, 10));
    filter.read(log);
    log.append(lines(10, 30));
    expect(seqs(filter.read(log))).toEqual(seqs(log.rows.filter(odd)));
  });
});
