// The frame around every page.
import { expect, type Locator, type Page } from '@playwright/test';
import type { Hearth } from '../fixtures/hearth.ts';

export type Place = 'Home' | 'Nodes' | 'Workloads' | 'Events' | 'Operations' | 'Settings';

export const rail = (page: Page): Locator => page.getByRole('navigation', { name: 'Places' });
export const main = (page: Page): Locator => page.locator('main');
export const statusBar = (page: Page): Locator => page.locator('footer').last();

/** Opens the address that Hearth printed, as a person does. */
export async function openWindow(page: Page, hearth: Pick<Hearth, 'url'>): Promise<void> {
  await page.goto(hearth.url);
  await expect(rail(page)).toBeVisible();
}

/** Signs a further browser in; the printed address works once. */
export async function signIn(page: Page, hearth: Pick<Hearth, 'origin' | 'token'>, path = '/'): Promise<void> {
  const answer = await page.request.post(`${hearth.origin}/session`, {
    headers: { authorization: `Bearer ${hearth.token}`, origin: hearth.origin },
    data: {},
  });
  expect(answer.status()).toBe(200);
  await page.goto(`${hearth.origin}${path}`);
  await expect(rail(page)).toBeVisible();
}

export const goTo = (page: Page, place: Place): Promise<void> => rail(page).getByRole('link', { name: place, exact: true }).click();
