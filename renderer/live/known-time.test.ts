import { expect, test } from 'vitest';
import { knownUntil, silentSince } from './known-time.ts';

test('time goes on while the engine answers', () => {
  const silentAt = silentSince({ phase: 'open', since: 1_000 });
  expect([2_000, 9_000].map((now) => knownUntil(now, silentAt))).toEqual([2_000, 9_000]);
});

test('it stands still from the moment the engine fell silent, and never runs ahead of the clock', () => {
  const silentAt = silentSince({ phase: 'lost', since: 5_000 });
  expect([4_000, 6_000, 60_000].map((now) => knownUntil(now, silentAt))).toEqual([4_000, 5_000, 5_000]);
});
