import { expect, it } from 'vitest';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { daily } from './daily.ts';

it('is done once a day, also after a day on which it failed, until the engine ends', async () => {
  const clock = virtualClock();
  const begin = clock.now();
  const end = new AbortController();
  const days: number[] = [];
  const errors: unknown[] = [];
  const log = { error: (_: string, error: unknown) => `${errors.push(error)}` };
  await daily({ clock, log, signal: end.signal }, async () => {
    days.push((clock.now() - begin) / 86_400_000);
    if (days.length === 2) throw new Error('the disk is full');
    if (days.length === 4) end.abort();
  });
  expect(days).toEqual([1, 2, 3, 4]);
  expect(errors).toHaveLength(1);
});
