// As somebody careful I let the plan be rehearsed first, and when a machine dies in the middle I go on without it and let it join later.
import { expect } from '@playwright/test';
import { z } from 'zod';
import { test } from '../../fixtures/journey.ts';
import { amendPlatform, newestRun, readPlatform, readRun, runUntil, startRun } from '../../fixtures/platform.ts';
import { preparePractice } from '../../fixtures/practice.ts';
import { expectDone, task } from '../../screens/run.ts';
import { goTo, signIn, visit } from '../../screens/window.ts';
import { allIn, button, goOn, heading, headings } from '../../screens/wizard.ts';

test.use({ hearthOptions: { practice: true } });

test('a dry run says what would change, in total and for each machine, and changes nothing', async ({ page, hearth, rest }) => {
  const id = await preparePractice(rest, ['registry']);
  await signIn(page, hearth, `/setup/${id}/access`);
  await expect(allIn(page, 4)).toBeVisible();
  await goOn(page, 'preflight');
  await expect(page.getByText(/^All 4 machines are fit/)).toBeVisible({ timeout: 90_000 });
  for (const step of ['roles', 'settings', 'review'] as const) await goOn(page, step);
  await expect(heading(page, headings.review)).toBeVisible();
  const totals = page.getByText(/^\d+ changes: \d+ on oak, \d+ on elm, \d+ on ash, \d+ on yew, \d+ in the cluster\.$/);
  const [, changes = ''] = /^(\d+)/.exec(await totals.innerText()) ?? [];
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Download plan (Markdown)').click()]);
  expect(download.suggestedFilename()).toBe('lab-plan.md');

  await button(page, 'Dry run').click();
  await expect(page.getByRole('heading', { name: 'Dry run: Set up Lab' })).toBeVisible();
  await expect(page.getByText('The dry run is done. Nothing was changed.')).toBeVisible({ timeout: 30_000 });
  await expect(button(page, 'Back to review')).toBeVisible();
  const sum = page.getByRole('table', { name: 'What would change' });
  await expect(sum.getByRole('rowheader')).toHaveText(['oak', 'elm', 'ash', 'yew', 'The cluster', 'In all']);
  const inAll = await sum.getByRole('row').last().getByRole('cell').allInnerTexts();
  expect(inAll.reduce((total, cell) => total + Number(cell), 0)).toBe(Number(changes));
  await task(page, 'install-distribution:oak').hover();
  await expect(page.locator('[data-task="install-distribution:oak"]')).toContainText('Would change: oak: the snap microk8s');
  const dry = await readRun(rest, await newestRun(rest, id));
  expect([dry.kind, dry.state]).toEqual(['rehearse', 'done']);

  await goTo(page, 'Operations');
  await expect(page.getByRole('rowheader', { name: 'Dry run: Set up Lab' })).toBeVisible();
  // The same by REST, and another one finds everything as bare as before.
  const { markdown } = z
    .object({ markdown: z.string() })
    .parse(await rest.call('POST', '/runs/plan/text', { platformId: id, kind: 'provision' }));
  expect(markdown).toContain('# Set up Lab');
  expect(markdown).toContain(`, ${changes} changes, `);
  const again = await runUntil(rest, await startRun(rest, { platformId: id, kind: 'rehearse' }), ({ state }) => state === 'done');
  expect(again.counts).toEqual(dry.counts);
});

test('what is started is the plan that was read: one that changed elsewhere is shown anew', async ({ page, hearth, rest }) => {
  const id = await preparePractice(rest);
  const label = async (name: string, labels: Record<string, string>) => {
    const { nodes } = await readPlatform(rest, id);
    await amendPlatform(rest, id, { nodes: nodes.map((node) => (node.name === name ? Object.assign({}, node, { labels }) : node)) });
  };
  await signIn(page, hearth, `/setup/${id}/access`);
  await expect(allIn(page, 4)).toBeVisible();
  await goOn(page, 'preflight');
  await expect(page.getByText(/^All 4 machines are fit/)).toBeVisible({ timeout: 90_000 });
  for (const step of ['roles', 'settings', 'review'] as const) await goOn(page, step);
  await button(page, 'Dry run').click();
  await button(page, 'Back to review').click();
  await expect(heading(page, headings.review)).toBeVisible();
  await expect(button(page, 'Build the platform on 4 machines')).toBeEnabled();
  await expect(page.getByText('The plan has changed since it was shown.')).toHaveCount(0);

  // While the page is looked at, it learns of what is saved elsewhere by itself.
  await label('elm', { disk: 'ssd' });
  const different = page.getByRole('group', { name: 'What is different' });
  await expect(different).toContainText('elm', { timeout: 20_000 });
  await expect(page.getByText('This is the plan as it is now.')).toBeVisible();

  // Where nobody looks, it does not: the press that comes then starts nothing.
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
  const before = await newestRun(rest, id);
  await label('ash', { disk: 'hdd' });
  await button(page, 'Build the platform on 4 machines').click();
  await expect(page.getByText(/^Nothing was started\. This is the plan as it is now/)).toBeVisible();
  await expect(different).toContainText('ash');
  expect(await newestRun(rest, id)).toBe(before);
  await button(page, 'Build the platform on 4 machines').click();
  await expectDone(page, 60_000);
  expect((await readRun(rest, await newestRun(rest, id))).tasks.map((one) => one.id)).toContain('mark-node:ash');
});

test('a machine that dies in the middle is left out in one act, and joins later', async ({ page, hearth, rest }) => {
  const id = await preparePractice(rest);
  const runId = await startRun(rest, { platformId: id, kind: 'provision' });
  await runUntil(rest, runId, ({ tasks }) => tasks.some((one) => one.id === 'install-distribution:yew' && one.state === 'running'));
  await rest.call('PUT', '/practice/nodes/yew/faults/power-loss', { on: true });
  await signIn(page, hearth, `/setup/${id}/run`);
  const trouble = page.getByRole('region', { name: 'Trying again by itself' });
  await trouble.getByRole('button', { name: 'Go on without yew' }).click();
  const dialog = page.getByRole('dialog', { name: 'Go on without yew?' });
  await expect(dialog.getByRole('listitem')).toHaveText([
    'Install MicroK8s on yew',
    'Give yew its own time for refreshes',
    'Join yew to the cluster',
  ]);
  await dialog.getByRole('button', { name: 'Go on without yew' }).click();
  await expect(page.getByText('The run is done, without yew.')).toBeVisible({ timeout: 60_000 });
  await expect(task(page, 'join-worker:yew')).toHaveAttribute('data-state', 'skipped');
  await expect(task(page, 'join-worker:ash')).toHaveAttribute('data-state', 'done');

  await rest.call('PUT', '/practice/nodes/yew/faults/power-loss', { on: false });
  await visit(page, hearth, `/p/${id}`);
  await expect(page.getByText('yew has not joined the cluster.')).toBeVisible({ timeout: 30_000 });
  await button(page, 'Join yew').click();
  await expectDone(page, 60_000);
  await expect(task(page, 'join-worker:yew')).toHaveAttribute('data-state', 'done');
  await expect(task(page, 'join-worker:ash')).toHaveAttribute('data-state', 'unchanged');
});
