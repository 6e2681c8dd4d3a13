// As somebody who wants to see what Hearth does I take the practice machines to a platform, without a machine of my own.
import { expect } from '@playwright/test';
import { test } from '../../fixtures/journey.ts';
import { practicePassword } from '../../fixtures/practice.ts';
import { nodeTile, openPods, row, sentence, table } from '../../screens/dashboard.ts';
import { expectDone, tasksIn } from '../../screens/run.ts';
import { goTo, main, openWindow, visit } from '../../screens/window.ts';
import { allIn, begin, build, button, chooseComponent, goOn, heading, headings, installKey } from '../../screens/wizard.ts';

test.use({ hearthOptions: { practice: true } });

test('four practice machines become a platform by mouse, one of them with two GPUs', async ({ page, hearth }) => {
  await openWindow(page, hearth);
  await begin(page, 'Practice');
  await button(page, 'Add all 4 practice machines').click();
  await expect(page.getByRole('table', { name: 'Machines in the platform' }).getByRole('row')).toHaveCount(5);
  await goOn(page, 'access');
  await button(page, 'Trust all 4 host keys').click();
  await installKey(page, { password: practicePassword, count: 4, passwordlessSudo: true });
  await expect(allIn(page, 4)).toBeVisible();
  await goOn(page, 'preflight');
  await expect(page.getByText('All 4 machines are fit.')).toBeVisible();
  await goOn(page, 'roles');
  // The recommendation keeps the machine with the GPUs free for GPU work.
  await expect(page.getByText(/which keeps yew free for GPU work/)).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Make oak the control node' })).toBeChecked();
  await goOn(page, 'settings');
  await chooseComponent(page, /^Container registry/);
  await goOn(page, 'review');
  await expect(page.getByLabel('What you chose')).toContainText('elm, ash, yew');
  await page.getByRole('switch', { name: 'Show every task' }).locator('xpath=ancestor::label').click();
  await expect(page.getByText('Join yew to the cluster')).toBeVisible();
  await build(page, 4);
  // The task centre tells of it from every page.
  await button(page, /^Tasks/).click();
  await expect(page.getByRole('complementary', { name: 'Tasks' })).toContainText('Set up Practice');
  await page.keyboard.press('Escape');
  await expectDone(page);
  await expect(tasksIn(page, 'failed', 'running', 'waiting')).toHaveCount(0);
  await goOn(page, 'finish');
  await button(page, 'Open the dashboard').click();

  await expect(sentence(page)).toHaveText(/^All is well: 4 nodes ready, \d+ pods running\.$/);
  await expect(nodeTile(page, 'yew')).toContainText('of 2');
  await goTo(page, 'Nodes');
  await expect(row(page, 'Nodes', 'oak')).toContainText('Ready');
  await row(page, 'Nodes', 'yew').click();
  await expect(page.getByRole('complementary', { name: 'yew' })).toContainText('GeForce RTX 4090');
  await goTo(page, 'Workloads');
  await expect(row(page, 'Deployments', 'registry')).toContainText('Ready');
  await openPods(page);
  await expect(table(page, 'Pods').getByRole('row').filter({ hasText: 'registry' })).toContainText('Running');
  await goTo(page, 'Events');
  await expect(table(page, 'Events').getByRole('row').nth(1)).toBeVisible();
  await goTo(page, 'Operations');
  await expect(row(page, 'Runs', 'Set up Practice')).toContainText('Done');
  await main(page).getByRole('link', { name: 'Set up Practice' }).click();
  await expectDone(page);
});

test('the wizard is left in the middle, opened again, and is where it was', async ({ page, hearth }) => {
  await openWindow(page, hearth);
  await begin(page, 'Left');
  await button(page, 'Add all 4 practice machines').click();
  await goOn(page, 'access');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await visit(page, hearth, '/');
  await button(page, 'Go on with the wizard').click();
  await expect(heading(page, headings.access)).toBeVisible();
  await expect(page.getByRole('table', { name: 'Access to each machine' }).getByRole('rowheader')).toHaveCount(4);
});
