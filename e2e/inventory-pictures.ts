// Pictures of the inventory: each page as it is kept, in a narrow window, with nothing in it, with mistakes, and with a thousand nodes.
import { expect, type Page } from '@playwright/test';
import type { Hearth } from './fixtures/hearth.ts';
import { breakDraft, createLarge, furnish, saveElsewhere } from './fixtures/inventory.ts';
import { createPlatform } from './fixtures/platform.ts';
import { restOf, type Rest } from './fixtures/rest.ts';
import { shoot, shootNarrowToo } from './pictures.ts';
import { nodeRow } from './screens/inventory.ts';
import { inventoryPages, openPage, type Place } from './screens/inventory-pages.ts';
import { visit } from './screens/window.ts';
import { button } from './screens/wizard.ts';

const pages = (...names: readonly string[]) => inventoryPages.filter(({ name }) => names.includes(name));

async function kept(page: Page, place: Place): Promise<void> {
  for (const one of inventoryPages) {
    await openPage(page, place, one);
    if (one.name === 'tree') await button(page, 'Unfold all').click();
    await shootNarrowToo(page, `inventory-${one.name}`);
  }
  await visit(page, place.hearth, `/p/${place.platformId}/inventory`);
  await nodeRow(page, 'yew').getByRole('rowheader').click();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('complementary', { name: 'yew' })).toContainText('nvidia_driver');
  await shoot(page, 'inventory-values');
  await button(page, 'Save inventory…').click();
  await expect(page.getByRole('group', { name: /^What changes/ })).toBeVisible();
  await shoot(page, 'inventory-save');
  await page.keyboard.press('Escape');
}

async function empty(page: Page, { hearth }: Place, rest: Rest): Promise<void> {
  const { id } = await createPlatform(rest, []);
  for (const one of pages('table', 'tree', 'changes', 'secrets', 'versions')) {
    await openPage(page, { hearth, platformId: id }, one);
    await shoot(page, `inventory-${one.name}-empty`);
  }
}

async function merging(page: Page, { hearth, platformId }: Place, rest: Rest): Promise<void> {
  await saveElsewhere(rest, platformId);
  await visit(page, hearth, `/p/${platformId}/inventory?tab=merge`);
  await expect(page.getByText('Conflict 1 of 1')).toBeVisible();
  await shootNarrowToo(page, 'inventory-merge');
}

async function broken(page: Page, place: Place, rest: Rest): Promise<void> {
  await breakDraft(rest, place.platformId);
  for (const one of pages('table', 'yaml')) {
    await openPage(page, place, { ...one, tab: `${one.tab}&panel=issues` });
    await expect(page.getByRole('complementary', { name: 'Issues' })).toContainText('Set to worker');
    await shoot(page, `inventory-${one.name}-broken`);
  }
  for (const one of pages('tree', 'changes')) {
    await openPage(page, place, one);
    await shoot(page, `inventory-${one.name}-broken`);
  }
}

async function large(page: Page, { hearth }: Place, rest: Rest): Promise<void> {
  const platformId = await createLarge(rest);
  for (const one of pages('table', 'tree', 'yaml', 'changes')) {
    await openPage(page, { hearth, platformId }, one);
    await shoot(page, `inventory-${one.name}-1000`);
  }
}

/** Of a platform that has been built; its inventory is another one afterwards. */
export async function inventoryPictures(page: Page, hearth: Hearth, platformId: string): Promise<void> {
  const rest = restOf(hearth);
  const place = { hearth, platformId };
  await furnish(rest, platformId);
  await kept(page, place);
  await empty(page, place, rest);
  await merging(page, place, rest);
  await broken(page, place, rest);
  await large(page, place, rest);
}
