// The frame around every page.
import { expect, type Locator, type Page, type Request } from '@playwright/test';
import type { Hearth } from '../fixtures/hearth.ts';

export type Place = 'Home' | 'Nodes' | 'Workloads' | 'Events' | 'Operations' | 'Settings';

export const rail = (page: Page): Locator => page.getByRole('navigation', { name: 'Places' });
export const main = (page: Page): Locator => page.locator('main');
export const statusBar = (page: Page): Locator => page.locator('footer').last();

/**
 * Chromium drops what it is loading whenever a network interface of the computer comes or goes, also what comes over
 * loopback; those of a lab do. What was dropped for that reason is loaded again, for no other.
 */
async function load(page: Page, url: string): Promise<void> {
  let dropped = false;
  const note = (request: Request): void => {
    dropped ||= request.failure()?.errorText === 'net::ERR_NETWORK_CHANGED';
  };
  const go = async (open: () => Promise<unknown>): Promise<void> => {
    dropped = false;
    await open().catch((error: unknown) => {
      if (!String(error).includes('ERR_NETWORK_CHANGED')) throw error;
      dropped = true;
    });
  };
  page.on('requestfailed', note);
  await go(() => page.goto(url));
  // Parts of the page are asked for after it has loaded; those may be dropped as well.
  await expect(async () => {
    if (dropped) await go(() => (page.url() === 'about:blank' ? page.goto(url) : page.reload()));
    await expect(rail(page)).toBeVisible({ timeout: 4000 });
  }).toPass({ timeout: 60_000 });
  page.off('requestfailed', note);
}

/** Opens the address that Hearth printed, as a person does. */
export const openWindow = (page: Page, hearth: Pick<Hearth, 'url'>): Promise<void> => load(page, hearth.url);

/** Opens an address of a window that is signed in. */
export const visit = (page: Page, hearth: Pick<Hearth, 'origin'>, path: string): Promise<void> => load(page, `${hearth.origin}${path}`);

/** Signs a further browser in; the printed address works once. */
export async function signIn(page: Page, hearth: Pick<Hearth, 'origin' | 'token'>, path = '/'): Promise<void> {
  const answer = await page.request.post(`${hearth.origin}/session`, {
    headers: { authorization: `Bearer ${hearth.token}`, origin: hearth.origin },
    data: {},
  });
  expect(answer.status()).toBe(200);
  await visit(page, hearth, path);
}

export const goTo = (page: Page, place: Place): Promise<void> => rail(page).getByRole('link', { name: place, exact: true }).click();
