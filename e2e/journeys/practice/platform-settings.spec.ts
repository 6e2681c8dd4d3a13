// As somebody who has changed my mind about a platform I rename it, or have Hearth forget it, and nothing happens to the machines.
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from '../../fixtures/accessible.ts';
import { test } from '../../fixtures/journey.ts';
import { amendPlatform, createPlatform, readPlatform, startRun } from '../../fixtures/platform.ts';
import { practiceMachines, preparePractice } from '../../fixtures/practice.ts';
import { main, openWindow, signIn } from '../../screens/window.ts';
import { button } from '../../screens/wizard.ts';

test.use({ hearthOptions: { practice: true } });

const nameField = (page: Page) => page.getByRole('textbox', { name: 'Name', exact: true });
const switcher = (page: Page, name: string) => button(page, `Platform: ${name}`);

async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox', { name: 'Search or run a command' }).fill(title);
  await page.getByRole('menuitem', { name: title }).click();
}

test('a platform gets another name, which shows everywhere, and never over a change made elsewhere', async ({ page, hearth, rest }) => {
  await openWindow(page, hearth);
  await page.goto(`${hearth.origin}/settings/platform`);
  await expect(main(page)).toContainText('No platform');
  await expectAccessible(page, 'platform settings without a platform');
  const { id } = await createPlatform(rest, await practiceMachines(rest));
  const other = await createPlatform(rest, []);
  await amendPlatform(rest, other.id, { name: 'Attic' });
  await amendPlatform(rest, id, { page: 'roles' });
  await page.goto(`${hearth.origin}/p/${id}`);
  await command(page, 'Rename platform');
  await expect(nameField(page)).toBeFocused();
  await expect(main(page)).toContainText('Set-up was left at Roles: go on');
  await expectAccessible(page, 'platform settings');

  await nameField(page).fill(' ');
  await expect(nameField(page)).toHaveAccessibleDescription(/Give the platform a name\./);
  await expect(button(page, 'Save name')).toBeDisabled();
  await nameField(page).fill('Shelf');
  await nameField(page).press('Enter');
  await expect(switcher(page, 'Shelf')).toBeVisible();
  expect(await readPlatform(rest, id)).toMatchObject({ name: 'Shelf', page: 'roles' });

  // Somebody else was first: what was typed stays, and is saved once the newest is loaded.
  await nameField(page).fill('Cellar');
  await amendPlatform(rest, id, { name: 'Barn', channel: '1.35/stable' });
  await button(page, 'Save name').click();
  await expect(page.getByRole('alert')).toContainText('The platform was changed elsewhere');
  await expect(nameField(page)).toHaveValue('Cellar');
  await expectAccessible(page, 'refused name');
  await button(page, 'Load again').click();
  await expect(nameField(page)).toHaveAccessibleDescription(/Until it is saved, the name is “Barn”\./);
  await expect(nameField(page)).toHaveValue('Cellar');
  await button(page, 'Save name').click();
  await expect(switcher(page, 'Cellar')).toBeVisible();
  expect(await readPlatform(rest, id)).toMatchObject({ name: 'Cellar', channel: '1.35/stable' });

  await switcher(page, 'Cellar').click();
  await expect(page.getByRole('menu').getByRole('menuitem')).toHaveText(['Cellar (draft)', 'Attic (draft)', 'Set up another platform']);
  await page.getByRole('menuitem', { name: 'Cellar (draft)' }).click();
  await expect(main(page)).toContainText('Cellar has not been built yet.');
  await page.goto(`${hearth.origin}/settings/platform`);
  await main(page).getByRole('link', { name: 'go on' }).click();
  await expect(page).toHaveURL(new RegExp(`/setup/${id}/`));
});

test('a platform is forgotten once its name was typed and no run holds it; the welcome comes back', async ({ page, hearth, rest }) => {
  const id = await preparePractice(rest);
  await signIn(page, hearth, `/p/${id}`);
  const runId = await startRun(rest, { platformId: id, kind: 'provision' });
  await command(page, 'Forget platform');
  const dialog = page.getByRole('dialog', { name: 'Forget Lab?' });
  const forget = dialog.getByRole('button', { name: 'Forget platform' });
  await expect(dialog.getByRole('group', { name: 'This is forgotten' })).toContainText('4 machines: oak, ');
  await expect(dialog.getByRole('group', { name: 'This stays' })).toContainText('a running cluster too');
  await expect(forget).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Type Lab to confirm' }).fill('lab');
  await expect(forget).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Type Lab to confirm' }).fill('Lab');
  await forget.click();
  await expect(dialog.getByRole('alert')).toContainText('Another run is changing Lab.');
  await expectAccessible(page, 'refused to forget');
  await dialog.getByRole('button', { name: 'Open the run' }).click();
  await expect(page).toHaveURL(`${hearth.origin}/runs/${runId}`);

  await rest.call('POST', `/runs/${runId}/cancel`, {});
  await expect(page.getByText('The run was cancelled.')).toBeVisible();
  await page.goto(`${hearth.origin}/settings/platform`);
  await button(page, 'Forget platform…').click();
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(dialog).toHaveCount(0);
  expect(await readPlatform(rest, id)).toMatchObject({ name: 'Lab' });
  await button(page, 'Forget platform…').click();
  await dialog.getByRole('textbox', { name: 'Type Lab to confirm' }).fill('Lab');
  await forget.click();
  await expect(main(page).getByRole('button', { name: 'Set up a platform' })).toBeVisible();
  expect(await rest.call('GET', '/platforms')).toEqual([]);
  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Operations' }).click();
  await expect(main(page)).toContainText('No runs yet');
  expect(await page.evaluate((key) => Object.keys(window.localStorage).filter((one) => one.includes(key)), `wizard.${id}`)).toEqual([]);
});
