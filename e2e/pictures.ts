// How the pictures of the screens are taken.
import type { Page } from '@playwright/test';
import { join } from 'node:path';
import { setTheme } from './fixtures/accessible.ts';

export const folder = join(import.meta.dirname, '..', 'docs', 'screens');
export const desktop = { width: 1280, height: 800 };
export const narrow = { width: 900, height: 800 };

/** Light and dark. */
export async function shoot(page: Page, name: string): Promise<void> {
  // Nothing is pointed at in a picture.
  await page.mouse.move(0, 0);
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(page, theme);
    await page.screenshot({ path: join(folder, `${name}-${theme}.png`), caret: 'hide' });
  }
  await setTheme(page, 'light');
}

/** As it is, and in a window that is no wider than 900 pixels. */
export async function shootNarrowToo(page: Page, name: string): Promise<void> {
  await shoot(page, name);
  await page.setViewportSize(narrow);
  await shoot(page, `${name}-900`);
  await page.setViewportSize(desktop);
}
