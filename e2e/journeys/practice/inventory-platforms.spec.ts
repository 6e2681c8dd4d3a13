// As somebody with two platforms I work at one inventory and then at the other, by keyboard, and neither learns of the other.
import { expect, type Page } from '@playwright/test';
import { z } from 'zod';
import { platform } from '#contract/platforms.ts';
import { test } from '../../fixtures/journey.ts';
import type { Rest } from '../../fixtures/rest.ts';
import { editor, expectKept, nodeGrid, nodeRow, paste } from '../../screens/inventory.ts';
import { keyboardOf, type Keyboard } from '../../screens/keyboard.ts';
import { main, signIn } from '../../screens/window.ts';
import { button } from '../../screens/wizard.ts';

test.use({ hearthOptions: { practice: true } });

const newPlatform = async (rest: Rest, name: string): Promise<string> => platform.parse(await rest.call('POST', '/platforms', { name })).id;
const inventory = z.object({ text: z.string(), version: z.object({ revision: z.number() }) });
const savedOf = async (rest: Rest, id: string) => inventory.parse(await rest.call('GET', `/platforms/${id}/inventory`));

/** Typed into the palette as a person does, who stops once the wanted is on top. */
async function choose(page: Page, title: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  const search = page.getByRole('searchbox', { name: 'Search or run a command' });
  await expect(search).toBeFocused();
  await page.keyboard.type(title);
  await expect(page.getByRole('menuitem').first()).toContainText(title);
  await page.keyboard.press('Enter');
  await expect(search).toHaveCount(0);
}

async function openText(page: Page, name: string): Promise<void> {
  await choose(page, name);
  await expect(main(page)).toContainText(`${name} has not been built yet.`);
  await choose(page, 'Edit inventory as YAML');
  await expect(editor(page)).toContainText(`name: ${name}`);
}

async function typeAtTheEnd(page: Page, keyboard: Keyboard, text: string): Promise<void> {
  await keyboard.reach(editor(page));
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(text);
  await expect(editor(page)).toContainText(text);
  await expectKept(page);
}

test('what is typed into one is never in the other, and one that is forgotten leaves the other alone', async ({ page, hearth, rest }) => {
  const [cellar, attic] = [await newPlatform(rest, 'Cellar'), await newPlatform(rest, 'Attic')];
  const keyboard = await keyboardOf(page);
  await signIn(page, hearth, `/p/${cellar}`);

  await openText(page, 'Cellar');
  await typeAtTheEnd(page, keyboard, '# it is damp down here');
  await openText(page, 'Attic');
  await expect(editor(page)).not.toContainText('damp');
  await typeAtTheEnd(page, keyboard, '# it is hot up here');
  // Back and forth: each has its own text, and its own steps to take back.
  await openText(page, 'Cellar');
  await expect(editor(page)).toContainText('# it is damp down here');
  await expect(editor(page)).not.toContainText('hot');
  await keyboard.reach(editor(page));
  // What was typed slowly is taken back in more than one step.
  await expect(async () => {
    await keyboard.keys('ControlOrMeta+z');
    await expect(editor(page)).not.toContainText('damp', { timeout: 1000 });
  }).toPass();
  await openText(page, 'Attic');
  await expect(editor(page)).toContainText('# it is hot up here');

  await choose(page, 'Edit inventory as a table');
  await keyboard.reach(nodeGrid(page));
  await paste(page, 'swift\t10.0.0.9\tcontrol\tubuntu\n');
  await expect(nodeRow(page, 'swift')).toBeVisible();
  await keyboard.press(button(page, 'Save inventory…'));
  await keyboard.fill(page.getByRole('textbox', { name: /^Why/ }), 'A bird under the roof');
  await keyboard.keys('Enter');
  await expect(page.getByText('Saved as version 2')).toBeVisible();
  expect(await savedOf(rest, attic)).toMatchObject({ version: { revision: 2 } });
  const cellarSaved = await savedOf(rest, cellar);
  expect(cellarSaved).toMatchObject({ version: { revision: 1 } });
  expect(cellarSaved.text).not.toContain('swift');

  await openText(page, 'Cellar');
  await choose(page, 'Forget platform');
  const dialog = page.getByRole('dialog', { name: 'Forget Cellar?' });
  await keyboard.fill(dialog.getByRole('textbox', { name: 'Type Cellar to confirm' }), 'Cellar');
  await keyboard.press(dialog.getByRole('button', { name: 'Forget platform' }));
  await expect(page.getByText('Cellar was forgotten.')).toBeVisible();
  expect((await rest.ask('GET', `/platforms/${cellar}/drafts`)).status).toBe(404);
  await openText(page, 'Attic');
  await expect(editor(page)).toContainText('swift');
  await expect(editor(page)).toContainText('# it is hot up here');
  expect(await keyboard.pointerUses()).toBe(0);
});
