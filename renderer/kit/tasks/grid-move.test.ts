import { describe, expect, it } from 'vitest';
import { nextCell } from './grid-move.ts';

const cell = (id: string) => ({ id });
// a . c
// . . .
// d e .
const rows = [{ cells: [cell('a'), null, cell('c')] }, { cells: [null, null, null] }, { cells: [cell('d'), cell('e'), null] }];

describe('arrows in the task grid', () => {
  it('step over gaps', () => {
    expect(nextCell(rows, { row: 0, column: 0 }, 'ArrowRight')).toBe('c');
    expect(nextCell(rows, { row: 0, column: 2 }, 'ArrowDown')).toBe('e');
    expect(nextCell(rows, { row: 2, column: 1 }, 'ArrowUp')).toBe('a');
  });
  it('stay at the edges and ignore other keys', () => {
    expect(nextCell(rows, { row: 2, column: 1 }, 'ArrowRight')).toBeNull();
    expect(nextCell(rows, { row: 0, column: 0 }, 'ArrowUp')).toBeNull();
    expect(nextCell(rows, { row: 0, column: 0 }, 'Tab')).toBeNull();
  });
});
