// Pictures of every screen, light and dark, over the practice lab: npm run screens writes them to docs/screens.
// With `-- inventory` only those of the inventory.
import { chromium, expect, type Page } from '@playwright/test';
import { existsSync, mkdirSync } from 'node:fs';
import { startHearth, type Hearth } from './fixtures/hearth.ts';
import { newestRun, runUntil } from './fixtures/platform.ts';
import { buildPractice, practicePassword } from './fixtures/practice.ts';
import { restOf } from './fixtures/rest.ts';
import { inventoryPictures } from './inventory-pictures.ts';
import { desktop, folder, narrow, shoot } from './pictures.ts';
import { openPods, row, sentence, table } from './screens/dashboard.ts';
import { clearFault, setFault } from './screens/practice.ts';
import { expectDone } from './screens/run.ts';
import { goTo, main, openWindow, visit } from './screens/window.ts';
import { allIn, build, button, cell, chooseComponent, goOn, heading, headings, installKey } from './screens/wizard.ts';

const phone = { width: 390, height: 844 };
const debian = '/usr/bin/chromium';

async function wizard(page: Page): Promise<void> {
  await shoot(page, 'welcome');
  await main(page).getByRole('button', { name: 'Set up a platform' }).click();
  await page.getByLabel('What shall it be called?').fill('Home lab');
  await button(page, 'Begin').click();
  await expect(heading(page, headings.distribution)).toBeVisible();
  await shoot(page, 'wizard-0-distribution');
  await goOn(page, 'machines');
  await page.getByRole('tab', { name: 'Find machines' }).click();
  await shoot(page, 'wizard-1-find');
  await page.getByRole('tab', { name: 'Practice machines' }).click();
  await button(page, 'Add all 4 practice machines').click();
  await expect(page.getByRole('table', { name: 'Machines in the platform' })).toBeVisible();
  await shoot(page, 'wizard-1-machines');
  await goOn(page, 'access');
  await expect(button(page, 'Trust all 4 host keys')).toBeVisible();
  await shoot(page, 'wizard-2-host-keys');
  await button(page, 'Trust all 4 host keys').click();
  await expect(button(page, 'Install key on 4 machines')).toBeVisible();
  await shoot(page, 'wizard-2-install-key');
  await installKey(page, { password: practicePassword, count: 4, passwordlessSudo: true });
  await expect(allIn(page, 4)).toBeVisible();
  await setFault(page, 'elm', 'Changed host key');
  await button(page, 'Check all again').click();
  await expect(page.getByRole('heading', { name: /^elm shows another host key/ })).toBeVisible();
  await shoot(page, 'wizard-2-changed-key');
  await clearFault(page, 'elm', 'Changed host key');
  await button(page, 'Check all again').click();
  await expect(allIn(page, 4)).toBeVisible();
  await setFault(page, 'elm', 'Full disk');
  await goOn(page, 'preflight');
  await expect(page.getByText(/^1 block on elm/)).toBeVisible();
  await cell(page, 'elm', 'Free disk space').click();
  await shoot(page, 'wizard-3-preflight');
  await clearFault(page, 'elm', 'Full disk');
  await button(page, 'Check again').click();
  await expect(page.getByText('All 4 machines are fit.')).toBeVisible();
  await goOn(page, 'roles');
  await shoot(page, 'wizard-4-roles');
  await goOn(page, 'settings');
  await chooseComponent(page, /^Container registry/);
  await shoot(page, 'wizard-5-settings');
  await goOn(page, 'review');
  await expect(button(page, 'Build the platform on 4 machines')).toBeEnabled();
  await shoot(page, 'wizard-6-review');
}

