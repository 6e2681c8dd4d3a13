// As somebody with three bare machines I click my way to a cluster, and then see what happens in it while it happens.
import { expect } from '@playwright/test';
import { kubectlOn, runPod } from '../../fixtures/cluster.ts';
import { needs, test } from '../../fixtures/journey.ts';
import { nodeTile, openPods, podRow, row, sentence } from '../../screens/dashboard.ts';
import { expectDone } from '../../screens/run.ts';
import { goTo, openWindow } from '../../screens/window.ts';
import {
  allIn,
  begin,
  build,
  button,
  chooseComponent,
  chooseControl,
  goOn,
  installKey,
  pasteMachines,
  trustKeys,
} from '../../screens/wizard.ts';

needs('bare');

test('three bare machines become a platform by mouse, and a pod made by kubectl is seen within a second', async ({
  page,
  machines,
  hearth,
}) => {
  const count = machines.nodes.length;
  await openWindow(page, hearth);
  await begin(page, 'Shelf');
  await pasteMachines(page, machines.nodes);
  await goOn(page, 'access');
  await trustKeys(page, machines.nodes);
  await installKey(page, { password: machines.node('node1').password, count, passwordlessSudo: true });
  await expect(allIn(page, count)).toBeVisible({ timeout: 30_000 });
  await goOn(page, 'preflight');
  await expect(page.getByText(`All ${count} machines are fit`)).toBeVisible({ timeout: 30_000 });
  await goOn(page, 'roles');
  await chooseControl(page, 'node1');
  await goOn(page, 'settings');
  await page.getByRole('textbox', { name: 'Domain' }).fill('shelf.lan');
  await chooseComponent(page, /^cert-manager/, false);
  await chooseComponent(page, /^Container registry/);
  await goOn(page, 'review');
  const chosen = page.getByLabel('What you chose');
  await expect(chosen).toContainText('shelf.lan');
  await expect(chosen).toContainText('node2, node3');
  await expect(chosen).toContainText('Container registry');
  await build(page, count);
  await expectDone(page);
  await goOn(page, 'finish');
  await expect(page.getByText(/^Shelf runs on 3 nodes/)).toBeVisible();
  await button(page, 'Open the dashboard').click();

  await expect(sentence(page)).toContainText('3 nodes ready', { timeout: 30_000 });
  for (const { name } of machines.nodes) await expect(nodeTile(page, name)).toContainText('Ready');
  await goTo(page, 'Workloads');
  await expect(row(page, 'Deployments', 'registry')).toContainText('Ready');

  await openPods(page);
  const kubectl = kubectlOn(machines, 'node1');
  await expect(podRow(page, 'watched')).toHaveCount(0);
  await runPod(kubectl, 'watched');
  // The API server has it when kubectl returns; from then on the screen has one second.
  await expect(podRow(page, 'watched')).toBeVisible({ timeout: 1000 });
  await expect(podRow(page, 'watched')).toContainText('Running', { timeout: 30_000 });
  await kubectl('delete', 'pod', 'watched', '--now');
  await expect(podRow(page, 'watched')).toHaveCount(0, { timeout: 1000 });
});
