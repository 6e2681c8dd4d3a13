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
import { editor, expectKept, nodeGrid, nodeRow, openView } from '../../screens/inventory.ts';
import { signIn } from '../../screens/window.ts';
import { button } from '../../screens/wizard.ts';

test.use({ hearthOptions: { practice: true } });

const saved = z.object({ text: z.string(), version: z.object({ revision: z.number(), message: z.string() }) });
const drafted = z.object({ summary: z.object({ id: z.string() }) });
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
  await expect(dialog).toHaveCount(0);
  await expect(button(page, 'Save inventory…')).toBeDisabled();
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
  await expect(put).toHaveAccessibleDescription(/^The conflict is open\. It needs an answer/);
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

  // Somebody saves before it is taken back: nothing is written over, and why is not gone in a moment.
  await versionRow(page, 'The night shift has users').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await button(page, 'Restore…').click();
  await dialog.getByRole('button', { name: `Restore version ${begun.revision}` }).click();
  await expect(dialog).toHaveCount(0);
  await expect(button(page, 'Undo')).toBeVisible();
  const now = await readSaved(rest, id);
  const text = now.text.replace('name: Lab', 'name: Attic');
  await rest.call('PUT', `/platforms/${id}/inventory`, { text, expectedRevision: now.version.revision, message: 'Another name' });
  await button(page, 'Undo').click();
  const refusal = page.getByRole('alert').filter({ hasText: 'CHANGED_MEANWHILE' });
  await expect(refusal).toBeVisible();
  expect((await readSaved(rest, id)).text).toContain('name: Attic');
  await openView(page, 'Table');
  await expect(refusal).toBeVisible();
  await button(page, 'Dismiss').click();
  await expect(refusal).toHaveCount(0);
  await openTab(page, 'Versions');

  // One draft is thrown away that is gone already, then the other one.
  const drafts = page.getByRole('region', { name: 'Drafts' });
  const early = drafted.parse(await rest.call('POST', `/platforms/${id}/drafts`, { name: 'early shift' })).summary.id;
  await openView(page, 'Table');
  await openTab(page, 'Versions');
  await expect(drafts).toContainText('early shift');
  await rest.call('DELETE', `/platforms/${id}/drafts/${early}`);
  await drafts.getByRole('button', { name: 'Throw away draft early shift' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'NOT_FOUND' })).toBeVisible();
  await expect(drafts).not.toContainText('early shift');
  await button(page, 'Dismiss').click();
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

  // A look at something else loses nothing that was typed, and keeps no token.
  await page.getByText('A git repository', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Repository', exact: true }).fill('https://git.example/lab.git');
  const token = page.getByLabel('Token', { exact: false }).and(page.locator('input'));
  await token.fill('not-to-be-kept');
  await openView(page, 'Table');
  await openTab(page, 'Second home');
  await expect(page.getByRole('textbox', { name: 'Repository', exact: true })).toHaveValue('https://git.example/lab.git');
  await expect(token).toHaveValue('');
  await page.getByText('A file on this computer', { exact: true }).click();

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

test('what was begun is there again, what is shown is what is there now', async ({ page, hearth, rest }) => {
  const machines = await practiceMachines(rest);
  const { id } = await createPlatform(rest, machines);
  let isHolding = false;
  const held: (() => void)[] = [];
  await page.routeWebSocket(/\/rpc$/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      const isExport = String(message).includes('ansible/export');
      if (isHolding && isExport) held.push(() => server.send(message));
      else server.send(message);
    });
  });
  await signIn(page, hearth, `/p/${id}/inventory?tab=changes`);

  // Nothing was applied and nothing seen: neither has a column, and no node is named twice.
  const differing = page.getByRole('table', { name: 'What differs' });
  await expect(differing.getByRole('columnheader')).toHaveText(['What differs', 'Wanted', 'Closed by']);
  await expect(differing.getByRole('rowheader')).toHaveText(machines.map(({ name }) => `${name} is not in the cluster yet.`));

  // A pasted inventory waits until it is imported.
  await openTab(page, 'Import and export');
  const pasted = page.getByRole('textbox', { name: 'Inventory', exact: true });
  await pasted.fill('[lab]\nbirch ansible_host=10.20.0.40\n');
  await openView(page, 'Table');
  await openTab(page, 'Import and export');
  await expect(pasted).toHaveValue(/birch/);
  await button(page, 'Import into the draft').click();
  await expect(page.getByText('1 host imported into the draft')).toBeVisible();
  await expect(pasted).toHaveValue('');

  // As long as the export of another draft is on its way, the former one is not handed out in its place.
  await page.getByRole('radio', { name: 'For Ansible' }).click();
  await expect(button(page, 'Download')).toBeEnabled();
  isHolding = true;
  await button(page, 'Undo import from Ansible').click();
  await expect(button(page, 'Download')).toBeDisabled();
  await expect(button(page, 'Copy')).toBeDisabled();
  await expect.poll(() => held.length).toBeGreaterThan(0);
  isHolding = false;
  for (const send of held) send();
  await expect(button(page, 'Download')).toBeEnabled();
});

test('an issue leads to its place each time it is chosen', async ({ page, hearth, rest }) => {
  const { id } = await createPlatform(rest, await practiceMachines(rest));
  const { summary } = drafted.parse(await rest.call('POST', `/platforms/${id}/drafts`, {}));
  const changes = [
    { kind: 'set', path: ['nodes', 'elm', 'role'], value: 'workr' },
    { kind: 'set', path: ['variables', 'github_token'], value: { '!secret': 'github' } },
  ];
  await rest.call('POST', `/platforms/${id}/drafts/${summary.id}/changes`, { changes });
  await signIn(page, hearth, `/p/${id}/inventory?tab=yaml&panel=issues`);
  const issue = page
    .getByRole('complementary', { name: 'Issues' })
    .getByRole('button', { name: /A machine is a control node or a worker/ });
  const line = editor(page).locator('.cm-activeLine');
  await issue.click();
  await expect(line).toContainText('workr');
  await editor(page).press('ControlOrMeta+End');
  await expect(line).not.toContainText('workr');
  await issue.click();
  await expect(line).toContainText('workr');
  await expect(editor(page)).toBeFocused();

  // A link leads to its own place, not to that of the issue before it.
  await openTab(page, 'Secrets');
  await button(page, 'Go to github_token in the YAML').click();
  await expect(line).toContainText('github_token');
});
