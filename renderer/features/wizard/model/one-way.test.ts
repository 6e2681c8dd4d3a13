import { expect, test } from 'vitest';
import { OneWay } from './one-way.ts';

const standingAt = (page: 'nodes' | 'access') => {
  const way = new OneWay();
  way.arrive(page);
  return way;
};

test('two presses make one move, also when the second is heard after the arrival', () => {
  const way = standingAt('nodes');
  expect([way.leave('nodes', 'access'), way.leave('nodes', 'access')]).toEqual([true, false]);
  way.arrive('access');
  expect(way.leave('nodes', 'access')).toBe(false);
  expect(way.leave('access', 'preflight')).toBe(true);
});

test('one is not stuck after being sent back to where one was', () => {
  const way = standingAt('access');
  expect(way.leave('access', 'preflight')).toBe(true);
  way.arrive('access');
  expect(way.leave('access', 'preflight')).toBe(true);
});

test('staying is no move', () => {
  const way = standingAt('nodes');
  expect([way.leave('nodes', 'nodes'), way.leave('nodes', 'access')]).toEqual([false, true]);
});
