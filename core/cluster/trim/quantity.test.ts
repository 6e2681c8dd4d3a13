import { expect, it } from 'vitest';
import { milli, quantity, whole } from './quantity.ts';

it.each([
  ['250m', 0.25],
  ['1', 1],
  ['1.5', 1.5],
  ['.5', 0.5],
  ['64Mi', 64 * 2 ** 20],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['128k', 128_000],
  ['2G', 2e9],
  ['1e3', 1000],
  ['12E6', 12e6],
  ['3E', 3e18],
  ['1Ei', 2 ** 60],
  ['100n', 1e-7],
  ['-1', -1],
  [4, 4],
  ['', 0],
  ['much', 0],
  ['1Qi', 0],
  ['1constructor', 0],
  [null, 0],
])('%s is %d', (text, value) => {
  expect(quantity(text)).toBeCloseTo(value, 9);
});

it('rounds up as the scheduler does, without the error of binary fractions', () => {
  expect(milli('0.1')).toBe(100);
  expect(milli('0.0001')).toBe(1);
  expect(milli('1u')).toBe(1);
  expect(whole('1500m')).toBe(2);
  expect(milli('-5')).toBe(0);
});
