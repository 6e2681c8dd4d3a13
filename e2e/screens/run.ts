// One run, as shown in the wizard and under Operations.
import { expect, type Locator, type Page } from '@playwright/test';

export type TaskState = 'waiting' | 'ready' | 'running' | 'done' | 'unchanged' | 'failed' | 'skipped' | 'cancelled' | 'interrupted';

/** The mark of a task; its state is in `data-state`. */
export const task = (page: Page, id: string): Locator => page.locator(`[data-cell="${id}"]`);

export const grid = (page: Page): Locator => page.getByRole('table', { name: 'Tasks by node' });
export const everythingDone = (page: Page): Locator => page.getByText('Everything is done.');

/** The grid's marks in the given states. */
export const tasksIn = (page: Page, ...states: readonly TaskState[]): Locator =>
  grid(page).locator(states.map((state) => `[data-state="${state}"]`).join(', '));

/** Shows the log of the whole run. */
export async function showWholeLog(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Whole run', exact: true }).click();
}

export const log = (page: Page): Locator => page.getByRole('log');

/** Only lines with this text are shown from then on. */
export async function searchLog(page: Page, text: string): Promise<Locator> {
  await page.getByRole('searchbox', { name: 'Search log' }).fill(text);
  return log(page).locator('[data-index]');
}

/** A run that ends well; long, because machines are installed in it. */
export async function expectDone(page: Page, timeout = 240_000): Promise<void> {
  await expect(everythingDone(page)).toBeVisible({ timeout });
}
