// As somebody who builds a platform I close the window, come back later, and find the same run with all it has said.
import { expect, type Page } from '@playwright/test';
import { needs, test } from '../../fixtures/journey.ts';
import { createPlatform, prepareAccess, readLog, readRun, startRun } from '../../fixtures/platform.ts';
import { expectDone, grid, log, searchLog, showWholeLog, task } from '../../screens/run.ts';
import { main, openWindow, rail, visit } from '../../screens/window.ts';

needs('bare');
test.use({ machineCount: 1 });

/** What the window shows of the lines with this text, with their times. */
async function linesWith(page: Page, text: string): Promise<readonly string[]> {
  await showWholeLog(page);
  await page.getByRole('button', { name: 'Show times' }).click();
  const lines = await searchLog(page, text);
  await expect(lines.first()).toBeVisible();
  return lines.allTextContents();
}

test('the window is closed in the middle of a run and opened again', async ({ page, context, machines, hearth, rest }) => {
  const platform = await createPlatform(rest, machines.nodes);
  await prepareAccess(rest, machines, platform.id);
  const runId = await startRun(rest, { platformId: platform.id, kind: 'provision' });
  await openWindow(page, hearth);
  await visit(page, hearth, `/setup/${platform.id}/run`);
  await expect(page.getByText('You can leave this page; the run goes on.')).toBeVisible();
  await expect(task(page, 'install-distribution:node1')).toHaveAttribute('data-state', 'running', { timeout: 60_000 });
  const before = await linesWith(page, 'node1');
  await page.close();

  const later = await context.newPage();
  await visit(later, hearth, '/');
  await expect(rail(later)).toBeVisible();
  await main(later).getByRole('button', { name: 'Go on with the wizard' }).click();
  await expect(later).toHaveURL(new RegExp(`/setup/${platform.id}/run$`));
  await expect(grid(later).locator('[data-cell]')).toHaveCount((await readRun(rest, runId)).tasks.length);
  const after = await linesWith(later, 'node1');
  expect(after.slice(0, before.length)).toEqual(before);

  await later.getByRole('searchbox', { name: 'Search log' }).fill('');
  await expectDone(later);
  const last = (await readLog(rest, runId)).at(-1);
  await expect(log(later)).toContainText(last?.text ?? 'no last line');
});
