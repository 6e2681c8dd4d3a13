import { expect, test } from 'vitest';
import { complaint } from '#renderer/kit/complaint.ts';
import { nodeRules, toPort } from './fields.ts';

const messageOf = (text: string) => complaint(nodeRules.port, toPort(text));

test('a whole number that is no port is told the range', () => {
  for (const text of ['-3', '0', '65536', '70000', '1234567', ' -1 ']) expect(messageOf(text), text).toBe('A port is 1 to 65535.');
});

test('what is no whole number is told that a port is a number', () => {
  for (const text of ['', ' ', 'ssh', '22a', '1e3', '0x16', '2.5', '--3', '-'])
    expect(messageOf(text), text).toMatch(/^A port is a number/);
});

test('a port in the range is taken', () => {
  for (const text of ['1', '22', ' 2222 ', '65535']) expect(messageOf(text), text).toBeNull();
});
