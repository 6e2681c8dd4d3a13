// The panel of the practice lab.
import { expect, type Locator, type Page } from '@playwright/test';

export const panel = (page: Page): Locator => page.getByRole('complementary', { name: 'Practice lab' });

/** Switches a fault of a simulated machine, by its words in the panel; closes the panel again. */
export async function setFault(page: Page, machine: string, fault: string, on = true): Promise<void> {
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
