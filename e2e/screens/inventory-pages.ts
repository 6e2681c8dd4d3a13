// The pages of the inventory, each in the state in which there is something to see on it.
import { expect, type Page } from '@playwright/test';
import type { Hearth } from '../fixtures/hearth.ts';
import { editor, nodeGrid, tree } from './inventory.ts';
import { main, visit } from './window.ts';
import { button } from './wizard.ts';

export interface InventoryPage {
  readonly name: string;
  /** What stands behind its address. */
  readonly tab: string;
  /** Waits until it shows what it is for. */
  readonly shown: (page: Page) => Promise<void>;
}

const visible = (what: (page: Page) => ReturnType<Page['getByRole']>) => (page: Page) => expect(what(page).first()).toBeVisible();
/** A plan for a thousand machines takes a while. */
const patience = { timeout: 60_000 };
const says = (text: string | RegExp) => (page: Page) => expect(main(page)).toContainText(text, patience);

export const inventoryPages: readonly InventoryPage[] = [
  { name: 'table', tab: 'table', shown: visible(nodeGrid) },
  { name: 'tree', tab: 'tree', shown: visible(tree) },
  { name: 'yaml', tab: 'yaml', shown: visible(editor) },
  { name: 'changes', tab: 'changes', shown: says(/differences?;|There is nothing to apply|cannot be saved as a platform/) },
  { name: 'secrets', tab: 'secrets', shown: says('The inventory names secrets') },
  { name: 'import', tab: 'exchange&part=import', shown: visible((page) => page.getByRole('textbox', { name: 'Inventory', exact: true })) },
  { name: 'export', tab: 'exchange&part=export', shown: visible((page) => button(page, 'Download')) },
  { name: 'file', tab: 'exchange&part=yaml', shown: visible((page) => button(page, 'Download draft')) },
  { name: 'versions', tab: 'versions', shown: visible((page) => page.getByRole('list', { name: 'Versions, newest first' })) },
  { name: 'home', tab: 'home', shown: says('Hearth keeps the inventory itself') },
];

export interface Place {
  readonly hearth: Pick<Hearth, 'origin'>;
  readonly platformId: string;
}

export async function openPage(page: Page, { hearth, platformId }: Place, { tab, shown }: InventoryPage): Promise<void> {
  await visit(page, hearth, `/p/${platformId}/inventory?tab=${tab}`);
  await shown(page);
}
