// As somebody who wants to know how Hearth takes trouble I make some in the practice lab, and then mend it.
import { expect, type Page } from '@playwright/test';
import { test } from '../../fixtures/journey.ts';
import { buildPractice, practicePassword, preparePractice } from '../../fixtures/practice.ts';
import { runUntil, startRun } from '../../fixtures/platform.ts';
import { nodeTile, sentence } from '../../screens/dashboard.ts';
import { clearFault, setFault } from '../../screens/practice.ts';
import { expectDone, task } from '../../screens/run.ts';
import { openWindow, signIn } from '../../screens/window.ts';
import { accessRow, allIn, begin, button, cell, goOn, heading, headings, installKey, openConnection } from '../../screens/wizard.ts';

test.use({ hearthOptions: { practice: true } });

async function toAccess(page: Page): Promise<void> {
  await begin(page, 'Trouble');
  await button(page, 'Add all 4 practice machines').click();
  await goOn(page, 'access');
}

test('no power, a refused password and a changed host key, on the way in', async ({ page, hearth }) => {
  await openWindow(page, hearth);
  await setFault(page, 'elm', 'No power');
  await toAccess(page);
  await expect(accessRow(page, 'elm')).toContainText('Not reached');
  const unreachable = page.getByRole('alert').filter({ hasText: 'elm does not answer on port 22.' });
  await expect(unreachable).toContainText('Switch it on or check its cable and address, then try again.');
  await clearFault(page, 'elm', 'No power');
  await unreachable.getByRole('button', { name: 'Try again' }).click();
  await expect(accessRow(page, 'elm')).toContainText('Compare host key');
  await button(page, 'Trust all 4 host keys').click();

  await setFault(page, 'ash', 'Wrong password');
  await installKey(page, { password: practicePassword, count: 4, passwordlessSudo: true });
  await expect(page.getByText('The key could not be installed on 1 machine.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Password', exact: true })).toHaveAccessibleDescription(
    /ash refused this password\. Enter it again/,
  );
  const refused = (await openConnection(page, 'ash')).getByRole('alert');
  await expect(refused).toContainText('The password for ubuntu on ash is wrong.');
  await clearFault(page, 'ash', 'Wrong password');
  await installKey(page, { password: practicePassword, count: 1, passwordlessSudo: true });
  await expect(allIn(page, 4)).toBeVisible();

  await setFault(page, 'yew', 'Changed host key');
  await button(page, 'Check all again').click();
  const stop = page.getByRole('alert').filter({ hasText: 'yew shows another host key than the one you trusted' });
  await expect(stop.locator('code')).toHaveCount(2);
  expect(new Set(await stop.locator('code').allTextContents()).size).toBe(2);
  await clearFault(page, 'yew', 'Changed host key');
  await button(page, 'Check all again').click();
  await expect(stop).toHaveCount(0);
  await expect(allIn(page, 4)).toBeVisible();
});

test('a full disk, a wrong clock and a foreign cluster, at preflight', async ({ page, hearth, rest }) => {
  const id = await preparePractice(rest);
  await signIn(page, hearth, `/setup/${id}/access`);
  await expect(allIn(page, 4)).toBeVisible();
  await setFault(page, 'elm', 'Full disk');
  await setFault(page, 'ash', 'Wrong clock');
  await setFault(page, 'yew', 'In another cluster');
  await goOn(page, 'preflight');
  await expect(page.getByText(/^3 blocks on elm, ash, yew/)).toBeVisible();
  const details = page.getByRole('region', { name: 'Details of the check' });
  for (const { on, check, remedy } of [
    { on: 'elm', check: 'Free disk space', remedy: 'sudo apt-get clean' },
    { on: 'ash', check: 'Clock', remedy: 'timedatectl timesync-status' },
    { on: 'yew', check: 'Other clusters', remedy: 'sudo microk8s leave' },
  ]) {
    await expect(cell(page, on, check)).toHaveText('Block');
    await cell(page, on, check).click();
    await expect(details).toContainText(on);
    await expect(details).toContainText(remedy);
  }
  await button(page, 'Continue to roles').click();
  await expect(heading(page, headings.preflight)).toBeVisible();
  await clearFault(page, 'elm', 'Full disk');
  await clearFault(page, 'ash', 'Wrong clock');
  await clearFault(page, 'yew', 'In another cluster');
  await button(page, 'Check again').click();
  await expect(page.getByText('All 4 machines are fit.')).toBeVisible();
  await goOn(page, 'roles');
});

test('a machine loses power during the run: told, tried again, and finished once it is back', async ({ page, hearth, rest }) => {
  const id = await preparePractice(rest);
  const runId = await startRun(rest, { platformId: id, kind: 'provision' });
  // In the middle of the installation, which is over sooner than a window can be asked to.
  await runUntil(rest, runId, ({ tasks }) => tasks.some((one) => one.id === 'install-distribution:elm' && one.state === 'running'));
  await rest.call('PUT', '/practice/nodes/elm/faults/power-loss', { on: true });
  await signIn(page, hearth, `/setup/${id}/run`);
  const notice = page.getByRole('region', { name: 'Trying again by itself' });
  await expect(notice).toContainText('Install MicroK8s on elm');
  await expect(notice).toContainText(/attempt [2-9] of 8/);
  await expect(notice).toContainText('elm does not answer on port 22.');
  await clearFault(page, 'elm', 'No power');
  await expectDone(page, 60_000);
});

test('a disk is full at install: the run stops with the remedy, and goes on by a retry', async ({ page, hearth, rest }) => {
  const id = await preparePractice(rest);
  const runId = await startRun(rest, { platformId: id, kind: 'provision' });
  // After the run's own look at the disk and before it installs; the window may be slower than that.
  await runUntil(rest, runId, ({ tasks }) => tasks.some((one) => one.id === 'preflight:ash' && one.state === 'unchanged'));
  await rest.call('PUT', '/practice/nodes/ash/faults/full-disk', { on: true });
  await signIn(page, hearth, `/setup/${id}/run`);
  const failure = page.getByRole('alert').filter({ hasText: 'The disk of ash is full' });
  await expect(failure).toBeVisible({ timeout: 30_000 });
  await expect(failure).toContainText('Free some space');
  await expect(failure).toContainText('Install MicroK8s on ash');
  // What does not need it has gone on.
  await expect(task(page, 'join-worker:elm')).toHaveAttribute('data-state', 'done', { timeout: 30_000 });
  await expect(task(page, 'join-worker:ash')).toHaveAttribute('data-state', 'waiting');
  await clearFault(page, 'ash', 'Full disk');
  await failure.getByRole('button', { name: 'Retry task' }).click();
  await expectDone(page, 60_000);
});

test('a node of a finished platform loses power: seen at once, named, and well again when it is back', async ({ page, hearth, rest }) => {
  const id = await buildPractice(rest, []);
  await signIn(page, hearth, `/p/${id}`);
  await expect(sentence(page)).toContainText('All is well: 4 nodes ready');
  await setFault(page, 'elm', 'No power');
  await expect(sentence(page)).toContainText(/elm (is not heard|needs attention|has failed)/);
  await expect(page.getByRole('region', { name: 'Needs you' })).toContainText('elm');
  await expect(nodeTile(page, 'elm')).not.toContainText('Ready');
  await clearFault(page, 'elm', 'No power');
  await expect(sentence(page)).toContainText('All is well: 4 nodes ready');
});
