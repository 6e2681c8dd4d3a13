// As somebody who watches a platform I am never shown old rows as new ones, and am let back in where I was.
import { expect } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { startHearth } from '../../fixtures/hearth.ts';
import { finished, runUntil, startRun } from '../../fixtures/platform.ts';
import { buildPractice, preparePractice } from '../../fixtures/practice.ts';
import { restOf } from '../../fixtures/rest.ts';
import { wireOf } from '../../fixtures/wire.ts';
import { row, table } from '../../screens/dashboard.ts';
import { clearFault, setFault } from '../../screens/practice.ts';
import { everythingDone, expectDone } from '../../screens/run.ts';
import { goTo, main, openWindow, rail, signIn, statusBar } from '../../screens/window.ts';
import { button } from '../../screens/wizard.ts';

test('the engine ends: the rows stay with their age; it is back: the window is too, at the same place, until it is signed out', async ({
  page,
}) => {
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
    await expect(statusBar(page)).not.toContainText('Hearth does not answer', { timeout: 20_000 });
    await expect(rail(page)).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/p/${id}/nodes$`));

    // Every session is revoked; the window learns it without being asked.
    expect(await page.evaluate(async () => (await fetch('/session', { method: 'DELETE' })).status)).toBe(200);
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

test('the wire is cut in the middle of a run: it stands still as it was last seen and says so; mended, it goes on by itself', async ({
  page,
}) => {
  const hearth = await startHearth({ practice: true });
  try {
    const rest = restOf(hearth);
    const wire = await wireOf(page);
    const id = await preparePractice(rest);
    const runId = await startRun(rest, { platformId: id, kind: 'provision' });
    // Held up by a machine without power, so that the run does not end before it is looked at.
    await runUntil(rest, runId, ({ tasks }) => tasks.some((one) => /^install-.+:elm$/.test(one.id) && one.state === 'running'));
    await rest.call('PUT', '/practice/nodes/elm/faults/power-loss', { on: true });
    await signIn(page, hearth, `/runs/${runId}`);
    await expect(main(page).locator('header')).toContainText(/next attempt (in \d+ s|now)/, { timeout: 30_000 });
    await expect(main(page).locator('header')).not.toContainText('left');
    await expect(button(page, 'Pause run')).toBeEnabled();

    await wire.cut();
    const silent = main(page)
      .getByRole('status')
      .filter({ hasText: /^As of \d\d:\d\d:\d\d, Hearth does not answer\./ });
    await expect(silent).toBeVisible();
    await expect(button(page, 'Pause run')).toBeDisabled();
    await expect(button(page, 'Cancel run')).toBeDisabled();
    await expect(button(page, 'Cancel run')).toHaveAccessibleDescription(/Hearth does not answer/);
    await expect(statusBar(page)).toContainText(/as of \d\d:\d\d:\d\d/);
    // Since when is true whoever answers; how long and how much longer is not.
    const facts = async () => (await main(page).locator('header').textContent())?.replace(/\d+ \w+ ago/, '');
    const asSeen = await facts();
    await rest.call('PUT', '/practice/nodes/elm/faults/power-loss', { on: false });
    await finished(rest, runId);
    await expect(silent).toBeVisible();
    await expect(everythingDone(page)).toHaveCount(0);
    expect(await facts()).toBe(asSeen);

    wire.mend();
    await expectDone(page, 30_000);
    await expect(silent).toHaveCount(0);
    await expect(button(page, 'Undo this run…')).toBeEnabled();
  } finally {
    await hearth.stop();
  }
});

test('the practice lab begins anew: a run of before is gone from the window, and does not run for ever', async ({ page }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearth-e2e-anew-'));
  const first = await startHearth({ practice: true, dataDir });
  const rest = restOf(first);
  const id = await preparePractice(rest);
  const runId = await startRun(rest, { platformId: id, kind: 'provision' });
  await rest.call('PUT', '/practice/nodes/elm/faults/power-loss', { on: true });
  await signIn(page, first, `/runs/${runId}`);
  await expect(page.getByRole('heading', { name: 'Set up Lab' })).toBeVisible();
  await first.kill();
  const second = await startHearth({ practice: true, dataDir, port: first.port });
  try {
    await expect(page.getByRole('heading', { name: 'This run is gone' })).toBeVisible({ timeout: 30_000 });
    await goTo(page, 'Operations');
    await expect(page.getByText('Nothing has been run yet.')).toBeVisible();
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
