// As somebody who has changed my mind I take back what a run did, and am told before what that is and what stays.
import { expect } from '@playwright/test';
import { expectAccessible } from '../../fixtures/accessible.ts';
import { test } from '../../fixtures/journey.ts';
import { newestRun, readRun } from '../../fixtures/platform.ts';
import { buildPractice } from '../../fixtures/practice.ts';
import { expectDone, grid, task, tasksIn } from '../../screens/run.ts';
import { signIn, visit } from '../../screens/window.ts';
import { button } from '../../screens/wizard.ts';

test.use({ hearthOptions: { practice: true } });

test('a platform is built and taken back: asked with its steps and what stays, and done as a run of its own', async ({
  page,
  hearth,
  rest,
}) => {
  const id = await buildPractice(rest, ['cert-manager', 'registry']);
  const built = await readRun(rest, await newestRun(rest, id));
  await signIn(page, hearth, `/runs/${built.id}`);
  await button(page, 'Undo this run…').click();
  const dialog = page.getByRole('dialog', { name: `Undo ${built.title}?` });
  const taken = dialog.getByRole('group', { name: 'This is taken back' });
  await expect(taken.getByRole('listitem').filter({ hasText: 'Install Container registry' })).toHaveCount(1);
  const stays = dialog.getByRole('group', { name: 'This stays' });
  await expect(stays).toContainText(
    '"Install missing packages on oak", and the same for elm, ash and yew, stays: Hearth has no way back for it.',
  );
  await expect(stays).toContainText('the volumes that its pods claimed and what they hold stay');
  await expectAccessible(page, 'question before undoing');
  await dialog.getByRole('button', { name: 'Keep everything' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(`${hearth.origin}/runs/${built.id}`);

  await button(page, 'Undo this run…').click();
  const confirm = dialog.getByRole('button', { name: /^Undo \d+ steps$/ });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Type Lab to confirm' }).fill('Lab');
  await confirm.click();
  await expect(page.getByRole('heading', { name: /^Undo.*: / })).toContainText(built.title);
  await expectDone(page, 60_000);
  const undone = await readRun(rest, await newestRun(rest, id));
  await expect(page).toHaveURL(`${hearth.origin}/runs/${undone.id}`);
  expect(undone).toMatchObject({ kind: 'undo', state: 'done' });
  await expect(tasksIn(page, 'done', 'unchanged')).toHaveCount(undone.tasks.length);
  await expect(task(page, 'install-component:registry')).toHaveAccessibleName(/, Taken back$/);
  await expect(button(page, 'Undo this run…')).toHaveCount(0);

  // What is gone already cannot be taken back twice.
  await visit(page, hearth, `/runs/${built.id}`);
  await expect(grid(page)).toBeVisible();
  await button(page, 'Undo this run…').click();
  await expect(dialog.getByRole('alert')).toContainText('This run changed nothing that can be taken back.');
  await expectAccessible(page, 'refused undo');
});
