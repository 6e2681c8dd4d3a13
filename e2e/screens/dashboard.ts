// The screens of a live cluster.
import { expect, type Locator, type Page } from '@playwright/test';
import { goTo, main } from './window.ts';

/** The sentence at the top of Home. */
export const sentence = (page: Page): Locator => main(page).getByRole('heading', { level: 1 });
export const nodeTile = (page: Page, name: string): Locator =>
  main(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name, exact: true }) });

export const table = (page: Page, label: string): Locator => page.getByRole('grid', { name: label });
export const row = (page: Page, label: string, name: string): Locator =>
  table(page, label)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) });

export async function openPods(page: Page): Promise<void> {
  await goTo(page, 'Workloads');
  await page.getByRole('tab', { name: /^Pods/ }).click();
  await expect(table(page, 'Pods')).toBeVisible();
}

export const podRow = (page: Page, name: string): Locator => row(page, 'Pods', name);
