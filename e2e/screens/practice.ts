// The panel of the practice lab.
import { expect, type Locator, type Page } from '@playwright/test';

export const panel = (page: Page): Locator => page.getByRole('complementary', { name: 'Practice lab' });

interface Turn {
  readonly machine: string;
  /** Its words in the panel. */
  readonly fault: string;
  readonly on: boolean;
}

export const setFault = (page: Page, machine: string, fault: string): Promise<void> => turnFault(page, { machine, fault, on: true });
export const clearFault = (page: Page, machine: string, fault: string): Promise<void> => turnFault(page, { machine, fault, on: false });

/** Closes the panel again. */
async function turnFault(page: Page, { machine, fault, on }: Turn): Promise<void> {
  await page.getByRole('button', { name: 'Practice lab', exact: true }).click();
  const choice = panel(page)
    .getByRole('region', { name: machine })
    .getByRole('switch', { name: new RegExp(`^${fault}`) });
  await expect(choice).toBeChecked({ checked: !on });
  await choice.locator('xpath=ancestor::label').click();
  await expect(choice).toBeChecked({ checked: on });
  await panel(page).getByRole('button', { name: 'Close' }).click();
  await expect(panel(page)).toHaveCount(0);
}
