// As somebody who keeps a platform as a file I see what my change would do before it is done, and keep my secrets out of it.
import { expect, type Locator, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { expectAccessible } from '../../fixtures/accessible.ts';
import { test } from '../../fixtures/journey.ts';
import { finished, newestRun } from '../../fixtures/platform.ts';
import { buildPractice, preparePractice } from '../../fixtures/practice.ts';
import type { Rest } from '../../fixtures/rest.ts';
import { wireOf } from '../../fixtures/wire.ts';
import { editor, expectKept, nodeGrid, nodeRow } from '../../screens/inventory.ts';
import { expectDone } from '../../screens/run.ts';
import { signIn, statusBar, visit } from '../../screens/window.ts';
import { button } from '../../screens/wizard.ts';

test.use({ hearthOptions: { practice: true } });

const openTab = (page: Page, title: string): Promise<void> => page.getByRole('tab', { name: title, exact: true }).click();
const differences = (page: Page): Locator => page.getByRole('table', { name: 'What differs' });
const secretRow = (page: Page, name: string): Locator =>
  page
    .getByRole('table', { name: 'Secrets of the inventory' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) });
const besides = (page: Page): Locator => page.getByRole('list', { name: /^Also changed since version \d+, which was applied last$/ });
const queued = (page: Page): Locator => page.getByRole('list', { name: 'Queued' });

const opened = z.object({ summary: z.object({ id: z.string() }) });
async function changeDraft(rest: Rest, id: string, changes: readonly unknown[]): Promise<void> {
  const { summary } = opened.parse(await rest.call('POST', `/platforms/${id}/drafts`, {}));
  await rest.call('POST', `/platforms/${id}/drafts/${summary.id}/changes`, { changes });
}

/** What a click hands to the person as a file. */
async function downloaded(page: Page, press: () => Promise<void>): Promise<{ readonly path: string; readonly text: string }> {
  const coming = page.waitForEvent('download');
  await press();
  const path = await (await coming).path();
  return { path, text: await readFile(path, 'utf8') };
}

test('a label is changed in the table, its effect is read, the run is done, and nothing differs any more', async ({
  page,
  hearth,
  rest,
}) => {
  const id = await buildPractice(rest);
  await changeDraft(rest, id, [{ kind: 'set', path: ['variables', 'dns_servers'], value: ['10.0.0.53'] }]);
  await signIn(page, hearth, `/p/${id}/inventory?tab=changes`);
  await expect(besides(page)).toHaveText('The variable dns_servers is new: 10.0.0.53.');
  await expect(page.getByRole('heading', { name: /^Everything is as the inventory says, seen/ })).toBeVisible();

  await openTab(page, 'Table');
  await nodeRow(page, 'elm').getByRole('gridcell').nth(5).click();
  await page.keyboard.press('F2');
  await nodeGrid(page).getByRole('textbox', { name: /elm/ }).fill('disk=ssd');
  await page.keyboard.press('Enter');
  await expectKept(page);

  await openTab(page, 'Changes');
  await expect(page.getByRole('heading', { name: /^1 difference; a run of about .+ closes it/ })).toBeVisible();
  await expect(differences(page).getByRole('row').filter({ hasText: 'elm lacks the label disk.' })).toContainText('This run');
  await expectAccessible(page, 'changes');
  await button(page, 'Save and apply…').click();
  const dialog = page.getByRole('dialog', { name: 'Save and apply the inventory' });
  await expect(dialog.getByText('elm: label disk=ssd')).toBeVisible();
  await expectAccessible(page, 'save and apply');
  await dialog.getByRole('textbox', { name: 'Why' }).fill('elm has an SSD');
  await dialog.getByRole('button', { name: 'Save and start run' }).click();
  await expectDone(page);
  await page.goBack();
  await expect(page.getByRole('heading', { name: /^Everything is as the inventory says, seen/ })).toBeVisible();
  await expect(besides(page)).toHaveCount(0);
});