/** Answers the platform's id. */
async function run(page: Page, hearth: Hearth): Promise<string> {
  const rest = restOf(hearth);
  await build(page, 4);
  const [, , platformId = ''] = new URL(page.url()).pathname.split('/');
  const id = await newestRun(rest, platformId);
  // After the run's own look at the disk and before it installs; the pictures take longer than that.
  await runUntil(rest, id, ({ tasks }) => tasks.some((one) => one.id === 'preflight:yew' && one.state === 'unchanged'));
  await rest.call('PUT', '/practice/nodes/yew/faults/full-disk', { on: true });
  await shoot(page, 'wizard-7-build');
  await expect(page.getByRole('alert').filter({ hasText: 'The disk of yew is full' })).toBeVisible({ timeout: 30_000 });
  await shoot(page, 'run-failure');
  await clearFault(page, 'yew', 'Full disk');
  await button(page, 'Retry task').click();
  await expectDone(page, 60_000);
  await goOn(page, 'finish');
  await shoot(page, 'wizard-8-finish');
  await button(page, 'Open the dashboard').click();
  return platformId;
}

async function home(page: Page): Promise<void> {
  await expect(sentence(page)).toContainText('All is well');
  await shoot(page, 'home');
  await page.setViewportSize(narrow);
  await shoot(page, 'home-900');
  await page.setViewportSize(phone);
  await shoot(page, 'home-phone');
  await page.setViewportSize(desktop);
}

async function lists(page: Page): Promise<void> {
  await goTo(page, 'Nodes');
  await row(page, 'Nodes', 'yew').click();
  await expect(page.getByRole('complementary', { name: 'yew' })).toBeVisible();
  await shoot(page, 'nodes');
  await page.getByRole('button', { name: 'Remove node…' }).click();
  await expect(page.getByRole('heading', { name: 'Remove yew?' })).toBeVisible();
  await shoot(page, 'remove-node');
  await page.keyboard.press('Escape');
  await goTo(page, 'Workloads');
  await expect(row(page, 'Deployments', 'registry')).toBeVisible();
  await shoot(page, 'workloads');
  await openPods(page);
  await expect(table(page, 'Pods').getByRole('row').nth(1)).toBeVisible();
  await shoot(page, 'pods');
  await goTo(page, 'Events');
  await expect(table(page, 'Events').getByRole('row').nth(1)).toBeVisible();
  await shoot(page, 'events');
  await goTo(page, 'Operations');
  await shoot(page, 'runs');
  await main(page).getByRole('link', { name: 'Set up Home lab' }).click();
  await expectDone(page);
  await shoot(page, 'run-done');
}

async function frame(page: Page): Promise<void> {
  await goTo(page, 'Home');
  await page.keyboard.press('t');
  await shoot(page, 'task-centre');
  await page.keyboard.press('Escape');
  await button(page, 'Practice lab').click();
  await shoot(page, 'practice-lab');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog', { name: 'Search and commands' })).toBeVisible();
  await shoot(page, 'palette');
  await page.keyboard.press('Escape');
  await goTo(page, 'Settings');
  await expect(row(page, 'Access', 'print-token')).toBeVisible();
  await shoot(page, 'settings-access');
  for (const section of ['Platform', 'Appearance', 'Keyboard', 'About']) {
    await page.getByRole('tab', { name: section }).click();
    await shoot(page, `settings-${section.toLowerCase()}`);
  }
}

async function lost(page: Page, hearth: Hearth): Promise<void> {
  await goTo(page, 'Nodes');
  await expect(table(page, 'Nodes').getByRole('row').nth(1)).toBeVisible();
  await hearth.kill();
  await expect(page.getByText('Hearth does not answer')).toBeVisible();
  await shoot(page, 'engine-lost');
}

const onlyInventory = process.argv.includes('inventory');
mkdirSync(folder, { recursive: true });
const hearth = await startHearth({ practice: true });
const browser = await chromium.launch({ args: ['--no-sandbox'], ...(existsSync(debian) ? { executablePath: debian } : {}) });
try {
  const page = await browser.newPage({ viewport: desktop, deviceScaleFactor: 1 });
  await openWindow(page, hearth);
  if (onlyInventory) {
    await inventoryPictures(page, hearth, await buildPractice(restOf(hearth)));
  } else {
    await wizard(page);
    const platformId = await run(page, hearth);
    await home(page);
    await lists(page);
    await frame(page);
    await inventoryPictures(page, hearth, platformId);
    await visit(page, hearth, `/p/${platformId}`);
    await lost(page, hearth);
  }
} finally {
  await browser.close();
  await hearth.stop();
}
