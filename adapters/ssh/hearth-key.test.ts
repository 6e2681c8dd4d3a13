import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { newPrivateKey } from './hearth-key.ts';

test('every key made can be read again', () => {
  // Enough to meet the one in some 360 that the library spoils.
  const unreadable = Array.from({ length: 3000 }, newPrivateKey).filter((text) => ssh2.utils.parseKey(text) instanceof Error);
  expect(unreadable).toEqual([]);
});
