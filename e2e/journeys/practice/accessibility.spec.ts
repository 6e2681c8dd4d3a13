// As somebody who reads screens by other means than looking I find every screen in order: axe finds nothing, light or dark.
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from '../../fixtures/accessible.ts';
import { breakDraft, furnish, saveElsewhere } from '../../fixtures/inventory.ts';
import { test } from '../../fixtures/journey.ts';
import { createPlatform } from '../../fixtures/platform.ts';
import { buildPractice, practiceMachines, practicePassword } from '../../fixtures/practice.ts';
import { openPods, row, sentence, table } from '../../screens/dashboard.ts';
import { nodeRow } from '../../screens/inventory.ts';
import { inventoryPages, openPage } from '../../screens/inventory-pages.ts';
import { clearFault, setFault } from '../../screens/practice.ts';
import { expectDone, grid } from '../../screens/run.ts';
import { goTo, openWindow, signIn, visit } from '../../screens/window.ts';
import { allIn, begin, build, button, cell, goOn, installKey } from '../../screens/wizard.ts';

test.use({ hearthOptions: { practice: true } });

test('the wizard, page by page, also where something is wrong', async ({ page, hearth }) => {
  await openWindow(page, hearth);
  await expectAccessible(page, 'welcome');
  await visit(page, hearth, '/setup');
  await expect(button(page, 'Begin')).toBeVisible();
  await expectAccessible(page, 'new platform');
  await visit(page, hearth, '/');
  await begin(page, 'Readable');
  await page.getByRole('tab', { name: 'Paste a list' }).click();
  await page.getByLabel('List of machines').fill('10.20.0.11\n10.20.0.300');
  await expect(page.getByRole('alert', { name: 'Lines that were not understood' })).toBeVisible();
  await expectAccessible(page, 'pasted list with a wrong line');
  await page.getByRole('tab', { name: 'By hand' }).click();
  await page.getByRole('textbox', { name: 'Address' }).fill('no address');
  await page.keyboard.press('Tab');
  await expectAccessible(page, 'machine by hand with a wrong field');
  await page.getByRole('tab', { name: 'Practice machines' }).click();
  await button(page, 'Add all 4 practice machines').click();
  await button(page, 'Edit oak').click();
  await expectAccessible(page, 'dialog of a machine');
  await button(page, 'Done').click();
  await goOn(page, 'access');
  await expect(button(page, 'Trust all 4 host keys')).toBeVisible();
  await expectAccessible(page, 'host keys to compare');
  await button(page, 'Trust all 4 host keys').click();
  await expect(button(page, 'Install key on 4 machines')).toBeVisible();
  await setFault(page, 'ash', 'Wrong password');
  await installKey(page, { password: practicePassword, count: 4, passwordlessSudo: true });
  await expect(page.getByText('The key could not be installed on 1 machine.')).toBeVisible();
  await button(page, 'Show the connection of ash').click();
  await expectAccessible(page, 'refused password');
  await clearFault(page, 'ash', 'Wrong password');
  await installKey(page, { password: practicePassword, count: 1, passwordlessSudo: true });
  await expect(allIn(page, 4)).toBeVisible();
  await setFault(page, 'elm', 'Changed host key');
  await button(page, 'Check all again').click();
  await expect(page.getByRole('heading', { name: /^elm shows another host key/ })).toBeVisible();
  await expectAccessible(page, 'changed host key');
  await clearFault(page, 'elm', 'Changed host key');
  await setFault(page, 'elm', 'Full disk');
  await button(page, 'Check all again').click();
  await expect(allIn(page, 4)).toBeVisible();
  await goOn(page, 'preflight');
  await expect(page.getByText(/^1 block on elm/)).toBeVisible();
  await cell(page, 'elm', 'Free disk space').click();
  await expectAccessible(page, 'preflight with a block');
  await clearFault(page, 'elm', 'Full disk');
  await button(page, 'Check again').click();
  await expect(page.getByText('All 4 machines are fit.')).toBeVisible();
  await goOn(page, 'roles');
  await expectAccessible(page, 'roles');
  await goOn(page, 'settings');
  await expectAccessible(page, 'settings of the platform');
  await goOn(page, 'review');
  await expect(button(page, 'Build the platform on 4 machines')).toBeEnabled();
  await expectAccessible(page, 'review');
  await build(page, 4);
  await setFault(page, 'yew', 'Full disk');
  await button(page, 'Cancel run').click();
  await expectAccessible(page, 'question before cancelling');
  await button(page, 'Let it run').click();
  await expect(page.getByRole('alert').filter({ hasText: 'The disk of yew is full' })).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page, 'run with a failure');
  await clearFault(page, 'yew', 'Full disk');
  await button(page, 'Retry task').click();
  await expectDone(page, 60_000);
  await expectAccessible(page, 'finished run');
  await goOn(page, 'finish');
  await expectAccessible(page, 'finish');
});

