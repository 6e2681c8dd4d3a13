// As somebody who watches a platform I am never shown old rows as new ones, and am let back in where I was.
import { expect } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { startHearth } from '../../fixtures/hearth.ts';
import { buildPractice } from '../../fixtures/practice.ts';
import { restOf } from '../../fixtures/rest.ts';
import { row, table } from '../../screens/dashboard.ts';
import { clearFault, setFault } from '../../screens/practice.ts';
import { openWindow, rail, signIn, statusBar } from '../../screens/window.ts';

test('the engine ends: the rows stay with their age; it is back: one signs in and is at the same place', async ({ page }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearth-e2e-lost-'));
  const first = await startHearth({ practice: true, dataDir });
  const id = await buildPractice(restOf(first), []);
  await signIn(page, first, `/p/${id}/nodes`);
  await expect(row(page, 'Nodes', 'oak')).toContainText('Ready');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await first.kill();
  await expect(statusBar(page)).toContainText('Hearth does not answer');
  await expect(page.getByText(/^from .+ ago$/)).toBeVisible();
  await expect(row(page, 'Nodes', 'oak')).toBeVisible();
  await expect(statusBar(page)).toContainText(/last heard .+ ago/);
  await expect(statusBar(page).getByRole('button', { name: 'Try now' })).toBeVisible();

  const second = await startHearth({ practice: true, dataDir, port: first.port });
  try {
    await expect(page.getByRole('heading', { name: 'This window is no longer signed in.' })).toBeVisible({ timeout: 20_000 });
    await expect(page.getByRole('textbox', { name: 'Access token' })).toBeVisible();
    await page.getByRole('textbox', { name: 'Access token' }).fill('not-a-token');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText('This token is not accepted. It may be revoked or expired.')).toBeVisible();
    await page.getByRole('textbox', { name: 'Access token' }).fill(second.token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(rail(page)).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/p/${id}/nodes$`));
  } finally {
    await second.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test('the control node goes silent: the age of the rows is told; it is back: they are live again', async ({ page }) => {
  const hearth = await startHearth({ practice: true });
  try {
    const id = await buildPractice(restOf(hearth), []);
    await signIn(page, hearth, `/p/${id}/nodes`);
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    await setFault(page, 'oak', 'No power');
    await expect(page.getByText(/^from .+ ago$/)).toBeVisible({ timeout: 30_000 });
    await expect(statusBar(page)).toContainText(/Cluster data reconnecting/);
    await expect(statusBar(page)).toContainText(/last heard .+ ago/);
    await expect(page.getByRole('status').filter({ hasText: /The cluster at \S+ does not answer\./ })).toBeVisible();
    await expect(table(page, 'Nodes').getByRole('row')).toHaveCount(5);
    await clearFault(page, 'oak', 'No power');
    await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 40_000 });
    await expect(statusBar(page)).toContainText('Cluster data live');
  } finally {
    await hearth.stop();
  }
});

test('an opening address works once', async ({ page, browser }) => {
  const hearth = await startHearth({ practice: true });
  const other = await browser.newContext();
  try {
    await openWindow(page, hearth);
    const late = await other.newPage();
    await late.goto(hearth.url);
    await expect(late.getByRole('heading', { name: 'This window is no longer signed in.' })).toBeVisible();
  } finally {
    await other.close();
    await hearth.stop();
  }
});
