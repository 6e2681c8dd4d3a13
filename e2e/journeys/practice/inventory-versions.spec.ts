// As somebody who does not keep a platform alone I see who saved what, merge with it, bring an earlier version back, and keep the inventory in a file of my own.
import { expect, type Page } from '@playwright/test';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { expectAccessible } from '../../fixtures/accessible.ts';
import { test } from '../../fixtures/journey.ts';
import { createPlatform } from '../../fixtures/platform.ts';
import { practiceMachines } from '../../fixtures/practice.ts';
import type { Rest } from '../../fixtures/rest.ts';
import { expectKept, nodeGrid, nodeRow, openView } from '../../screens/inventory.ts';
import { signIn } from '../../screens/window.ts';
import { button } from '../../screens/wizard.ts';

test.use({ hearthOptions: { practice: true } });

const saved = z.object({ text: z.string(), version: z.object({ revision: z.number(), message: z.string() }) });
const readSaved = async (rest: Rest, id: string) => saved.parse(await rest.call('GET', `/platforms/${id}/inventory`));

async function setUser(page: Page, node: string, user: string): Promise<void> {
  await nodeRow(page, node)
    .getByRole('gridcell')
    .filter({ hasText: /^(ubuntu|anna|otto)$/ })
    .click();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: `User of ${node}` }).fill(user);
  await page.keyboard.press('Enter');
  await expect(nodeRow(page, node)).toContainText(user);
  await expectKept(page);
}

async function save(page: Page, why: string): Promise<void> {
  await button(page, 'Save inventory…').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Why/ }).fill(why);
  await dialog.getByRole('button', { name: 'Save inventory', exact: true }).click();
  await expect(page.getByText(/^Saved as version/)).toBeVisible();
}

const versions = (page: Page) => page.getByRole('list', { name: 'Versions, newest first' });
const versionRow = (page: Page, text: string) => versions(page).getByRole('button').filter({ hasText: text });
const differences = (page: Page) => page.getByRole('group', { name: /^What differs/ });
const openTab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();

test('what two windows have made of the same line is merged, saved, compared and taken back', async ({ page, hearth, rest, browser }) => {
  const { id } = await createPlatform(rest, await practiceMachines(rest));
  const { version: begun } = await readSaved(rest, id);
  await signIn(page, hearth, `/p/${id}/inventory`);
  await expect(nodeGrid(page)).toBeVisible();
  await setUser(page, 'oak', 'anna');

  // Somebody else works in a draft of their own.
  const other = await (await browser.newContext()).newPage();
  await signIn(other, hearth, `/p/${id}/inventory?tab=versions`);
  await versionRow(other, 'Saved now').click();
  await button(other, 'Branch off…').click();
  await other.getByRole('textbox', { name: 'Name of the draft' }).fill('draft');
  await expect(other.getByRole('dialog')).toContainText('There is already a draft named draft.');
  await expect(button(other, 'Begin draft')).toBeDisabled();
  await other.getByRole('textbox', { name: 'Name of the draft' }).fill('night shift');
  await button(other, 'Begin draft').click();
  await expect(other.getByText('This is the draft “night shift”')).toBeVisible();
  await openView(other, 'Table');
  await setUser(other, 'oak', 'otto');
  await setUser(other, 'elm', 'otto');
  await save(other, 'The night shift has users of its own');

  const alert = page.getByRole('alert').filter({ hasText: 'was saved elsewhere' });
  await expect(alert).toContainText(`This draft began with version ${begun.revision}.`);
  await alert.getByRole('button', { name: 'Merge' }).click();
  const conflict = page.getByRole('region', { name: 'Conflict 1 of 1' });
  const put = button(page, 'Put into the draft');
  await expect(conflict).toContainText('nodes › oak');
  await expect(put).toBeDisabled();
  await expect(put).toHaveAccessibleDescription(/1 of 1 conflict open/);
  await expect(page.getByRole('group', { name: 'theirs, merged by itself' })).toContainText('otto');
  await expectAccessible(page, 'merge');
  await page.keyboard.press('F7');
  await expect(conflict).toBeFocused();
  await conflict.getByRole('button', { name: 'Take mine' }).click();
  await expect(conflict).toContainText('Mine taken');
  await expect(put).toBeEnabled();

  // It is changed once more: the answer still fits.
  await setUser(other, 'ash', 'otto');
  await save(other, 'One more user');
  await expect(page.getByText('This draft and version')).toContainText(`version ${begun.revision + 2}`);
  await expect(page.getByRole('group', { name: 'theirs, merged by itself' })).toHaveCount(2);
  await expect(conflict).toContainText('Mine taken');
  await put.click();
  await expect(differences(page)).toHaveText(/^~?oak: the user is anna, it was otto\.$/);
  await expect(alert).toHaveCount(0);
  await save(page, 'Anna keeps oak');
  expect((await readSaved(rest, id)).text).toMatch(/user: anna[^]*user: otto[^]*user: otto/);

  // Any two are compared, by words and by lines, and stand in the address.
  await openTab(page, 'Versions');
  await expect(versionRow(page, 'Anna keeps oak')).toContainText('Saved now');
  await versionRow(page, 'The night shift has users').click();
  await expect(differences(page)).toContainText('elm: the user is otto, it was ubuntu.');
  await versionRow(page, 'Anna keeps oak').click({ modifiers: ['Shift'] });
  await expect(differences(page)).toContainText('ash: the user is ubuntu, it was otto.');
  await expect(page.getByRole('textbox', { name: `Text after: Version ${begun.revision + 1}` })).toContainText('otto');
  await page.reload();
  await expect(differences(page)).toContainText('ash: the user is ubuntu, it was otto.');
  await expectAccessible(page, 'versions');
  await page.setViewportSize({ width: 900, height: 800 });
  await expect(page.getByRole('textbox', { name: /^Text (before|after)/ })).toHaveCount(1);
  await page.setViewportSize({ width: 1280, height: 800 });

  await versionRow(page, 'The night shift has users').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await button(page, 'Restore…').click();
  const dialog = page.getByRole('dialog', { name: `Restore version ${begun.revision}?` });
  await expect(dialog.getByRole('group', { name: /^What changes/ })).toContainText('oak: the user is ubuntu, it was anna.');
  await expectAccessible(page, 'restore');
  await dialog.getByRole('button', { name: `Restore version ${begun.revision}` }).click();
  await expect(versionRow(page, `Version ${begun.revision} again`)).toContainText('Saved now');
  expect((await readSaved(rest, id)).text).not.toMatch(/anna|otto/);
  await button(page, 'Undo').click();
  await expect(versionRow(page, 'restoring undone')).toContainText('Saved now');
  expect((await readSaved(rest, id)).text).toContain('user: anna');

  // The other draft is thrown away, and comes back as it was.
  const drafts = page.getByRole('region', { name: 'Drafts' });
  await drafts.getByRole('button', { name: 'Throw away draft night shift' }).click();
  await expect(drafts).toHaveCount(0);
  await expect(other.getByText('This draft is gone.')).toBeVisible();
});