test('what cannot be done now is queued, waits, and starts only when a person says so', async ({ page, hearth, rest }) => {
  const id = await buildPractice(rest);
  await changeDraft(rest, id, [{ kind: 'set', path: ['nodes', 'elm', 'labels'], value: { disk: 'ssd' } }]);
  await rest.call('PUT', '/practice/nodes/oak/faults/power-loss', { on: true });
  await signIn(page, hearth, `/p/${id}/inventory?tab=changes`);
  await expect(page.getByText(/^The cluster does not answer; compared with what was seen/)).toBeVisible({ timeout: 60_000 });
  await button(page, 'Queue for later…').click();
  await page.getByRole('dialog', { name: 'Queue it for later?' }).getByRole('button', { name: 'Save and queue run' }).click();
  await expect(queued(page)).toContainText('Waiting', { timeout: 60_000 });
  await expect(queued(page)).toContainText('oak does not answer.');
  await expect(queued(page).getByRole('button', { name: /^Start / })).toBeDisabled();

  await rest.call('PUT', '/practice/nodes/oak/faults/power-loss', { on: false });
  await expect(queued(page)).toContainText('Can start', { timeout: 60_000 });
  await expectAccessible(page, 'queued');
  await queued(page)
    .getByRole('button', { name: /^Start / })
    .click();
  const starting = page.getByRole('dialog');
  await expect(starting.getByText('elm: label disk=ssd')).toBeVisible();
  await starting.getByRole('button', { name: 'Start run' }).click();
  await expectDone(page);
  expect((await finished(rest, await newestRun(rest, id))).kind).toBe('provision');
});

const saved = z.object({ version: z.object({ revision: z.number() }) });

test('what is cancelled while Hearth does not answer is neither saved nor started when it does again', async ({ page, hearth, rest }) => {
  const wire = await wireOf(page);
  const id = await buildPractice(rest);
  await changeDraft(rest, id, [{ kind: 'set', path: ['nodes', 'elm', 'labels'], value: { disk: 'ssd' } }]);
  const before = { runs: await rest.call('GET', `/runs?platformId=${id}`), saved: await rest.call('GET', `/platforms/${id}/inventory`) };
  await signIn(page, hearth, `/p/${id}/inventory?tab=changes`);
  for (const [open, action] of [
    ['Save and apply…', 'Save and start run'],
    ['Queue for later…', 'Save and queue run'],
  ] as const) {
    await expect(button(page, open)).toBeEnabled();
    await button(page, open).click();
    await wire.cut();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: action }).click();
    await expect(dialog.getByRole('button', { name: action })).toHaveAttribute('aria-disabled', 'true');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    wire.mend();
    await expect(statusBar(page)).not.toContainText('Hearth does not answer', { timeout: 20_000 });
    await expectKept(page);
  }
  // Whatever was still on its way would go before this.
  await openTab(page, 'Table');
  await nodeRow(page, 'oak').getByRole('gridcell').nth(5).click();
  await page.keyboard.press('F2');
  await nodeGrid(page).getByRole('textbox', { name: /oak/ }).fill('disk=hdd');
  await page.keyboard.press('Enter');
  await expect.poll(async () => JSON.stringify(await rest.call('GET', `/platforms/${id}/drafts`))).toContain('"changed":true');
  await expectKept(page);
  expect(await rest.call('GET', `/runs?platformId=${id}`)).toEqual(before.runs);
  expect(saved.parse(await rest.call('GET', `/platforms/${id}/inventory`))).toEqual(saved.parse(before.saved));
  expect(await rest.call('GET', `/platforms/${id}/intents`)).toEqual([]);
});