async function expectLists(page: Page): Promise<void> {
  await goTo(page, 'Nodes');
  await row(page, 'Nodes', 'yew').click();
  await expect(page.getByRole('complementary', { name: 'yew' })).toBeVisible();
  await expectAccessible(page, 'nodes with a drawer');
  await goTo(page, 'Workloads');
  await expect(row(page, 'Deployments', 'registry')).toBeVisible();
  await row(page, 'Deployments', 'registry').click();
  await expectAccessible(page, 'workload with a drawer');
  await openPods(page);
  await expect(table(page, 'Pods').getByRole('row').nth(1)).toBeVisible();
  await page.getByRole('grid', { name: 'Pods' }).getByRole('checkbox').nth(1).check();
  await expectAccessible(page, 'pods with a marked row');
  await goTo(page, 'Events');
  await expect(table(page, 'Events').getByRole('row').nth(1)).toBeVisible();
  await expectAccessible(page, 'events');
  await goTo(page, 'Operations');
  await expectAccessible(page, 'runs');
  await row(page, 'Runs', 'Set up Lab').getByRole('link').click();
  await expect(grid(page)).toBeVisible();
  await expectAccessible(page, 'one run');
}

test('the live screens, their drawers, menus and dialogs', async ({ page, hearth, rest }) => {
  const id = await buildPractice(rest);
  await signIn(page, hearth, `/p/${id}`);
  await expect(sentence(page)).toContainText('All is well');
  await expectAccessible(page, 'home');
  await expectLists(page);
  await page.keyboard.press('t');
  await expect(page.getByRole('complementary', { name: 'Tasks' })).toBeVisible();
  await page.getByRole('complementary', { name: 'Tasks' }).getByRole('button', { name: 'Show log in dock' }).first().click();
  await expectAccessible(page, 'task centre and dock');
  await page.keyboard.press('Escape');
  await button(page, 'Practice lab').click();
  await expectAccessible(page, 'practice panel');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog', { name: 'Search and commands' })).toBeVisible();
  await expectAccessible(page, 'command palette');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await expectAccessible(page, 'keyboard map');
  await page.keyboard.press('Escape');
  await goTo(page, 'Settings');
  await expectAccessible(page, 'access');
  await button(page, 'Create token').click();
  await expectAccessible(page, 'new token');
  await page.getByLabel('Name').fill('reader');
  await page.getByRole('dialog').getByRole('button', { name: 'Create token' }).click();
  await expect(button(page, 'I have copied it')).toBeVisible();
  await expectAccessible(page, 'token shown once');
  await button(page, 'I have copied it').click();
  for (const section of ['Appearance', 'Keyboard', 'About']) {
    await page.getByRole('tab', { name: section }).click();
    await expectAccessible(page, section);
  }
  await visit(page, hearth, '/nowhere');
  await expect(page.getByRole('heading', { name: 'There is nothing at this address.' })).toBeVisible();
  await expectAccessible(page, 'nothing at this address');
  await page.context().clearCookies();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'This window is no longer signed in.' })).toBeVisible({ timeout: 20_000 });
  await expectAccessible(page, 'signed out');
});

test('the inventory, page by page, and what is merged into it', async ({ page, hearth, rest }) => {
  const platformId = await buildPractice(rest);
  await furnish(rest, platformId);
  await signIn(page, hearth, `/p/${platformId}/inventory`);
  await nodeRow(page, 'yew').getByRole('rowheader').click();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('complementary', { name: 'yew' })).toContainText('nvidia_driver');
  await expectAccessible(page, 'effective values of a node');
  await button(page, 'Save inventory…').click();
  await expect(page.getByRole('group', { name: /^What changes/ })).toBeVisible();
  await expectAccessible(page, 'dialog of saving');
  for (const one of inventoryPages) {
    await openPage(page, { hearth, platformId }, one);
    await expectAccessible(page, `inventory: ${one.name}`);
  }
  await saveElsewhere(rest, platformId);
  await visit(page, hearth, `/p/${platformId}/inventory?tab=merge`);
  await expect(page.getByText('Conflict 1 of 1')).toBeVisible();
  await expectAccessible(page, 'inventory: merge');
});

test('the inventory with mistakes in it, and with nothing in it', async ({ page, hearth, rest }) => {
  const { id: platformId } = await createPlatform(rest, await practiceMachines(rest));
  const { id: emptyId } = await createPlatform(rest, []);
  await furnish(rest, platformId);
  await breakDraft(rest, platformId);
  await signIn(page, hearth, `/p/${platformId}`);
  const pages = inventoryPages.filter(({ name }) => ['table', 'tree', 'yaml', 'changes', 'secrets', 'versions'].includes(name));
  for (const one of pages) {
    await openPage(page, { hearth, platformId }, { ...one, tab: `${one.tab}&panel=issues` });
    await expect(page.getByRole('complementary', { name: 'Issues' })).toContainText('Set to worker');
    await expectAccessible(page, `inventory with mistakes: ${one.name}`);
    await openPage(page, { hearth, platformId: emptyId }, one);
    await expectAccessible(page, `empty inventory: ${one.name}`);
  }
});
