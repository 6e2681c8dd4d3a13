import { expect, it } from 'vitest';
import { messageOf } from './message.ts';

const of = (...sentences: string[]) => messageOf(sentences.map((sentence) => ({ sentence })));

it('says what changed first, and how much more, as one sentence', () => {
  expect(of()).toBe('Comments and layout');
  expect(of('The name is new, it was old.')).toBe('The name is new, it was old.');
  expect(of('The name is new, it was old.', 'b.')).toBe('The name is new, it was old, and 1 more change');
  expect(of('The name is new, it was old.', 'b.', 'c.')).toBe('The name is new, it was old, and 2 more changes');
});

it('keeps to one line of at most 200 characters', () => {
  expect(of('The text is a\nb.')).toBe('The text is a b.');
  expect(of('x'.repeat(300), 'b.')).toMatch(/^x+…, and 1 more change$/);
  expect(of('x'.repeat(300), 'b.')).toHaveLength(200);
});
