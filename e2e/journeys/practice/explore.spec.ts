import { test, expect } from '@playwright/test';
import { startHearth } from '../../fixtures/hearth.ts';
import { openWindow, goTo, main } from '../../screens/window.ts';
import * as w from '../../screens/wizard.ts';
import * as r from '../../screens/run.ts';
test('x', async ({ page }) => {
  const hearth = await startHearth({ practice: true });
  const shot = (n: string) => page.screenshot({ path: `/tmp/shots/${n}.png` });
  try {
    await openWindow(page, hearth); await shot('welcome');
    await w.begin(page, 'Shelf'); await shot('nodes');
    await page.getByRole('button', { name: /Add all 4/ }).click();
    await shot('nodes2');
    await w.goOn(page, 'access'); 
    await page.getByRole('button', { name: /Trust all 4/ }).click();
    await w.installKey(page, { password: 'practice', count: 4, passwordlessSudo: true });
    await expect(w.allIn(page, 4)).toBeVisible(); await shot('access');
    await w.goOn(page, 'preflight');
    await expect(page.getByText(/All 4 machines are fit/)).toBeVisible(); await shot('preflight');
    console.log(await main(page).ariaSnapshot());
    await w.goOn(page, 'roles'); await shot('roles');
    await w.goOn(page, 'settings'); await shot('settings');
    console.log(await main(page).ariaSnapshot());
    await w.goOn(page, 'review'); await shot('review');
    await w.build(page, 4); await shot('run');
    console.log(await main(page).ariaSnapshot());
    await r.expectDone(page); await shot('run2');
    await w.goOn(page, 'finish'); await shot('finish');
    await page.getByRole('button', { name: 'Open the dashboard' }).click();
    await expect(main(page).getByRole('heading', { level: 1 })).toContainText('All is well'); await shot('home');
    console.log(await main(page).ariaSnapshot());
    for (const p of ['Nodes', 'Workloads', 'Events', 'Operations', 'Settings'] as const) { await goTo(page, p); await page.waitForTimeout(400); await shot(p); }
  } finally { await hearth.stop(); }
});
