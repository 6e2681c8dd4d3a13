// The place where the inventory is edited.
import { expect, type Locator, type Page } from '@playwright/test';

export const nodeGrid = (page: Page): Locator => page.getByRole('grid', { name: 'Nodes of the inventory' });
export const tree = (page: Page): Locator => page.getByRole('treegrid', { name: 'Groups, nodes and their variables' });
export const editor = (page: Page): Locator => page.getByRole('textbox', { name: 'Inventory as YAML' });

/** The row of a node; what is wrong with it is read behind its name. */
export const nodeRow = (page: Page, name: string): Locator =>
  nodeGrid(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${name}(,|$)`) }) });

export async function openView(page: Page, title: 'Table' | 'Tree' | 'YAML'): Promise<void> {
  await page.getByRole('tab', { name: title, exact: true }).click();
  await expect(title === 'Table' ? nodeGrid(page) : title === 'Tree' ? tree(page) : editor(page)).toBeVisible();
}

/** Pastes as a person does who copied it elsewhere. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('ControlOrMeta+v');
}

/** All that was typed is with the engine. */
export const expectKept = (page: Page): Promise<void> => expect(page.getByText('Draft kept')).toBeVisible();
