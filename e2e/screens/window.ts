// The frame around every page.
import { expect, type Locator, type Page, type Request } from '@playwright/test';
import type { Hearth } from '../fixtures/hearth.ts';

export type Place = 'Home' | 'Nodes' | 'Workloads' | 'Events' | 'Inventory' | 'Operations' | 'Settings';

export const rail = (page: Page): Locator => page.getByRole('navigation', { name: 'Places' });
export const main = (page: Page): Locator => page.locator('main');
export const statusBar = (page: Page): Locator => page.locator('footer').last();

/** The window is there, or something it is made of was dropped on the way. */
async function tryToLoad(page: Page, url: string): Promise<'shown' | 'dropped'> {
  const dropped = Promise.withResolvers<'dropped'>();
  const isDrop = (text: string | undefined): boolean => text?.includes('ERR_NETWORK_CHANGED') === true;
  const note = (request: Request): void => {
    if (isDrop(request.failure()?.errorText)) dropped.resolve('dropped');
  };
  page.on('requestfailed', note);
  const shown = async (): Promise<'shown' | 'dropped'> => {
    try {
      await page.goto(url);
      await expect(rail(page)).toBeVisible();
      return 'shown';
    } catch (error) {
      if (isDrop(String(error))) return 'dropped';
      throw error;
    }
  };
  const loading = shown();
  // Once it is loaded anew, nobody asks any more how this attempt ended.
  loading.catch(() => undefined);
  const end = await Promise.race([loading, dropped.promise]);
  page.off('requestfailed', note);
  return end;
}

/**
 * Chromium drops what it is loading whenever an address of the computer comes or goes, also what comes over loopback;
 * those of a lab do. What was dropped for that reason is loaded again, for no other.
 */
async function load(page: Page, url: string): Promise<void> {
  while ((await tryToLoad(page, url)) === 'dropped');
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