test('a token in plain text is moved to the keychain, and travels sealed', async ({ page, hearth, rest }) => {
  const id = await preparePractice(rest);
  const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
  await changeDraft(rest, id, [{ kind: 'set', path: ['variables', 'github_token'], value: token }]);
  await signIn(page, hearth, `/p/${id}/inventory?tab=yaml&panel=issues`);
  await expect(editor(page)).toContainText(token);
  await button(page, 'Move to the keychain…').click();
  const moving = page.getByRole('dialog', { name: 'Move a value to the keychain' });
  await expect(moving.getByRole('textbox', { name: 'Name of the secret' })).toHaveValue('github_token');
  await moving.getByRole('button', { name: 'Move to the keychain' }).click();
  await expect(editor(page)).toContainText('github_token: !secret github_token');
  await expect(editor(page)).not.toContainText(token);

  await openTab(page, 'Secrets');
  await expect(secretRow(page, 'github_token')).toContainText('Kept');
  await expect(page.locator('main')).not.toContainText(token);
  await expectAccessible(page, 'secrets');
  await button(page, 'Export sealed…').click();
  const sealing = page.getByRole('dialog', { name: 'Export all secrets sealed' });
  const phrase = 'window lemon seven quarry blanket drift';
  await sealing.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(phrase);
  await expect(sealing.getByText('Strong')).toBeVisible();
  await sealing.getByRole('textbox', { name: 'Passphrase again' }).fill(phrase);
  const sealed = await downloaded(page, () => sealing.getByRole('button', { name: 'Export secrets' }).click());
  expect(sealed.text).toContain('BEGIN AGE ENCRYPTED FILE');
  expect(sealed.text).not.toContain(token);

  await button(page, 'Remove github_token').click();
  const removing = page.getByRole('dialog', { name: 'Remove github_token?' });
  await removing.getByRole('textbox', { name: 'Type github_token to confirm' }).fill('github_token');
  await removing.getByRole('button', { name: 'Remove secret' }).click();
  await expect(secretRow(page, 'github_token')).toContainText('Missing');

  await button(page, 'Import…').click();
  const importing = page.getByRole('dialog', { name: 'Import secrets from a sealed file' });
  await importing.locator('input[type=file]').setInputFiles(sealed.path);
  await importing.getByRole('textbox', { name: 'Passphrase' }).fill('not this one at all');
  await importing.getByRole('button', { name: 'Import secrets' }).click();
  await expect(importing.getByRole('alert')).toContainText('The file of secrets was not opened; nothing was changed.');
  await importing.getByRole('textbox', { name: 'Passphrase' }).fill(phrase);
  await importing.getByRole('button', { name: 'Import secrets' }).click();
  await expect(importing.getByText('Added: github_token.')).toBeVisible();
  await importing.getByRole('button', { name: 'Close' }).last().click();
  await expect(secretRow(page, 'github_token')).toContainText('Kept');
});

test('an inventory of Ansible is pasted in, and one for Ansible comes out', async ({ page, hearth, rest }) => {
  const id = await preparePractice(rest);
  await signIn(page, hearth, `/p/${id}/inventory?tab=exchange`);
  await page
    .getByRole('textbox', { name: 'Inventory', exact: true })
    .fill('[web]\nweb1 ansible_host=10.1.1.1\nweb2 ansible_host=10.1.1.2\n\n[web:vars]\nhttp_port=8080\n\n[all:children]\nghosts\n');
  await expect(page.getByText('2 hosts, 2 groups, 1 variable.')).toBeVisible();
  await expect(page.getByRole('region', { name: '1 note' })).toContainText('hosts, line 9');
  await expectAccessible(page, 'import from Ansible');
  await button(page, 'Import into the draft').click();
  await openTab(page, 'Table');
  await expect(nodeRow(page, 'web1')).toContainText('10.1.1.1');
  await expect(nodeRow(page, 'oak')).toBeVisible();

  await visit(page, hearth, `/p/${id}/inventory?tab=exchange&part=export`);
  await expectAccessible(page, 'export for Ansible');
  const { text } = await downloaded(page, () => button(page, 'Download').click());
  expect(text).toContain('web2:');
  expect(text).toContain('http_port: 8080');

  await page.getByRole('radio', { name: 'Hearth’s own file' }).click();
  const own = await downloaded(page, () => button(page, 'Download draft').click());
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'other.yaml', mimeType: 'application/yaml', buffer: Buffer.from(own.text.replace('10.1.1.2', '10.1.1.99')) });
  await expect(page.getByText('The draft is now what other.yaml says')).toBeVisible();
  await openTab(page, 'Table');
  await expect(nodeRow(page, 'web2')).toContainText('10.1.1.99');
});
