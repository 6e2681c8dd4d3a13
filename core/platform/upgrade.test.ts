import { describe, expect, test } from 'vitest';
import { daysLeft } from './certificates.ts';
import { againstUpgrade, channelWarnings, fitsChannel } from './upgrade.ts';

describe('an upgrade', () => {
  test.each([
    ['1.35/stable', '1.36/stable', null],
    ['1.36/stable', '1.36/stable', null],
    ['1.36/candidate', '1.36/stable', null],
    ['1.35-classic/stable', '1.36-classic/stable', null],
    ['latest/edge', '1.36/stable', null],
    ['1.36/stable', 'latest/edge', null],
    ['1.36/stable', '1.35/stable', 'cannot go back'],
    ['2.0/stable', '1.36/stable', 'cannot go back'],
    ['1.34/stable', '1.36/stable', 'go to 1.35 first'],
    ['1.36/stable', '2.0/stable', 'go to 1.37 first'],
  ])('from %s to %s', (from, to, reason) => {
    if (reason === null) expect(againstUpgrade(from, to)).toBeNull();
    else expect(againstUpgrade(from, to)).toContain(reason);
  });

  test('to a channel without a version, or with unreleased builds, is named as what it is', () => {
    expect(channelWarnings('1.36/stable', 'latest/edge').join(' ')).toMatch(/latest names no version.*not released/);
    expect(channelWarnings('latest/edge', '1.36/stable').join(' ')).toContain('only each machine itself can tell');
    expect(channelWarnings('1.35/stable', '1.36/stable')).toEqual([]);
  });

  test('has come through when the kubelet says so', () => {
    expect(fitsChannel('v1.36.3', '1.36/stable')).toBe(true);
    expect(fitsChannel('v1.36.3', '1.36-classic/stable')).toBe(true);
    expect(fitsChannel('v1.35.7', '1.36/stable')).toBe(false);
    expect(fitsChannel('v1.3.7', '1.36/stable')).toBe(false);
    expect(fitsChannel('', '1.36/stable')).toBe(false);
    expect(fitsChannel('v1.35.7', 'latest/edge')).toBe(true);
  });
});

test('days that are left are whole ones', () => {
  const day = 86_400_000;
  expect([daysLeft(30 * day, 0), daysLeft(30 * day - 1, 0), daysLeft(0, 1)]).toEqual([30, 29, -1]);
});
