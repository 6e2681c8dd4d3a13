import { expect, test } from 'vitest';
import { isFault } from '#core/fault.ts';
import { sketchPlatform } from '#core/platform/fixtures.ts';
import { upgradePlan } from './upgrade.ts';

const planned = (channel: string): string => {
  try {
    return (upgradePlan(sketchPlatform(), { kind: 'upgrade', platformId: 'p1', channel }).stays ?? []).join(' ');
  } catch (error) {
    if (!isFault(error)) throw error;
    return `${error.view.code}: ${error.view.what} ${error.view.why}`;
  }
};

test('an upgrade to a channel of another snap is refused with the tracks that fit', () => {
  expect(planned('1.37-classic/stable')).toMatch(
    /^UPGRADE_REFUSED: .*MicroK8s comes in the tracks 1\.36, .*; 1\.37-classic is a track of another snap\./,
  );
  expect(planned('1.36-strict/stable')).toMatch(/^UPGRADE_REFUSED/);
});

test('an upgrade to a track that is not known yet is planned with a word on it', () => {
  expect(planned('1.37/stable')).toContain('1.37 is newer than what this Hearth was made for');
  expect(planned('1.36/stable')).not.toContain('made for');
});