test('a file is a second home: written with each save, and what is changed there is announced and taken over', async ({
  page,
  hearth,
  rest,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-e2e-home-'));
  const file = join(folder, 'platform.yaml');
  const read = (): string => readFileSync(file, 'utf8');
  const { id } = await createPlatform(rest, await practiceMachines(rest));
  await signIn(page, hearth, `/p/${id}/inventory?tab=home`);
  const path = page.getByRole('textbox', { name: 'File', exact: true });
  await path.fill('platform.yaml');
  await button(page, 'Use as second home').click();
  await expect(path).toHaveAccessibleDescription(/Enter the whole path/);
  await path.fill(file);
  await expectAccessible(page, 'form of the second home');
  await button(page, 'Use as second home').click();
  await expect(page.getByText('No such file there yet')).toBeVisible();
  await button(page, 'Write there').click();
  await expect(page.getByText('Both hold the same')).toBeVisible();
  await expectAccessible(page, 'second home');
  expect(read()).toBe((await readSaved(rest, id)).text);
  await openView(page, 'Table');
  await setUser(page, 'oak', 'anna');
  await save(page, 'Anna');
  await expect.poll(read).toContain('user: anna');

  // An editor of one's own.
  writeFileSync(file, read().replace('name: Lab', 'name: Attic'));
  const alert = page.getByRole('alert').filter({ hasText: `${file} was changed outside of Hearth` });
  await expect(alert).toBeVisible();
  await expectAccessible(page, 'changed outside');
  await alert.getByRole('button', { name: 'Compare' }).click();
  await expect(differences(page)).toContainText('The name is Attic, it was Lab.');
  expect((await readSaved(rest, id)).text).toContain('name: Lab');
  await alert.getByRole('button', { name: 'Take over…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take over what was changed there?' });
  await expect(dialog).toContainText('The name is Attic, it was Lab.');
  await dialog.getByRole('button', { name: 'Take over' }).click();
  await expect(alert).toHaveCount(0);
  expect((await readSaved(rest, id)).text).toContain('name: Attic');
  await expect(page.getByRole('button', { name: 'Platform: Attic' })).toBeVisible();

  // Changed on both sides: merged in the draft, saved, and in both.
  writeFileSync(file, read().replace('name: Attic', 'name: Cellar'));
  await expect(alert).toBeVisible();
  await openView(page, 'Table');
  await setUser(page, 'elm', 'otto');
  await save(page, 'Otto');
  await alert.getByRole('button', { name: 'Merge' }).click();
  await expect(page.getByText('No conflicts. Everything was merged by itself.')).toBeVisible();
  await button(page, 'Put into the draft').click();
  await expect(differences(page)).toContainText('The name is Cellar, it was Attic.');
  await save(page, 'Cellar');
  expect((await readSaved(rest, id)).text).toMatch(/name: Cellar[^]*user: otto/);
  await expect.poll(read).toMatch(/name: Cellar[^]*user: otto/);
  await expect(alert).toHaveCount(0);

  await openTab(page, 'Second home');
  await button(page, 'Forget second home…').click();
  await expect(page.getByRole('dialog')).toContainText('The file or repository stays as it is');
  await page.getByRole('dialog').getByRole('button', { name: 'Forget second home' }).click();
  await expect(button(page, 'Use as second home')).toBeVisible();
  expect(read()).toContain('name: Cellar');
  rmSync(folder, { recursive: true });
});
