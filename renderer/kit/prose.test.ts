import { expect, test } from 'vitest';
import { proseParts } from './prose.ts';

const commands = (text: string) => proseParts(text).flatMap((part) => (part.isCommand ? [part.text] : []));

test('commands are told from the sentence around them, and nothing of either is lost', () => {
  const text = 'Switch it off: `sudo swapoff -a`, or see `free -h`.';
  expect(commands(text)).toEqual(['sudo swapoff -a', 'free -h']);
  expect(
    proseParts(text)
      .map((part) => part.text)
      .join(''),
  ).toBe('Switch it off: sudo swapoff -a, or see free -h.');
});

test.each(['', 'no command', 'one ` alone'])('%j holds none', (text) => {
  expect(commands(text)).toEqual([]);
});
