// As somebody who has just begun I find on every screen what it is for and what comes next, not a blank.
import { expect } from '@playwright/test';
import { test } from '../../fixtures/journey.ts';
import { practiceMachines } from '../../fixtures/practice.ts';
import { createPlatform } from '../../fixtures/platform.ts';
import { goTo, main, openWindow, visit } from '../../screens/window.ts';

test.use({ hearthOptions: { practice: true } });

test('screens with nothing on them say so and lead on', async ({ page, hearth, rest }) => {
  await openWindow(page, hearth);
  await expect(main(page)).toContainText('four simulated machines are waiting');
  await expect(main(page).getByRole('button', { name: 'Set up a platform' })).toBeVisible();
  await goTo(page, 'Operations');
  await expect(main(page)).toContainText('No runs yet');
  await expect(main(page)).toContainText('Nothing has been run yet.');
  await page.keyboard.press('t');
  await expect(page.getByRole('complementary', { name: 'Tasks' })).toContainText('setting up a platform is the first one');
  await page.keyboard.press('Escape');
  await visit(page, hearth, '/p/unknown/nodes');
  await expect(main(page)).toContainText('There is nothing at this address.');
  await main(page).getByRole('link', { name: 'Go home' }).click();
  await expect(main(page).getByRole('button', { name: 'Set up a platform' })).toBeVisible();

  // A platform that is only a list of machines so far.
  const { id } = await createPlatform(rest, await practiceMachines(rest));
  await visit(page, hearth, `/p/${id}`);
  await expect(main(page)).toContainText('Lab has not been built yet.');
  await expect(main(page)).toContainText('4 machines named so far.');
  await visit(page, hearth, `/p/${id}/workloads/pods`);
  await expect(main(page)).toContainText('There is no cluster to show yet.');
  await main(page).getByRole('button', { name: 'Open the wizard' }).click();
  await expect(page).toHaveURL(new RegExp(`/setup/${id}`));
  // At once: that the wizard goes on to the page that is due must not bring anybody back.
  await goTo(page, 'Settings');
  await page
    .getByRole('searchbox')
    .or(page.getByLabel(/^Filter/))
    .first()
    .fill('nobody');
  await expect(main(page)).toContainText('Nothing here matches “nobody”.');
  await main(page).getByRole('button', { name: 'Clear filter' }).click();
  await expect(main(page)).toContainText('print-token');
});
