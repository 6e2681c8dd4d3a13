// As somebody who keeps a platform I say what it is to be in a table, a tree or a text, and lose nothing of it.
import { expect, type Page } from '@playwright/test';
import { z } from 'zod';
import { expectAccessible } from '../../fixtures/accessible.ts';
import { test } from '../../fixtures/journey.ts';
import { createPlatform } from '../../fixtures/platform.ts';
import { startHearth, type Hearth } from '../../fixtures/hearth.ts';
import { restOf, type Rest } from '../../fixtures/rest.ts';
import { editor, expectKept, nodeGrid, nodeRow, openView, paste, tree } from '../../screens/inventory.ts';
import { goTo, openWindow, visit } from '../../screens/window.ts';
import { button } from '../../screens/wizard.ts';

test.use({ hearthOptions: { practice: true } });

const saved = z.object({ text: z.string(), version: z.object({ message: z.string() }) });
const readSaved = async (rest: Rest, id: string) => saved.parse(await rest.call('GET', `/platforms/${id}/inventory`));

async function openInventory(page: Page, hearth: Hearth, rest: Rest): Promise<string> {
  const { id } = await createPlatform(rest, []);
  await openWindow(page, hearth);
  await visit(page, hearth, `/p/${id}`);
  await goTo(page, 'Inventory');
  await expect(nodeGrid(page)).toBeVisible();
  return id;
}

const rows = 'oak\t10.0.0.1\tcontrol\tubuntu\nelm\t10.0.0.2\tworker\tubuntu\tgpu\n';

test('what is pasted, typed in cells and in the text is one document, and becomes a version', async ({ page, hearth, rest }) => {
  const refusals: string[] = [];
  page.on('console', (message) => message.text().includes('Content Security Policy') && refusals.push(message.text()));
  const id = await openInventory(page, hearth, rest);
  await nodeGrid(page).focus();
  await paste(page, rows);
  await expect(nodeRow(page, 'elm').getByRole('gridcell', { name: '10.0.0.2' })).toBeVisible();
  // One paste is one step back, and one forth.
  await page.keyboard.press('ControlOrMeta+z');
  await expect(nodeGrid(page)).toContainText('No nodes yet.');
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(nodeRow(page, 'elm')).toBeVisible();
  await nodeRow(page, 'oak').getByRole('gridcell', { name: 'ubuntu' }).click();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'User of oak' }).fill('admin');
  await page.keyboard.press('Enter');
  await expect(nodeRow(page, 'oak')).toContainText('admin');

  await openView(page, 'YAML');
  await expect(editor(page)).toContainText('user: admin');
  await editor(page).focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('# kept under the stairs');
  await expectKept(page);
  await page.reload();
  await expect(editor(page)).toContainText('# kept under the stairs');

  await button(page, 'Save inventory…').click();
  await expect(page.getByRole('group', { name: /^What changes/ })).toContainText('elm');
  await page.getByRole('textbox', { name: /^Why/ }).fill('Two machines from the shelf');
  await page.getByRole('dialog').getByRole('button', { name: 'Save inventory', exact: true }).click();
  await expect(page.getByText(/^Saved as version/)).toBeVisible();
  const now = await readSaved(rest, id);
  expect(now.version.message).toBe('Two machines from the shelf');
  expect(now.text).toContain('# kept under the stairs');
  expect(refusals).toEqual([]);
});

test('a double click begins to edit a cell, and a click elsewhere keeps what was typed', async ({ page, hearth, rest }) => {
  await openInventory(page, hearth, rest);
  await nodeGrid(page).focus();
  await paste(page, rows);
  const user = page.getByRole('textbox', { name: 'User of oak' });
  await nodeRow(page, 'oak').getByRole('gridcell', { name: 'ubuntu' }).dblclick();
  await expect(user).toBeFocused();
  await user.fill('admin');
  await nodeRow(page, 'elm').getByRole('gridcell', { name: '10.0.0.2' }).click();
  await expect(user).toBeHidden();
  await expect(nodeRow(page, 'oak')).toContainText('admin');
  await expectKept(page);
});

test('an issue is shown where it stands, and its fix is one button', async ({ page, hearth, rest }) => {
  await openInventory(page, hearth, rest);
  await nodeGrid(page).focus();
  await paste(page, 'oak\t10.0.0.1\tworkr\tubuntu\n');
  await expect(nodeRow(page, 'oak').getByRole('gridcell', { name: /^workr\s*, Error/ })).toBeVisible();
  await page.keyboard.press('F8');
  await page.getByRole('button', { name: /issues?$/ }).click();
  const issues = page.getByRole('complementary', { name: 'Issues' });
  await expectAccessible(page, 'inventory table with issues');
  await issues.getByRole('button', { name: 'Set to worker' }).click();
  await openView(page, 'Table');
  await expect(nodeRow(page, 'oak')).toContainText('worker');
  await expect(nodeRow(page, 'oak').getByRole('gridcell', { name: /^worker/ })).not.toHaveAttribute('aria-invalid', 'true');
});

test('a variable is given to all nodes in the tree, and its origin is told on a node', async ({ page, hearth, rest }) => {
  await openInventory(page, hearth, rest);
  await nodeGrid(page).focus();
  await paste(page, rows);
  await openView(page, 'Tree');
  await button(page, 'Add variable…').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Name' }).fill('rack');
  await dialog.getByRole('combobox', { name: 'Value' }).fill('attic');
  await dialog.getByRole('button', { name: 'Add variable' }).click();
  await expect(tree(page).getByRole('row').filter({ hasText: 'rack' })).toContainText('attic');
  await expectAccessible(page, 'inventory tree');
  await openView(page, 'Table');
  await nodeRow(page, 'elm').getByRole('rowheader').click();
  await page.keyboard.press('ControlOrMeta+Enter');
  const values = page.getByRole('complementary', { name: 'elm' });
  await expect(values.getByRole('listitem').filter({ hasText: 'rack' })).toContainText('all nodes');
  await values.getByRole('button', { name: 'Go to all nodes in the YAML' }).first().click();
  await expect(editor(page)).toBeFocused();
  await expectAccessible(page, 'inventory text');
  // Out of the editor by keyboard alone.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+Tab');
  await expect(editor(page)).not.toBeFocused();
});

test.describe('with a data folder that stays', () => {
  test.use({ hearthOptions: {} });

  test('what is typed while Hearth is away is sent when it is back', async ({ page, hearth, rest }) => {
    const id = await openInventory(page, hearth, rest);
    await openView(page, 'YAML');
    await hearth.kill();
    await editor(page).focus();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type('# typed in the dark');
    await expect(page.getByText('Not sent yet')).toBeVisible();
    const again = await startHearth({ dataDir: hearth.dataDir, port: hearth.port });
    try {
      await expectKept(page);
      const path = `/platforms/${id}/drafts`;
      const [draft] = z.array(z.object({ id: z.string() })).parse(await restOf(again).call('GET', path));
      const { text } = z.object({ text: z.string() }).parse(await restOf(again).call('GET', `${path}/${draft?.id ?? ''}`));
      expect(text).toContain('# typed in the dark');
    } finally {
      await again.stop();
    }
  });
});
