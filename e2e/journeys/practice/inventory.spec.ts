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

test('rows from a spreadsheet are added beside those that are there, and what did not fit is said', async ({ page, hearth, rest }) => {
  await openInventory(page, hearth, rest);
  await nodeGrid(page).focus();
  await paste(page, rows);
  await nodeRow(page, 'oak').getByRole('rowheader').click();
  await paste(page, 'new1\t10.0.1.1\tWorker\tubuntu\nelm\t10.0.0.20\n__proto__\t10.0.1.2\nnew1\t10.0.1.3\t\t\t\t\tlast\ttoo far\n');
  const said =
    '12 cells pasted, 2 nodes added. new1 was there already: added as new2. Left out: __proto__, which cannot be the name of a node. 2 columns did not fit';
  await expect(page.getByText(said)).toBeVisible();
  await expect(nodeRow(page, 'oak')).toContainText('10.0.0.1');
  await expect(nodeRow(page, 'elm')).toContainText('10.0.0.20');
  await expect(nodeRow(page, 'new1')).toContainText('worker');
  await expect(nodeRow(page, 'new2')).toContainText('10.0.1.3');

  // Below the rows there is nothing to overwrite.
  const box = await nodeGrid(page).boundingBox();
  if (box === null) throw new Error('The table is not there.');
  await nodeGrid(page).click({ position: { x: box.width / 2, y: box.height - 40 } });
  await paste(page, 'ash\nfir\n');
  await expect(nodeRow(page, 'fir')).toBeVisible();
  await expect(nodeRow(page, 'ash')).toBeVisible();
  await expect(nodeRow(page, 'new2')).toBeVisible();

  // The name that a new node begins with is typed over, one that is edited is gone on with.
  await button(page, 'Add node').click();
  await expect(page.getByRole('textbox', { name: 'Name of node1' })).toBeFocused();
  await page.keyboard.type('yew');
  await page.keyboard.press('Enter');
  await nodeRow(page, 'yew').getByRole('rowheader').click();
  await page.keyboard.press('F2');
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await expect(nodeRow(page, 'yew2')).toBeVisible();
  await expectKept(page);
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

const opened = z.object({ summary: z.object({ id: z.string() }) });
/** As somebody else does in another window. */
async function changeElsewhere(rest: Rest, id: string, changes: readonly unknown[]): Promise<void> {
  const { summary } = opened.parse(await rest.call('POST', `/platforms/${id}/drafts`, {}));
  await rest.call('POST', `/platforms/${id}/drafts/${summary.id}/changes`, { changes });
}

test('a cell that is being edited stays in its row and in sight, whatever happens around it', async ({ page, hearth, rest }) => {
  const id = await openInventory(page, hearth, rest);
  await nodeGrid(page).focus();
  const many = Array.from({ length: 60 }, (_, index) => `n${index}\t10.0.1.${index}\tworker\tubuntu\n`).join('');
  await paste(page, `oak\t10.0.0.1\tcontrol\tubuntu\nelm\t10.0.0.1\tworker\tubuntu\n${many}`);
  await page.getByRole('radiogroup', { name: 'Which nodes' }).getByText('With issues').click();
  await expect(nodeRow(page, 'n0')).toBeHidden();
  // What was wrong with both is mended by somebody else; the filter has no reason to show them any more.
  await nodeRow(page, 'elm').getByRole('gridcell', { name: '10.0.0.1' }).dblclick();
  const address = page.getByRole('textbox', { name: 'Address of elm' });
  await address.fill('10.0.0.2');
  await changeElsewhere(rest, id, [{ kind: 'set', path: ['nodes', 'oak', 'address'], value: '10.0.0.9' }]);
  await expect(nodeRow(page, 'oak')).toBeHidden();
  await expect(address).toBeFocused();
  await expect(address).toHaveValue('10.0.0.2');
  await page.keyboard.press('Enter');
  await expectKept(page);
  await button(page, 'Clear filter').click();
  await expect(nodeGrid(page)).toBeFocused();
  await expect(nodeRow(page, 'elm')).toContainText('10.0.0.2');

  // Far away from it the text is still there.
  await nodeRow(page, 'elm').getByRole('gridcell', { name: 'ubuntu' }).dblclick();
  const user = page.getByRole('textbox', { name: 'User of elm' });
  await user.fill('admin');
  await nodeGrid(page).hover();
  await page.mouse.wheel(0, 1500);
  await expect(nodeRow(page, 'n45')).toBeInViewport();
  await expect(user).toHaveValue('admin');
  await expect(user).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(nodeRow(page, 'elm')).toContainText('admin');

  // The node that is being edited is renamed by somebody else: what is typed goes on under its new name.
  await nodeRow(page, 'elm').getByRole('gridcell', { name: 'admin' }).dblclick();
  await user.fill('adm');
  await changeElsewhere(rest, id, [{ kind: 'rename', path: ['nodes', 'elm'], to: 'yew' }]);
  const renamed = page.getByRole('textbox', { name: 'User of yew' });
  await expect(renamed).toHaveValue('adm');
  await expect(renamed).toBeFocused();
  await page.keyboard.type('iral');

  // It goes: the keys stay with the table, and what was typed is said.
  await changeElsewhere(rest, id, [{ kind: 'remove', path: ['nodes', 'yew'] }]);
  await expect(page.getByText('yew is gone. Not kept, what was typed into it: admiral')).toBeVisible();
  await expect(renamed).toBeHidden();
  await expect(nodeGrid(page)).toBeFocused();
});

test('a value that is edited in the tree follows its node to a new name, and is said when the node goes', async ({
  page,
  hearth,
  rest,
}) => {
  const id = await openInventory(page, hearth, rest);
  await changeElsewhere(rest, id, [{ kind: 'set', path: ['nodes', 'oak'], value: { variables: { aa: 'one' } } }]);
  await openView(page, 'Tree');
  await tree(page).getByRole('row').filter({ hasText: 'oak' }).locator('button[aria-hidden]').click();
  await tree(page).getByRole('row').filter({ hasText: 'one' }).dblclick();
  await page.getByRole('textbox', { name: /^Value of aa of .*oak/ }).fill('two');
  await changeElsewhere(rest, id, [{ kind: 'rename', path: ['nodes', 'oak'], to: 'ash' }]);
  const renamed = page.getByRole('textbox', { name: /^Value of aa of .*ash/ });
  await expect(renamed).toHaveValue('two');
  await expect(renamed).toBeFocused();
  await changeElsewhere(rest, id, [{ kind: 'remove', path: ['nodes', 'ash'] }]);
  await expect(page.getByText(/^aa of .*ash is gone\. Not kept, what was typed into it: two$/)).toBeVisible();
  await expect(tree(page)).toBeFocused();
});

test('what somebody else changes in the moment of saving is shown before it is saved', async ({ page, hearth, rest }) => {
  let inTheMoment = (): Promise<void> => Promise.resolve();
  await page.routeWebSocket(/\/rpc$/, (near) => {
    const far = near.connectToServer();
    near.onMessage(async (message) => {
      if (message.includes('/drafts/save')) await inTheMoment();
      far.send(message);
    });
  });
  const id = await openInventory(page, hearth, rest);
  await nodeGrid(page).focus();
  await paste(page, rows);
  await expectKept(page);
  inTheMoment = async () => {
    inTheMoment = () => Promise.resolve();
    await changeElsewhere(rest, id, [
      { kind: 'set', path: ['nodes', 'fir'], value: { address: '10.0.0.3', role: 'worker', user: 'ubuntu' } },
    ]);
  };
  await button(page, 'Save inventory…').click();
  const dialog = page.getByRole('dialog');
  const save = dialog.getByRole('button', { name: 'Save inventory', exact: true });
  await save.click();
  await expect(dialog.getByText('The draft was changed elsewhere meanwhile', { exact: false })).toBeVisible();
  await expect(dialog.getByText(/\bfir\b/).first()).toBeVisible();
  expect((await readSaved(rest, id)).text).not.toContain('oak');
  await save.click();
  await expect(page.getByText(/^Saved as version/)).toBeVisible();
  expect((await readSaved(rest, id)).text).toContain('fir:');
});

test('the head, the boxes and the menu of the table work by key, and only on what is in sight', async ({ page, hearth, rest }) => {
  await openInventory(page, hearth, rest);
  await nodeGrid(page).focus();
  await paste(page, `${rows}ash\t10.0.0.3\tworker\tubuntu\n`);
  await expect(nodeRow(page, 'ash')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('checkbox', { name: 'Select all shown' })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByText('3 nodes marked')).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
  await expect(nodeGrid(page).getByRole('textbox')).toBeHidden();
  await expect(nodeGrid(page).getByRole('row').nth(1)).toContainText('ash');

  // What the filter hides is neither counted nor removed.
  await page.getByRole('searchbox', { name: /^Filter/ }).fill('elm');
  await expect(page.getByText('1 node marked')).toBeVisible();
  await button(page, 'Remove node').click();
  await expect(button(page, 'Clear filter')).toBeVisible();
  await button(page, 'Clear filter').click();
  await expect(page.getByText('2 nodes marked')).toBeVisible();
  await expect(nodeRow(page, 'elm')).toBeHidden();
  await button(page, 'Clear selection').click();
  await expect(nodeGrid(page)).toBeFocused();

  // The menu is about the cell that was pointed at.
  await nodeRow(page, 'oak').getByRole('gridcell', { name: 'ubuntu' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Edit cell' }).click();
  await expect(page.getByRole('textbox', { name: 'User of oak' })).toBeFocused();
  await page.keyboard.press('Escape');
  await nodeRow(page, 'ash').hover();
  await button(page, 'Actions for ash').click();
  await page.getByRole('menuitem', { name: 'Edit cell' }).click();
  await expect(page.getByRole('textbox', { name: 'User of ash' })).toBeFocused();
});

async function draftText(rest: Rest, id: string): Promise<string> {
  const { summary } = opened.parse(await rest.call('POST', `/platforms/${id}/drafts`, {}));
  return z.object({ text: z.string() }).parse(await rest.call('GET', `/platforms/${id}/drafts/${summary.id}`)).text;
}

test('variables are removed one after the other in the tree by key alone', async ({ page, hearth, rest }) => {
  const id = await openInventory(page, hearth, rest);
  const variables = { aa: 'one', bb: 'two', cc: 'three', dd: 'four', ee: { '!secret': 'github' } };
  await changeElsewhere(rest, id, [{ kind: 'set', path: ['variables'], value: variables }]);
  await openView(page, 'Tree');
  const row = (text: string) => tree(page).getByRole('row').filter({ hasText: text });
  await expect(row('three')).toBeVisible();
  await tree(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Delete');
  await expect(row('one')).toBeHidden();
  await page.keyboard.press('Delete');
  await expect(row('two')).toBeHidden();
  // An emptied value is gone too, as in the table.
  await page.keyboard.press('Enter');
  const value = page.getByRole('textbox', { name: 'Value of cc of all nodes' });
  await expect(value).toHaveValue('three');
  await value.fill('');
  await page.keyboard.press('Enter');
  await expect(row('cc')).toBeHidden();
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: 'Edit value' }).press('Enter');
  await page.getByRole('textbox', { name: 'Value of dd of all nodes' }).fill('5');
  await page.keyboard.press('Enter');
  await expect(row('dd')).toContainText('5');
  await expect(tree(page)).toBeFocused();
  await expectKept(page);
  expect(await draftText(rest, id)).toMatch(/dd: 5$/m);
  // Folded by pointer, the keys go on from there; two clicks fold and unfold.
  const twist = row('All nodes').locator('button[aria-hidden]');
  await twist.click();
  await expect(row('dd')).toBeHidden();
  await page.keyboard.press('ArrowRight');
  await expect(row('dd')).toBeVisible();
  await twist.dblclick();
  await expect(row('dd')).toBeVisible();
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
  await button(page, 'Columns').click();
  await dialog.getByText('rack', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(nodeRow(page, 'elm').getByRole('gridcell', { name: /^attic\s*, from all nodes$/ })).toBeVisible();
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
