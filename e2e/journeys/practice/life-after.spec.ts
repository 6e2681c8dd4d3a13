// As somebody whose platform runs I look after its machines: I check a connection, rename a node, remove one, upgrade, and renew certificates.
import { expect } from '@playwright/test';
import { expectAccessible } from '../../fixtures/accessible.ts';
import { test } from '../../fixtures/journey.ts';
import { amendPlatform, finished, newestRun, readPlatform, startRun } from '../../fixtures/platform.ts';
import { buildPractice, preparePractice } from '../../fixtures/practice.ts';
import { expectDone } from '../../screens/run.ts';
import { signIn, visit } from '../../screens/window.ts';

test.use({ hearthOptions: { practice: true } });

test('a node is checked, renamed and removed from its drawer, each time with the plan on the screen first', async ({
  page,
  hearth,
  rest,
}) => {
  const id = await buildPractice(rest);
  await signIn(page, hearth, `/p/${id}/nodes?open=elm`);
  await page.getByRole('button', { name: 'Check connection' }).click();
  await expect(page.getByText('Hearth reaches elm and may act there.')).toBeVisible();

  await page.getByRole('button', { name: 'Rename node…' }).click();
  const renaming = page.getByRole('dialog', { name: 'Rename elm?' });
  await renaming.getByRole('textbox', { name: 'New name' }).fill('Birch!');
  await expect(renaming.getByText('Lower-case letters, digits and hyphens; at most 63.').first()).toBeVisible();
  await renaming.getByRole('textbox', { name: 'New name' }).fill('birch');
  await expect(renaming.getByText('birch: becomes a worker of the cluster')).toBeVisible();
  await renaming.getByRole('textbox', { name: 'Type elm to confirm' }).fill('elm');
  await renaming.getByRole('button', { name: 'Rename node' }).click();
  await expectDone(page);
  expect((await readPlatform(rest, id)).nodes.map(({ name }) => name)).toEqual(['oak', 'birch', 'ash', 'yew']);

  // The same from the keyboard: the address is what a menu, a palette and a link lead to.
  await visit(page, hearth, `/p/${id}/nodes?open=birch&act=remove`);
  const removing = page.getByRole('dialog', { name: 'Remove birch?' });
  await expect(removing.getByText('This computer: the inventory without birch')).toBeVisible();
  await expectAccessible(page, 'remove node');
  const confirm = removing.getByRole('button', { name: 'Remove node' });
  await expect(confirm).toBeDisabled();
  await removing.getByRole('textbox', { name: 'Type birch to confirm' }).fill('birch');
  await confirm.focus();
  await page.keyboard.press('Enter');
  await expectDone(page);
  expect((await readPlatform(rest, id)).nodes.map(({ name }) => name)).toEqual(['oak', 'ash', 'yew']);
});

test('a machine that was installed anew is trusted first, then rebuilt', async ({ page, hearth, rest }) => {
  const id = await buildPractice(rest);
  await rest.call('PUT', '/practice/nodes/ash/faults/changed-host-key', { on: true });
  await signIn(page, hearth, `/p/${id}/nodes?open=ash&act=rebuild`);
  const dialog = page.getByRole('dialog', { name: 'Rebuild ash?' });
  await dialog.getByRole('textbox', { name: 'Type ash to confirm' }).fill('ash');
  await expect(dialog.getByRole('heading', { name: 'ash shows another host key than the one you trusted' })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Rebuild node' })).toBeDisabled();
  await dialog
    .getByRole('checkbox', { name: 'I installed ash anew, or know why its key changed' })
    .locator('xpath=ancestor::label')
    .click();
  await dialog.getByRole('button', { name: 'Trust the new key of ash' }).click();
  await dialog.getByRole('button', { name: 'Rebuild node' }).click();
  await expectDone(page);
});

test('the platform is upgraded from its settings, and its certificates are told and renewed', async ({ page, hearth, rest }) => {
  const id = await preparePractice(rest);
  await amendPlatform(rest, id, { channel: '1.35/stable' });
  await finished(rest, await startRun(rest, { platformId: id, kind: 'provision' }));
  await signIn(page, hearth, '/settings/platform');
  await expect(page.getByRole('table', { name: 'Certificates of the control nodes' })).toContainText('ends first, on');
  await page.getByRole('button', { name: 'Upgrade…' }).click();
  const upgrading = page.getByRole('dialog', { name: 'Upgrade Lab?' });
  await expect(upgrading.getByRole('textbox', { name: 'Channel' })).toHaveValue('1.36/stable');
  await upgrading.getByRole('textbox', { name: 'Channel' }).fill('1.34/stable');
  await expect(upgrading.getByText('and Kubernetes cannot go back.').first()).toBeVisible();
  await upgrading.getByRole('textbox', { name: 'Channel' }).fill('1.36/stable');
  await upgrading.getByRole('textbox', { name: 'Type Lab to confirm' }).fill('Lab');
  await upgrading.getByRole('button', { name: 'Upgrade nodes' }).click();
  await expectDone(page);
  expect((await readPlatform(rest, id)).channel).toBe('1.36/stable');

  await visit(page, hearth, '/settings/platform?act=renew');
  await page.getByRole('dialog', { name: 'Renew the certificates of Lab?' }).getByRole('button', { name: 'Renew certificates' }).click();
  await expectDone(page);
  expect((await finished(rest, await newestRun(rest, id))).kind).toBe('renew-certificates');
});

test('a machine that works stays in the list, and leads to its run; a node is closed and opened for new pods', async ({
  page,
  hearth,
  rest,
}) => {
  const id = await buildPractice(rest);
  await signIn(page, hearth, `/setup/${id}/nodes`);
  await page.getByRole('button', { name: /^Remove elm/ }).click();
  const refused = page.getByRole('alert').filter({ hasText: 'Taken from the list alone' });
  await expect(refused).toBeVisible();
  await expectAccessible(page, 'a member taken from the list');
  expect((await readPlatform(rest, id)).nodes.map(({ name }) => name)).toContain('elm');
  await refused.getByRole('button', { name: 'Remove node…' }).click();
  await expect(page.getByRole('dialog', { name: 'Remove elm?' })).toBeVisible();

  await visit(page, hearth, `/setup/${id}/nodes`);
  await expect(page.getByRole('button', { name: /^Remove elm/ })).toBeVisible();
  await expect(refused).toBeHidden();

  await visit(page, hearth, `/p/${id}/nodes?open=ash`);
  await page.getByRole('button', { name: 'Close for new pods…' }).click();
  await page.getByRole('dialog', { name: 'Close ash for new pods?' }).getByRole('button', { name: 'Close node' }).click();
  await expectDone(page);
  await visit(page, hearth, `/p/${id}`);
  await expect(page.getByText('Open it when it may take some again.')).toBeVisible();
  await visit(page, hearth, `/p/${id}/nodes?open=ash`);
  await page.getByRole('button', { name: 'Open for new pods…' }).click();
  await page.getByRole('dialog', { name: 'Open ash for new pods?' }).getByRole('button', { name: 'Open node' }).click();
  await expectDone(page);
});
