import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TextEdit } from '#contract/inventory/document.ts';
import { composed, editsOf, inverted, replacementsOf, differenceOf } from './replacements.ts';

/** The plain way: from the last to the first, so that no place moves. */
const apply = (text: string, edits: readonly TextEdit[]): string =>
  edits.toReversed().reduce((now, { from, to, insert }) => now.slice(0, from) + insert + now.slice(to), text);

/** Few letters, so that what is removed is often like what is inserted. */
const letters = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '👋'), maxLength: 12 });
/** Shares of the text, so that they fit whatever text they meet. */
const sketches = fc.array(fc.record({ gap: fc.nat(4), gone: fc.nat(4), insert: letters }), { maxLength: 5 });
type Sketch = { readonly gap: number; readonly gone: number; readonly insert: string };

function fitted(text: string, sketch: readonly Sketch[]): TextEdit[] {
  const edits: TextEdit[] = [];
  let place = 0;
  for (const { gap, gone, insert } of sketch) {
    const from = Math.min(place + gap, text.length);
    const to = Math.min(from + gone, text.length);
    edits.push({ from, to, insert });
    place = to;
  }
  return edits;
}

it('inverted edits bring the text back', () => {
  fc.assert(
    fc.property(letters, sketches, (text, sketch) => {
      const replacements = replacementsOf(text, fitted(text, sketch));
      expect(apply(apply(text, editsOf(replacements)), editsOf(inverted(replacements)))).toBe(text);
    }),
  );
});

it('two lists of edits are one, which can be taken back as one', () => {
  fc.assert(
    fc.property(letters, sketches, sketches, (text, one, two) => {
      const first = replacementsOf(text, fitted(text, one));
      const middle = apply(text, editsOf(first));
      const second = replacementsOf(middle, fitted(middle, two));
      const after = apply(middle, editsOf(second));
      const both = composed(first, second);
      expect(apply(text, editsOf(both))).toBe(after);
      for (const { from, removed } of both) expect(text.slice(from, from + removed.length)).toBe(removed);
      expect(apply(after, editsOf(inverted(both)))).toBe(text);
    }),
    { numRuns: 1000 },
  );
});

it('a whole new text is one place replaced', () => {
  fc.assert(
    fc.property(letters, letters, (before, after) => {
      expect(apply(before, editsOf(differenceOf(before, after)))).toBe(after);
    }),
  );
  expect(differenceOf('a: 1\nb: 2\nc: 3\n', 'a: 1\nb: 20\nc: 3\n')).toEqual([{ from: 9, removed: '', insert: '0' }]);
});

it.each([
  [{ from: 2, to: 1, insert: '' }, 'It ends before it begins.'],
  [{ from: 2, to: 9, insert: '' }, 'It ends at 9, and the text at 4.'],
  [{ from: 0, to: 2, insert: '' }, 'It overlaps another edit of the list.'],
])('an edit that does not fit is refused: %o', (edit, reason) => {
  const edits = [{ from: 1, to: 2, insert: 'x' }, edit];
  expect(() => replacementsOf('abcd', edits)).toThrow(
    expect.objectContaining({ view: expect.objectContaining({ code: 'INPUT_INVALID' }) }),
  );
  expect(() => replacementsOf('abcd', edits)).toThrow(reason);
});
