// As somebody with a cluster already I set up a platform on it: its kubeconfig read before it is used, my rights told, a component installed.
import { expect } from '@playwright/test';
import { test } from '../../fixtures/journey.ts';
import { beginOnCluster, connect, kubeconfigField, right } from '../../screens/cluster.ts';
import { sentence } from '../../screens/dashboard.ts';
import { expectDone } from '../../screens/run.ts';
import { openWindow } from '../../screens/window.ts';
import { button, chooseComponent, goOn, heading, headings } from '../../screens/wizard.ts';

test.use({ hearthOptions: { practice: true } });

const withCommand = `apiVersion: v1
kind: Config
current-context: cloud
clusters: [{ name: cloud, cluster: { server: 'https://10.20.0.31:6443' } }]
users: [{ name: me, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: get-token, args: [--cluster, my cluster] } } }]
contexts: [{ name: cloud, context: { cluster: cloud, user: me } }]
`;

test('a cluster that is there already, from its kubeconfig to the dashboard', async ({ page, hearth }) => {
  await openWindow(page, hearth);
  await beginOnCluster(page, 'Cabin');
  await button(page, 'Connect to the cluster').click();
  await expect(page.getByRole('alert').filter({ hasText: 'Not yet:' })).toContainText('Paste a kubeconfig or choose its file.');

  // What is no kubeconfig says so; a program is shown before it could run.
  await kubeconfigField(page).fill('kind: Pod');
  await expect(page.getByText('This is not a usable kubeconfig: it has no contexts.')).toBeVisible();
  await kubeconfigField(page).fill(withCommand);
  await expect(page.getByRole('region', { name: 'Programs it wants to run' })).toContainText('get-token --cluster "my cluster"');
  await button(page, 'Connect to the cluster').click();
  await expect(page.getByRole('alert').filter({ hasText: 'Not yet:' })).toContainText('Allow the login program');

  // A viewer is told what is lost.
  await button(page, 'Use the practice cluster').click();
  const viewer = page.getByRole('radio', { name: /^cabin-viewer/ });
  await viewer.locator('xpath=ancestor::label').click();
  await connect(page);
  await expect(right(page, 'Watch nodes, workloads and events')).toContainText('Allowed');
  await expect(right(page, 'Install components')).toContainText('Limited');
  await expect(right(page, 'Install components')).toContainText('Helm cannot install');

  // The administrator of the same file may do everything.
  await button(page, 'Back to cluster').click();
  const admin = page.getByRole('radio', { name: /^cabin(?!-viewer)/ });
  await admin.locator('xpath=ancestor::label').click();
  await button(page, 'Use this context').click();
  await goOn(page, 'rights');
  await expect(page.getByText('This kubeconfig may do everything that Hearth does.')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Nodes' })).toContainText('pine');

  await goOn(page, 'settings');
  await expect(page.getByRole('textbox', { name: 'Storage class' })).toHaveValue('local-path');
  await expect(page.getByLabel('Pod range')).toHaveCount(0);
  await chooseComponent(page, /^cert-manager/, false);
  await chooseComponent(page, /^Container registry/);
  await goOn(page, 'review');
  await button(page, 'Install 1 component on the cluster').click();
  await expectDone(page);
  await button(page, 'Continue to finish').click();
  await expect(heading(page, headings.finish)).toBeVisible();
  await button(page, 'Open the dashboard').click();
  await expect(sentence(page)).toContainText('2 nodes');
});
