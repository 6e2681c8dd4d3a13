// As somebody whose computer crashes again and again I get the platform all the same: what `npm run soak -- kills` does, for a while.
import { expect } from '@playwright/test';
import { createDice } from '#core/dice.ts';
import { needs, test } from '../../fixtures/journey.ts';
import { kills } from '../../soak/kills.ts';

needs('bare');

test('the engine is killed twenty times, and every set-up ends well', async () => {
  test.setTimeout(600_000);
  let killed = 0;
  for await (const { events, findings } of kills(20, createDice(2))) {
    expect(findings).toEqual([]);
    killed += events.length;
  }
  expect(killed).toBe(20);
});
