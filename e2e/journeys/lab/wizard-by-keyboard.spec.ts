// As somebody who cannot or will not use a mouse I take three bare machines to a cluster with the keyboard alone.
import { expect } from '@playwright/test';
import { kubectlOn, runPod } from '../../fixtures/cluster.ts';
import { needs, test } from '../../fixtures/journey.ts';
import { podRow, row, sentence, table } from '../../screens/dashboard.ts';
import { keyboardOf } from '../../screens/keyboard.ts';
import { everythingDone, grid } from '../../screens/run.ts';
import { main, openWindow } from '../../screens/window.ts';
import { allIn, button, compareKeys, componentBox, heading, headings, listOf, type Step } from '../../screens/wizard.ts';

needs('bare');

test('three bare machines become a platform by keyboard alone', async ({ page, machines, hearth }) => {
  const keyboard = await keyboardOf(page);
  const count = machines.nodes.length;
  const goOn = async (step: Step): Promise<void> => {
    await keyboard.press(button(page, `Continue to ${step}`));
    await expect(heading(page, headings[step])).toBeFocused();
  };
  await openWindow(page, hearth);
  await keyboard.press(main(page).getByRole('button', { name: 'Set up a platform' }));
  await keyboard.fill(page.getByLabel('What shall it be called?'), 'Keys');
  await keyboard.keys('Enter');
  await expect(heading(page, headings.distribution)).toBeFocused();
  await goOn('machines');

  // Tabs are one stop of the Tab key; arrows choose among them.
  await keyboard.reach(page.getByRole('tab', { name: 'By hand' }));
  await keyboard.keys('ArrowRight', 'ArrowRight');
  await expect(page.getByRole('tab', { name: 'Paste a list' })).toBeFocused();
  await keyboard.fill(page.getByLabel('List of machines'), listOf(machines.nodes));
  await keyboard.press(button(page, `Add ${count} machines`));
  await expect(page.getByRole('table', { name: 'Machines in the platform' }).getByRole('row')).toHaveCount(count + 1);

  await goOn('access');
  await compareKeys(page, machines.nodes);
  await keyboard.press(button(page, `Trust all ${count} host keys`));
  await keyboard.fill(page.getByRole('textbox', { name: 'Password', exact: true }), machines.node('node1').password);
  await keyboard.reach(page.getByRole('radio', { name: 'Keep the password for sudo' }));
  await keyboard.keys('ArrowDown');
  await expect(page.getByRole('radio', { name: 'Allow sudo without a password' })).toBeChecked();
  await keyboard.press(button(page, `Install key on ${count} machines`));
  await expect(allIn(page, count)).toBeVisible({ timeout: 30_000 });

  await goOn('preflight');
  await expect(page.getByText(`All ${count} machines are fit`)).toBeVisible({ timeout: 30_000 });
  const checks = page.getByRole('grid', { name: 'Checks of every machine' });
  await keyboard.reach(checks.getByRole('button').first());
  await keyboard.keys('ArrowRight', 'ArrowDown', 'Enter');
  await expect(page.getByRole('region', { name: 'Details of the check' })).toContainText('node2');

  await goOn('roles');
  await keyboard.reach(page.getByRole('table', { name: 'Roles of the machines' }).getByRole('radio', { checked: true }));
  const wanted = page.getByRole('radio', { name: 'Make node1 the control node' });
  for (let moves = 0; moves < count && !(await wanted.isChecked()); moves += 1) await keyboard.keys('ArrowDown');
  await expect(wanted).toBeChecked();
  await goOn('settings');
  await keyboard.fill(page.getByRole('textbox', { name: 'Domain' }), 'keys.lan');
  await keyboard.press(componentBox(page, /^cert-manager/), 'Space');
  await keyboard.press(componentBox(page, /^Container registry/), 'Space');
  await goOn('review');
  await expect(page.getByLabel('What you chose')).toContainText('keys.lan');
  await keyboard.press(button(page, `Build the platform on ${count} machines`));

  await expect(grid(page)).toBeVisible();
  await keyboard.reach(grid(page).getByRole('button').first());
  await keyboard.keys('ArrowRight', 'Enter');
  await expect(page.getByRole('region', { name: 'Log: Check that node1 is fit' })).toBeVisible();
  await expect(everythingDone(page)).toBeVisible({ timeout: 240_000 });
  await goOn('finish');
  await keyboard.press(button(page, 'Open the dashboard'));
  await expect(sentence(page)).toContainText('3 nodes ready', { timeout: 30_000 });

  // Places by their letters, a list by its arrows.
  await keyboard.keys('g', 'n');
  await expect(table(page, 'Nodes')).toBeVisible();
  await keyboard.reach(table(page, 'Nodes'));
  await keyboard.keys('j', 'Enter');
  await expect(page.getByRole('complementary', { name: 'node2' })).toBeVisible();
  await keyboard.keys('Escape');
  await expect(page.getByRole('complementary', { name: 'node2' })).toHaveCount(0);
  await keyboard.keys('g', 'w');
  await expect(row(page, 'Deployments', 'registry')).toBeVisible();
  await keyboard.reach(page.getByRole('tab', { name: /^Deployments/ }));
  await keyboard.keys('End');
  await expect(table(page, 'Pods')).toBeVisible();
  await runPod(kubectlOn(machines, 'node1'), 'watched');
  await expect(podRow(page, 'watched')).toBeVisible({ timeout: 1000 });
  expect(await keyboard.pointerUses()).toBe(0);
});
