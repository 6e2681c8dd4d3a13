// The pages of the wizard for a cluster that is there already.
import { expect, type Locator, type Page } from '@playwright/test';
import { main } from './window.ts';
import { button, goOn, heading, headings } from './wizard.ts';

/** From the first page of the set-up to the one that asks for a kubeconfig. */
export async function beginOnCluster(page: Page, name: string): Promise<void> {
  await main(page).getByRole('button', { name: 'Set up a platform' }).click();
  await page.getByLabel('What shall it be called?').fill(name);
  await button(page, 'Begin').click();
  await expect(heading(page, headings.distribution)).toBeVisible();
  await chooseDistribution(page, 'A cluster that is there already');
  await goOn(page, 'cluster');
}

/** The boxes of the window lie over the real ones: a click goes to what is seen. */
export async function chooseDistribution(page: Page, title: string): Promise<void> {
  const choice = page.getByRole('radio', { name: title });
  await choice.locator('xpath=ancestor::label').click();
  await expect(choice).toBeChecked();
}

export const kubeconfigField = (page: Page): Locator => page.getByRole('textbox', { name: 'Kubeconfig' });

export async function connect(page: Page): Promise<void> {
  // The file is read a moment after it was pasted.
  await expect(page.getByRole('radiogroup', { name: 'Context' })).toBeVisible();
  await button(page, 'Connect to the cluster').click();
  await expect(heading(page, headings.rights)).toBeVisible();
}

/** A row of what may be done. */
export const right = (page: Page, title: string): Locator =>
  page
    .getByRole('table', { name: 'What may be done' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: title }) });
